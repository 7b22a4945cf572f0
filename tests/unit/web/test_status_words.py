"""The buttons of the status page: only a press changes anything, and what it says is counted once."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from backend.clock import FixedClock
from backend.correspondence import acknowledging, intake, sending
from backend.correspondence.facts import Delivery
from backend.correspondence.models import Correspondence, Correspondent, Fact, Outbox
from backend.correspondence.recompute import recompute
from backend.correspondence.sender_class import SenderRules
from backend.correspondence.terms import FactKind
from backend.db import Database
from backend.directory.models import Agency, AgencySuccession, Mailbox
from tests.unit.journal_lines import CITIZEN, checked, handed_over, in_mailbox
from tests.unit.small_province import CLERK_BOX, FINANCE, NOW, SCIENCE

FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
Link = dict[str, str]


class Letters:
    """Letters as the worker takes them in."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def take(self, records: list[dict[str, Any]], deliveries: list[Delivery], seen: int = 0) -> None:
        async with self.database.write() as session:
            taken = await intake.take_in_records(session, records, SenderRules(frozenset(), frozenset()))
            more = await intake.take_in_deliveries(session, deliveries, seen)
            await recompute(session, taken.groups | more.groups, NOW)
            await acknowledging.decide(session, taken.groups | more.groups, 5, NOW)

    async def link(self) -> tuple[Link, str]:
        """Code and token of the acknowledgement, and its template."""
        async with self.database.write() as session:
            claim = await sending.claim(session, NOW)
            assert claim is not None
            await sending.note_sent(session, claim.outbox_id, "250", NOW)
        return {"code": claim.worded.reference_code, "token": claim.worded.token}, claim.worded.template

    async def only(self) -> Correspondence:
        async with self.database.read() as session:
            return (await session.scalars(select(Correspondence))).one()

    async def acts(self) -> list[tuple[str, str]]:
        async with self.database.read() as session:
            facts = await session.scalars(select(Fact).where(Fact.kind == FactKind.ACT).order_by(Fact.at))
            return [(fact.data["act"], fact.data["by"]) for fact in facts]


@pytest.fixture
def letters(database: Database) -> Letters:
    return Letters(database)


async def answered(letters: Letters) -> Link:
    at = NOW - timedelta(hours=2)
    await letters.take([checked(1, at, CITIZEN, CLERK_BOX)], [in_mailbox(1, at, CLERK_BOX)])
    link, _ = await letters.link()
    answer = checked(2, at + timedelta(hours=1), CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    await letters.take([answer], [handed_over(2, at + timedelta(hours=1), CITIZEN)], 10)
    return link


async def press(client: httpx.AsyncClient, link: Link, word: str, **headers: str) -> httpx.Response:
    return await client.post("/tra-cuu/y-kien", data={**link, "word": word}, headers=headers)


def query(link: Link, **more: str) -> dict[str, str]:
    return {"ma": link["code"], "khoa": link["token"], **more}


async def test_an_answered_letter_asks_whether_its_sender_is_content(
    client: httpx.AsyncClient, letters: Letters
) -> None:
    page = await client.get("/tra-cuu", params=query(await answered(letters)))

    assert "Ông/bà hài lòng với câu trả lời?" in page.text
    assert "đã trả lời" in page.text


@pytest.mark.parametrize("purpose", [{}, {"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
async def test_opening_links_changes_nothing_by_whatever_method(
    client: httpx.AsyncClient, letters: Letters, purpose: dict[str, str]
) -> None:
    link = await answered(letters)
    before = await letters.only()
    for method in ("GET", "HEAD", "OPTIONS"):
        for path in ("/tra-cuu", "/tra-cuu/y-kien"):
            for word in ("content", "not_content", "no_notices"):
                await client.request(method, path, params=query(link, word=word, **link), headers=purpose)

    after = await letters.only()
    assert (after.standing, after.satisfied, after.reopened) == (before.standing, None, 0)
    assert await letters.acts() == []


async def test_no_opens_the_letter_again_as_its_senders_own_word(client: httpx.AsyncClient, letters: Letters) -> None:
    link = await answered(letters)
    page = await press(client, link, "not_content")

    letter = await letters.only()
    assert (letter.standing, letter.satisfied, letter.reopened) == ("open", False, 1)
    assert "Đã mở lại thư" in page.text
    assert "Đang được xử lý" in page.text
    await press(client, link, "not_content")
    assert await letters.acts() == [("reopened", "")]


async def test_yes_is_counted_once_and_leaves_the_letter_answered(client: httpx.AsyncClient, letters: Letters) -> None:
    link = await answered(letters)
    for _ in range(2):
        await press(client, link, "content")

    letter = await letters.only()
    assert (letter.standing, letter.satisfied) == ("answered", True)
    assert await letters.acts() == [("satisfied", "")]


@pytest.mark.parametrize("change", [{"token": "wrong"}, {"code": "TDT.H55.05-260105-00000"}])
async def test_a_press_without_code_and_token_changes_nothing(
    client: httpx.AsyncClient, letters: Letters, change: dict[str, str]
) -> None:
    page = await press(client, await answered(letters) | change, "not_content")

    assert "Không tìm thấy" in page.text
    assert await letters.acts() == []


async def test_a_form_of_another_site_is_refused(client: httpx.AsyncClient, letters: Letters) -> None:
    page = await press(client, await answered(letters), "not_content", **{"Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 403
    assert await letters.acts() == []


async def test_a_letter_without_an_answer_cannot_be_judged(client: httpx.AsyncClient, letters: Letters) -> None:
    await letters.take([checked(1, NOW, CITIZEN, CLERK_BOX)], [in_mailbox(1, NOW, CLERK_BOX)])
    link, _ = await letters.link()
    await press(client, link, "content")
    await press(client, link, "tell_successor")

    assert await letters.acts() == []


async def test_notices_stop_and_begin_again(client: httpx.AsyncClient, letters: Letters, database: Database) -> None:
    link = await answered(letters)

    async def opted_out() -> bool:
        async with database.read() as session:
            who = (await session.scalars(select(Correspondent).where(Correspondent.address == CITIZEN))).one()
        return who.opted_out_at is not None

    assert "Đã ngừng thông báo" in (await press(client, link, "no_notices")).text
    assert await opted_out()
    await press(client, link, "notices")
    assert not await opted_out()


@pytest.fixture
async def former_agency(database: Database, clock: FixedClock) -> None:
    """The department was merged into that of finance; its mailbox is withdrawn and still receives."""
    async with database.write() as session:
        yesterday = clock.now().date() - timedelta(days=1)
        await session.change(update(Agency).where(Agency.code == SCIENCE).values(valid_to=yesterday))
        session.add(AgencySuccession(predecessor=SCIENCE, successor=FINANCE, kind="merged", on_date=yesterday))
        await session.change(update(Mailbox).where(Mailbox.address == CLERK_BOX).values(withdrawn_at=NOW))


async def coming(database: Database) -> list[str | None]:
    async with database.read() as session:
        return list(await session.scalars(select(Outbox.recipient).where(Outbox.kind == "coming")))


@pytest.mark.parametrize("shielded", [False, True])
@pytest.mark.usefixtures("former_agency")
async def test_a_letter_to_a_former_agency_is_answered_with_its_successor_and_nobody_is_timed(
    client: httpx.AsyncClient, letters: Letters, database: Database, shielded: bool
) -> None:
    record = checked(1, NOW, CITIZEN, CLERK_BOX) | ({"shielded": True} if shielded else {})
    await letters.take([record], [in_mailbox(1, NOW, CLERK_BOX)])
    link, template = await letters.link()
    page = await client.get("/tra-cuu", params=query(link))

    assert template == "moved"
    assert (await letters.only()).standing == "senders_turn"
    for words in ("Nơi nhận đã thay đổi", "Sở Tài chính", FINANCE_BOX, "không tự chuyển thư"):
        assert words in page.text
    assert await coming(database) == []

    page = await press(client, link, "tell_successor")
    assert "Đã báo cho nơi giải quyết mới" in page.text
    assert (await letters.only()).passed_to == FINANCE
    assert await coming(database) == ([] if shielded else [FINANCE_BOX])
    await press(client, link, "tell_successor")
    assert (await letters.acts()).count(("passed_on", "")) == 1


async def test_a_letter_to_a_withdrawn_box_of_a_living_agency_is_told_the_new_address(
    client: httpx.AsyncClient, letters: Letters, database: Database
) -> None:
    async with database.write() as session:
        await session.change(update(Mailbox).where(Mailbox.address == CLERK_BOX).values(withdrawn_at=NOW))
        session.add(Mailbox(address="vanthu@skhcn.example", agency_code=SCIENCE, kind="agency", published_at=NOW))
    await letters.take([checked(1, NOW, CITIZEN, CLERK_BOX)], [in_mailbox(1, NOW, CLERK_BOX)])
    link, _ = await letters.link()
    page = await client.get("/tra-cuu", params=query(link))

    assert "vanthu@skhcn.example" in page.text
    assert "tell_successor" not in page.text


async def test_the_page_about_personal_data_is_there_in_both_languages(client: httpx.AsyncClient) -> None:
    assert "24 tháng" in (await client.get("/du-lieu-ca-nhan")).text
    assert "24 months" in (await client.get("/du-lieu-ca-nhan?lang=en")).text
