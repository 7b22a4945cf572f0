"""`/vuong-mac`: a difficulty is told without a word of any letter, and seen by its sender and the desk alone."""

import re
from email import message_from_bytes, policy

import httpx
import pytest
from sqlalchemy import select

from backend.access.roles import Role
from backend.audit.models import AuditEntry
from backend.clock import FixedClock
from backend.compliance.models import SupportTicket
from backend.compliance.silence_models import SilentMailbox
from backend.correspondence import sending
from backend.correspondence.models import Outbox
from backend.db import Database
from backend.directory.models import LoginMailbox, Mailbox, Official, RoleAssignment
from backend.directory.search import DirectorySearch
from backend.settings import Settings
from backend.web.application import WebParts, web_application
from backend.web.support_page import browser_of
from backend.worker.outbox import composed
from tests.unit.small_province import CLERK_BOX, COMMITTEE, FINANCE, HEAD_BOX, NOW, SCIENCE
from tests.unit.web.conftest import ORIGIN, PASSWORD, FakeMailServer, no_graphql, no_socket, nobody

DESK, DESK_BOX, OTHERS_DESK_BOX = (
    "hotro@thainguyen.gov.vn",
    "canbohotro@thainguyen.gov.vn",
    "hotro.stc@thainguyen.gov.vn",
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.1.2"
)
REPORT = {"difficulty": "not_checked", "place": "compose"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.changed(support_address=DESK, page_requests_per_minute=1000)


@pytest.fixture(autouse=True)
async def desks(database: Database) -> None:
    """One of the whole province, one of a single department."""
    for number, (box, agency) in enumerate(((DESK_BOX, COMMITTEE), (OTHERS_DESK_BOX, FINANCE))):
        async with database.write() as session:
            session.add(Mailbox(address=box, agency_code=agency, kind="personal", published_at=NOW))
            session.add(Official(id=f"HT{number}", name="Lê Hỗ Trợ", post="x", agency_code=agency, login=box))
        async with database.write() as session:
            session.add(LoginMailbox(login=box, address=box))
            session.add(RoleAssignment(official_id=f"HT{number}", role=Role.SUPPORT_DESK, agency_code=agency))


async def sign_in(client: httpx.AsyncClient, login: str) -> str:
    client.cookies.clear()
    page = await client.post("/vuong-mac/dang-nhap", data={"login": login, "password": PASSWORD}, follow_redirects=True)
    return key_of(page.text)


def key_of(page: str) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


async def tell(client: httpx.AsyncClient, key: str, query: str = "", **changes: str) -> httpx.Response:
    form = {**REPORT, **changes, "form_key": key}
    return await client.post(f"/vuong-mac{query}", data=form, headers={"User-Agent": EDGE}, follow_redirects=True)


async def tickets(database: Database) -> list[SupportTicket]:
    async with database.read() as session:
        return list((await session.scalars(select(SupportTicket))).all())


async def test_a_difficulty_is_noted_with_what_programs_are_and_nothing_else(
    client: httpx.AsyncClient, database: Database
) -> None:
    page = await tell(client, await sign_in(client, CLERK_BOX), "?o-dau=soan-thu&quy-tac=2026.11.3")

    [ticket] = await tickets(database)
    assert (ticket.login, ticket.difficulty, ticket.place, ticket.state) == (
        CLERK_BOX,
        "not_checked",
        "compose",
        "open",
    )
    assert (ticket.browser, ticket.bundle, ticket.version) == ("Edge 120", "2026.11.3", "0.1.0")
    assert "Đã gửi, chưa ai xử lý" in page.text
    assert ticket.reference in page.text


async def test_what_a_link_says_of_the_rules_is_taken_only_if_it_is_a_version(
    client: httpx.AsyncClient, database: Database
) -> None:
    await tell(client, await sign_in(client, CLERK_BOX), "?quy-tac=%3Cb%3Emat")

    assert [one.bundle for one in await tickets(database)] == ["2026.1.1"]


async def test_its_letter_goes_to_the_desk_and_names_no_person(
    client: httpx.AsyncClient, database: Database, settings: Settings, clock: FixedClock
) -> None:
    await tell(client, await sign_in(client, CLERK_BOX))
    async with database.write() as session:
        claim = await sending.claim(session, NOW)

    assert claim is not None
    assert claim.recipient == DESK
    message = message_from_bytes(composed(claim, settings, NOW), policy=policy.default)
    text = message.get_content()
    [ticket] = await tickets(database)
    assert str(message["Subject"]) == f"Vướng mắc {ticket.reference}"
    assert "Chưa kiểm tra được thư hoặc tệp" in text
    assert "Edge 120" in text
    assert CLERK_BOX not in text
    async with database.read() as session:
        assert CLERK_BOX not in str([row.data for row in await session.scalars(select(Outbox))])


async def test_the_desk_says_what_became_of_it_and_the_sender_reads_that(
    client: httpx.AsyncClient, database: Database
) -> None:
    await tell(client, await sign_in(client, CLERK_BOX))
    [ticket] = await tickets(database)
    for state, said in (("in_work", "Đang xử lý"), ("answered", "Đã trả lời")):
        key = await sign_in(client, DESK_BOX)
        form = {"ticket": ticket.id, "state": state, "person": "HT0", "form_key": key}
        assert (await client.post("/vuong-mac", data=form)).status_code == 303
        await sign_in(client, CLERK_BOX)
        assert f"<strong>{said}</strong>" in (await client.get("/vuong-mac")).text

    async with database.read() as session:
        entries = await session.scalars(select(AuditEntry).where(AuditEntry.deed.startswith("support.")))
        deeds = [(entry.deed, entry.person_id) for entry in entries]
    assert deeds == [("support.opened", None), ("support.in_work", "HT0"), ("support.answered", "HT0")]


@pytest.mark.parametrize("login", [HEAD_BOX, OTHERS_DESK_BOX])
async def test_nobody_else_sees_or_moves_it(client: httpx.AsyncClient, database: Database, login: str) -> None:
    await tell(client, await sign_in(client, CLERK_BOX))
    [ticket] = await tickets(database)

    key = await sign_in(client, login)
    assert ticket.reference not in (await client.get("/vuong-mac")).text
    person = "HT1" if login == OTHERS_DESK_BOX else "HA"
    form = {"ticket": ticket.id, "state": "answered", "person": person, "form_key": key}
    assert (await client.post("/vuong-mac", data=form)).status_code == 422
    assert [one.state for one in await tickets(database)] == ["open"]


async def test_pressed_twice_it_is_one_and_there_is_an_end_to_them(
    client: httpx.AsyncClient, database: Database
) -> None:
    key = await sign_in(client, CLERK_BOX)
    for _ in range(2):
        await tell(client, key)
    assert len(await tickets(database)) == 1

    kinds = [(one, place) for one in ("slow", "other", "figure") for place in ("compose", "letter", "pages", "desktop")]
    answers = [(await tell(client, key, difficulty=one, place=place)).status_code for one, place in kinds]
    assert answers == [200] * 9 + [422] * 3


@pytest.mark.parametrize("changes", [{"difficulty": "mat"}, {"place": "<b>"}])
async def test_what_is_not_on_the_list_is_not_noted(
    client: httpx.AsyncClient, database: Database, changes: dict[str, str]
) -> None:
    answer = await tell(client, await sign_in(client, CLERK_BOX), **changes)

    assert answer.status_code == 422
    assert await tickets(database) == []


async def test_a_desk_without_an_address_reads_its_page(
    settings: Settings, database: Database, clock: FixedClock, search: DirectorySearch
) -> None:
    its = settings.changed(support_address="")
    parts = WebParts(its, database, clock, FakeMailServer(), no_graphql, no_socket, search, nobody)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web_application(parts)), base_url=ORIGIN) as client:
        page = await tell(client, await sign_in(client, CLERK_BOX))

    assert "Tỉnh chưa đặt địa chỉ thư của bộ phận hỗ trợ" in page.text
    assert len(await tickets(database)) == 1
    async with database.read() as session:
        assert (await session.scalars(select(Outbox))).all() == []


@pytest.mark.parametrize(
    ("user_agent", "browser"),
    [
        (EDGE, "Edge 120"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/118.0 Chrome/112.0.0.0 Safari/537.36", "Cốc Cốc 118"),
        ("Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/149.0.0.0 Safari/537.36", "Chrome 149"),
        ("curl/8.1", ""),
        ("Chrome/99999999999", "Chrome 9999"),
    ],
)
def test_of_a_browser_its_family_and_major_version_are_told(user_agent: str, browser: str) -> None:
    assert browser_of(user_agent) == browser


async def test_a_silent_mailbox_is_shown_to_those_on_duty_for_its_agency_alone(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with database.write() as session:
        numbers = {"way": "came", "longest_seconds": 14_000, "gaps": 57, "ended_at": None}
        session.add(SilentMailbox(agency_code=SCIENCE, box=CLERK_BOX, since=NOW, found_at=NOW, **numbers))

    await sign_in(client, DESK_BOX)
    page = (await client.get("/vuong-mac?lang=en")).text
    assert "No letter came since 15:00, 05/01/2026." in page
    assert "the longest of 57 gaps was at most 4 working hours" in page

    for login in (OTHERS_DESK_BOX, CLERK_BOX, HEAD_BOX):
        await sign_in(client, login)
        assert "fell silent" not in (await client.get("/vuong-mac?lang=en")).text
