"""`/bang-dieu-hanh`: what a head and an auditor see, told apart from the letters, and what nobody else does."""

import asyncio
import csv
import io
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Route

from backend.audit.models import AuditEntry
from backend.clock import FixedClock
from backend.correspondence import service
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.graphql.endpoint import RESPONSE_TYPE, GraphQLEndpoint
from backend.graphql.persisted import load_operations
from backend.settings import Settings
from backend.web.application import WebParts, web_application
from tests.unit.fresh_databases import FreshDatabases, copied
from tests.unit.graphql.conftest import OPERATION_IDS, bearer
from tests.unit.graphql.test_looks import Unwritable
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, COMMITTEE, COMMUNE, FINANCE, HEAD_BOX, NOW, SCIENCE
from tests.unit.web.conftest import ORIGIN, PASSWORD, FakeMailServer, no_graphql, no_socket, nobody
from tests.unit.web.dashboard_office import AUDITOR_BOX, SCIENCES, UNIT, answered_after, filled, worked_seconds

PAGE = "/bang-dieu-hanh"
MONTHS = {"since": "2025-08-01", "until": "2026-01-31"}  # six, the last one of NOW
SHAPES = {"line", "text", "path", "circle", "title"}


@pytest.fixture(scope="session")
def office_template(databases: FreshDatabases, province_template: str) -> str:
    url = databases.copy(province_template)
    asyncio.run(filled(url))
    return url


@pytest.fixture
def url(databases: FreshDatabases, office_template: str) -> Iterator[str]:
    with copied(databases, office_template) as url:
        yield url


@pytest.fixture
async def graphql(
    database: Database, clock: FixedClock, settings: Settings, search: DirectorySearch
) -> AsyncIterator[httpx.AsyncClient]:
    endpoint = GraphQLEndpoint(database, clock, settings, load_operations(), search)
    application = Starlette(routes=[Route("/graphql", endpoint.serve, methods=["POST"])])
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://congvu.test", headers={"Accept": RESPONSE_TYPE}
    ) as client:
        yield client


async def figures(
    graphql: httpx.AsyncClient, database: Database, login: str, **variables: Any
) -> Mapping[str, Mapping[str, Any]]:
    """The rows of responseTimes by sender class."""
    said = {**MONTHS, "below": False, "language": "VI", **variables}
    if "Authorization" not in graphql.headers:
        graphql.headers.update(await bearer(database, login))
    body = {"id": OPERATION_IDS["Figures"], "variables": said}
    answer = (await graphql.post("/graphql", json=body)).json()
    return {row["senderClass"].lower(): row for row in answer["data"]["responseTimes"]["rows"]}


async def sign_in(client: httpx.AsyncClient, login: str) -> httpx.Response:
    data = {"login": login, "password": PASSWORD}
    return await client.post(f"{PAGE}/dang-nhap", data=data, follow_redirects=True)


async def table(client: httpx.AsyncClient, name: str, **said: str) -> list[dict[str, str]]:
    answer = await client.get(f"{PAGE}/{name}.csv", params=said)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def same(row: Mapping[str, str], figure: Mapping[str, Any]) -> bool:
    """Whether a row of a table says what GraphQL does."""

    def told(value: Any) -> str:
        return "" if value is None else str(value)

    def interval(one: Mapping[str, Any]) -> str:
        return f"{told(one['low'])};{told(one['high'])}"

    on_time = figure["onTime"]
    return (row["n"], row["open"], row["median"], row["p90"], row["on_time"], row["due"]) == (
        *(told(figure[name]) for name in ("count", "open", "medianSeconds", "p90Seconds")),
        *(told(on_time["share"]), told(on_time["of"])),
    ) and (row["median_interval"], row["p90_interval"], row["on_time_interval"]) == (
        *(interval(figure[name]) for name in ("medianInterval", "p90Interval")),
        interval(on_time),
    )


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))


async def test_the_first_sentence_says_how_fast_letters_are_answered(client: httpx.AsyncClient) -> None:
    page = (await sign_in(client, HEAD_BOX)).text

    assert "một nửa số thư được trả lời trong 5 giờ; 9/10 trong 15 ngày làm việc" in words_of(page)
    assert "; còn 2 thư chưa trả lời, lâu nhất 7,7 ngày làm việc. Cần xem hôm nay" in words_of(page)
    assert "thư đến hạn hôm nay hoặc đã quá hạn" in page


async def test_every_figure_is_that_of_the_letters_and_that_of_graphql(
    client: httpx.AsyncClient, graphql: httpx.AsyncClient, database: Database
) -> None:
    await sign_in(client, HEAD_BOX)
    [citizens] = [row for row in await table(client, "classes") if row["sender"] == "citizen"]

    now = NOW.astimezone(vietnam("2026-01-01 00:00").tzinfo)
    waits = [
        (worked_seconds(vietnam(received), vietnam(answered) if answered else now), bool(answered))
        for received, answered in SCIENCES
    ]
    assert (citizens["n"], citizens["open"]) == ("8", "2")
    assert citizens["median"] == str(answered_after(waits, Fraction(1, 2)))
    assert citizens["p90"] == str(answered_after(waits, Fraction(9, 10)))
    by_graphql = await figures(graphql, database, HEAD_BOX, agency=SCIENCE)
    assert same(citizens, by_graphql["citizen"])
    assert same(
        (await table(client, "matters"))[0],
        (await figures(graphql, database, HEAD_BOX, agency=SCIENCE, matter=""))["citizen"],
    )
    for row in await table(client, "months"):
        month = {
            "since": f"{row['month'][:4]}-{row['month'][4:]}-01",
            "until": f"{row['month'][:4]}-{row['month'][4:]}-28",
        }
        if row["month"] in ("202512", "202601"):
            month["until"] = month["until"].replace("28", "31")
            assert same(row, (await figures(graphql, database, HEAD_BOX, agency=SCIENCE, **month))["citizen"]), row
        else:
            assert row["n"] == "0"


async def test_the_curve_and_the_ages_are_those_of_the_letters(client: httpx.AsyncClient) -> None:
    await sign_in(client, HEAD_BOX)

    curve = {int(row["within"]): float(row["answered"]) for row in await table(client, "curve")}
    assert curve[4 * 3600] == pytest.approx(2 / 8 + (3 / 8) * 0 + 1 / 8)
    ages = [row["letters"] for row in await table(client, "ages")]
    assert ages == ["1", "0", "0", "1", "0", "0"]


async def test_the_number_of_letters_due_is_that_of_the_list(client: httpx.AsyncClient, database: Database) -> None:
    page = (await sign_in(client, HEAD_BOX)).text
    async with database.read() as session:
        due = await service.due_letters(session, SCIENCE, NOW)

    assert len(due) == 1
    assert "1 thư đến hạn hôm nay hoặc đã quá hạn" in words_of(page)


@pytest.mark.parametrize("login", [CHAIR_BOX, AUDITOR_BOX])
async def test_whoever_looks_from_above_sees_what_graphql_shows_them(
    client: httpx.AsyncClient, graphql: httpx.AsyncClient, database: Database, login: str
) -> None:
    await sign_in(client, login)
    for agency, below in ((COMMITTEE, True), (SCIENCE, True), (FINANCE, False), (COMMUNE, False)):
        said = {"co-quan": agency, "pham-vi": "ca-duoi" if below else "co-quan"}
        by_graphql = await figures(graphql, database, login, agency=agency, below=below)
        answer = await client.get(f"{PAGE}/classes.csv", params=said)
        rows = [] if answer.status_code == 404 else await table(client, "classes", **said)
        told = {row["sender"]: row for row in rows}
        counted = {name: row for name, row in by_graphql.items() if row["count"]}
        assert told.keys() == counted.keys(), agency
        assert all(same(told[name], row) for name, row in counted.items()), agency


@pytest.mark.parametrize("login", [CHAIR_BOX, AUDITOR_BOX])
async def test_agencies_below_are_compared_from_five_letters_on_and_no_difference_tells_of_the_others(
    client: httpx.AsyncClient, login: str
) -> None:
    page = (await sign_in(client, login)).text
    chosen = {"pham-vi": "ca-duoi", "co-quan": COMMITTEE}
    compared = await table(client, "agencies", **chosen)
    whole = await client.get(PAGE, params=chosen)

    assert {row["agency"] for row in compared} == {SCIENCE}  # beside the 3 of one, the 6 of another stay hidden
    assert "Sở Tài chính" not in re.sub(r"<option.*?</option>", "", whole.text)
    assert [row["agency_in_words"] for row in compared] == ["Sở Khoa học và Công nghệ"]
    assert "Các tháng 01/2026 có quá ít thư nên được ẩn" in whole.text
    assert 'value="H55.05"' in page


async def test_an_auditor_cannot_ask_for_what_a_sum_hides_agency_by_agency(
    client: httpx.AsyncClient, graphql: httpx.AsyncClient, database: Database
) -> None:
    for agency in (FINANCE, COMMUNE):
        rows = await figures(graphql, database, AUDITOR_BOX, agency=agency)
        assert "citizen" not in rows


async def test_a_head_sees_below_but_not_beside(client: httpx.AsyncClient) -> None:
    await sign_in(client, HEAD_BOX)

    beside = await client.get(PAGE, params={"co-quan": FINANCE})
    nowhere = await client.get(PAGE, params={"co-quan": "X"})
    below = await client.get(PAGE, params={"co-quan": UNIT})

    assert (beside.status_code, nowhere.status_code, below.status_code) == (403, 403, 200)
    assert "thư đến hạn" not in below.text


async def test_a_clerk_is_refused_and_a_stranger_is_asked_who_it_is(client: httpx.AsyncClient) -> None:
    assert "Mật khẩu hộp thư" in (await client.get(PAGE)).text
    assert (await client.get(f"{PAGE}/classes.csv")).status_code == 401
    assert (await sign_in(client, CLERK_BOX)).status_code == 403
    assert (await client.get(f"{PAGE}/classes.csv")).status_code == 403


async def test_an_auditor_sees_no_checks_no_letters_due_and_no_addresses(client: httpx.AsyncClient) -> None:
    await sign_in(client, AUDITOR_BOX)
    page = await client.get(PAGE, params={"co-quan": SCIENCE, "pham-vi": "co-quan"})

    assert "sokhcn@" not in page.text
    assert "Cần xem hôm nay" not in page.text
    assert (await client.get(f"{PAGE}/checks.csv", params={"co-quan": SCIENCE})).status_code == 404


async def test_a_look_is_on_record_with_those_compared(client: httpx.AsyncClient, database: Database) -> None:
    await sign_in(client, AUDITOR_BOX)

    async with database.read() as session:
        found = await session.scalars(select(AuditEntry).where(AuditEntry.deed == "look.figures"))
        looks = {(entry.login, entry.agency_code, entry.data["from"]) for entry in found}
    assert looks == {(AUDITOR_BOX, COMMITTEE, COMMITTEE), (AUDITOR_BOX, SCIENCE, COMMITTEE)}


async def test_what_cannot_be_recorded_is_not_shown(
    client: httpx.AsyncClient,
    settings: Settings,
    database: Database,
    clock: FixedClock,
    mail_server: FakeMailServer,
    search: DirectorySearch,
) -> None:
    await sign_in(client, HEAD_BOX)
    unwritable = Unwritable(database.url)
    parts = WebParts(settings, unwritable, clock, mail_server, no_graphql, no_socket, search, nobody)
    transport = httpx.ASGITransport(web_application(parts))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, cookies=client.cookies) as asking:
        answers = [await asking.get(path) for path in (PAGE, f"{PAGE}/classes.csv")]
    await unwritable.close()

    assert [answer.status_code for answer in answers] == [503, 503]
    assert not [answer for answer in answers if "5 giờ" in answer.text]


async def test_filters_stay_in_links_and_in_english(client: httpx.AsyncClient) -> None:
    await sign_in(client, HEAD_BOX)
    page = (await client.get(PAGE, params={"thang": "12", "nguoi-gui": "doanh-nghiep", "lang": "en"})).text

    assert '<option value="12" selected>' in page
    assert "No letter came in this time." in page
    assert "thang=12&amp;nguoi-gui=doanh-nghiep&amp;lang=vi" in page
    assert (await client.get(PAGE, params={"thang": "9" * 5000, "nguoi-gui": "x", "pham-vi": "y"})).status_code == 200


class Drawn(HTMLParser):
    """What stands inside drawings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside, self.tags, self.names, self.count = False, set[str](), set[str](), 0
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.count += tag == "svg"
        if self.inside:
            self.tags.add(tag)
            self.names |= {name for name, _ in attributes}
        self.inside = self.inside or tag == "svg"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "svg"


async def test_drawings_are_shapes_and_texts_alone(client: httpx.AsyncClient) -> None:
    page = (await sign_in(client, HEAD_BOX)).text
    drawn = Drawn(page)

    assert drawn.count == 2
    assert drawn.tags == SHAPES
    assert not {name for name in drawn.names if name.startswith("on") or "href" in name or name == "style"}
    assert page.count("<script") == page.count('<script type="module" src="/static/dashboard.js?v=') <= 1
    assert " style=" not in page
