"""`/cong-khai`: what anybody reads is what the letters say and what GraphQL shows, and tells of no small group."""

import asyncio
import base64
import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import httpx
import orjson
import pytest

from backend.classification.bundle import packaged_payload
from backend.clock import FixedClock
from backend.correspondence.figure import Figure
from backend.correspondence.figure_terms import FigureQuestion
from backend.correspondence.figures import response_times
from backend.correspondence.public_figures import finished_months, public_figures
from backend.correspondence.terms import Period, SenderClass
from backend.db import Database
from backend.web.accuracy import accuracy, is_of
from tests.unit.fresh_databases import FreshDatabases, copied
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import COMMITTEE, NOW, SCIENCE
from tests.unit.web.conftest import bundle_text
from tests.unit.web.dashboard_office import COMMUNES, FINANCES, SCIENCES, answered_after, filled, worked_seconds

FINISHED = Period(date(2025, 10, 1), date(2025, 12, 31))


@pytest.fixture(scope="session")
def office_template(databases: FreshDatabases, province_template: str) -> str:
    url = databases.copy(province_template)
    asyncio.run(filled(url))
    return url


@pytest.fixture
def url(databases: FreshDatabases, office_template: str) -> Iterator[str]:
    with copied(databases, office_template) as url:
        yield url


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


async def shown(database: Database, agency: str) -> Figure:
    """The figure GraphQL gives to a reader who sees no letters."""
    question = FigureQuestion(agency, FINISHED, below=True)
    async with database.read() as session:
        found = await response_times(session, question, (), NOW, sees_below={COMMITTEE})
    return next(row.figure for row in found.rows if row.sender_class is SenderClass.CITIZEN)


async def test_the_figures_are_those_of_the_letters_and_those_of_graphql(database: Database) -> None:
    async with database.read() as session:
        found = await public_figures(session, NOW)

    assert found is not None
    assert found.period == FINISHED
    now = NOW.astimezone(vietnam("2026-01-01 00:00").tzinfo)
    waits = [
        (worked_seconds(vietnam(received), vietnam(answered) if answered else now), bool(answered))
        for received, answered in (*SCIENCES, *FINANCES, *COMMUNES)
        if received < "2026"
    ]
    whole = found.whole[SenderClass.CITIZEN]
    assert (whole.count, whole.open) == (16, 2)
    assert whole.median.value == answered_after(waits, Fraction(1, 2))
    assert whole == await shown(database, COMMITTEE)
    assert found.agencies[SenderClass.CITIZEN][SCIENCE] == await shown(database, SCIENCE)


async def test_of_small_groups_and_of_those_beside_them_nothing_is_said(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with database.read() as session:
        found = await public_figures(session, NOW)
    page = (await client.get("/cong-khai")).text

    assert found is not None
    assert found.agencies[SenderClass.CITIZEN].keys() == {SCIENCE}  # beside the 3 of one, the 6 of another stay hidden
    assert "Sở Khoa học và Công nghệ" in page
    assert "Sở Tài chính" not in page
    assert "Phú Lương" not in page
    assert SenderClass.BUSINESS not in found.whole
    assert "Quá ít thư để công bố" in page


async def test_nothing_leads_to_a_letter_or_to_a_paper_that_was_stopped(client: httpx.AsyncClient) -> None:
    page = (await client.get("/cong-khai")).text

    assert "@" not in page
    assert "TDT." not in page
    assert "bị chặn" not in page.replace("bị chặn nhầm (trong", "")


async def test_it_says_how_it_was_counted_in_both_languages(client: httpx.AsyncClient) -> None:
    vietnamese = words_of((await client.get("/cong-khai")).text)
    english = words_of((await client.get("/cong-khai?lang=en")).text)

    assert "Thư nhận từ tháng 10/2025 đến hết tháng 12/2025" in vietnamese
    assert "Thư chưa trả lời vẫn được tính là đang chờ" in vietnamese
    assert "Letters received from 10/2025 to the end of 12/2025" in english
    assert 'href="/tra-cuu"' in (await client.get("/cong-khai")).text
    assert 'href="/cong-khai"' in (await client.get("/tra-cuu")).text


async def test_it_is_counted_once_in_ten_minutes_and_kept_by_whoever_has_it(
    client: httpx.AsyncClient, clock: FixedClock
) -> None:
    first = await client.get("/cong-khai")
    clock.set(NOW + timedelta(minutes=9))
    again = await client.get("/cong-khai", headers={"If-None-Match": first.headers["etag"]})
    clock.set(NOW + timedelta(minutes=10))
    later = await client.get("/cong-khai", headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["cache-control"] == "public, max-age=300"
    assert (again.status_code, later.status_code) == (304, 200)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 3, 31), date(2025, 12, 1), date(2026, 2, 28)),
        (date(2026, 11, 28), date(2026, 8, 1), date(2026, 10, 31)),
    ],
)
def test_only_finished_months_are_told(today: date, first: date, last: date) -> None:
    assert finished_months(today) == Period(first, last)


async def test_the_card_says_whether_it_is_of_the_rules_in_force(client: httpx.AsyncClient, tmp_path: Path) -> None:
    page = words_of((await client.get("/cong-khai")).text)

    assert "Bộ quy tắc đang áp dụng: 2026.1.1" in page
    assert f"đúng là các quy tắc đã thử ({accuracy().rules})" in page
    head, _, signature = bundle_text(tmp_path, "2026.1.1").split(".")
    payload = packaged_payload()
    payload["rules"] = payload["rules"][1:]
    other = base64.urlsafe_b64encode(orjson.dumps(payload)).rstrip(b"=").decode()
    assert not is_of(f"{head}.{other}.{signature}")


def test_the_card_adds_up_and_is_of_the_packaged_rules() -> None:
    counts = accuracy().counts

    assert accuracy().rules == packaged_payload()["version"]
    for gate in ("server", "browser"):
        assert sum(counts[f"{gate}_{one}"] for one in ("found", "asked", "passed")) == counts["marked"]
        assert counts[f"{gate}_passed"] == 0
