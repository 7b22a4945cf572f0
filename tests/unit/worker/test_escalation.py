"""Digests at the checks of the day: who is told of what, when, and each thing once."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.correspondence import noting
from backend.correspondence.acts import Act
from backend.correspondence.models import Outbox
from backend.correspondence.noting import Actor
from backend.correspondence.terms import NoticeKind
from backend.db import Database
from backend.db.base import Base
from backend.directory.models import LoginMailbox, Mailbox, Official, RoleAssignment
from backend.worker.seams import Outcome
from tests.unit.database_examples import database_examples
from tests.unit.fresh_databases import FreshDatabases, copied
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN, vietnam
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, NOW, SCIENCE
from tests.unit.worker.conftest import FakeMailServer, Office

FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
DEPUTY_BOX = "pho.vanthu@thainguyen.gov.vn"
VAN = Actor(CLERK_BOX, "VAN")
MONDAY = vietnam("2026-01-12 08:20")  # ordinary term of a citizen's letter: Monday 19 January, 17:00
SOON, LATE, LATER = vietnam("2026-01-16 07:30"), vietnam("2026-01-20 07:30"), vietnam("2026-01-21 07:30")


async def looks(office: Office, *moments: datetime) -> None:
    for moment in moments:
        office.clock.set(moment)
        await office.rounds(2)


def digests(mail_server: FakeMailServer) -> list[tuple[str, str]]:
    """Recipient and words of each digest."""
    pairs = zip(mail_server.recipients, mail_server.taken, strict=True)
    return [(to, words(mail)) for to, mail in pairs if "việc đến hạn" in mail["Subject"]]


def words(mail: EmailMessage) -> str:
    return " ".join(mail.get_content().split())


async def a_citizens_letter(office: Office) -> str:
    office.clock.set(MONDAY)
    office.letter(1, MONDAY)
    await office.rounds(3)
    [letter] = await office.every_letter()
    return letter.id


async def a_deputy(office: Office) -> None:
    layers: list[list[Base]] = [
        [Mailbox(address=DEPUTY_BOX, agency_code=SCIENCE, kind="personal", published_at=NOW)],
        [LoginMailbox(login=DEPUTY_BOX, address=DEPUTY_BOX)],
        [Official(id="PHO", name="Trần Phó", post="Văn thư", agency_code=SCIENCE, login=DEPUTY_BOX)],
        [RoleAssignment(official_id="PHO", role="deputy", agency_code=SCIENCE)],
    ]
    for rows in layers:
        async with office.database.write() as session:
            session.add_all(rows)


async def test_the_clerk_then_the_deputy_then_the_head_are_told_each_at_the_first_check(office: Office) -> None:
    await a_deputy(office)
    await a_citizens_letter(office)

    await looks(office, SOON)
    assert [to for to, _ in digests(office.mail_server)] == [CLERK_BOX]
    await looks(office, LATE)
    assert sorted(to for to, _ in digests(office.mail_server)[1:]) == [DEPUTY_BOX, CLERK_BOX]
    await looks(office, LATER)
    assert sorted(to for to, _ in digests(office.mail_server)[3:]) == [HEAD_BOX, DEPUTY_BOX, CLERK_BOX]


async def test_without_a_deputy_the_head_is_told_when_the_term_has_come(office: Office) -> None:
    await a_citizens_letter(office)
    await looks(office, LATE)

    assert sorted(to for to, _ in digests(office.mail_server)) == [HEAD_BOX, CLERK_BOX]


async def test_a_digest_names_code_kind_term_and_delay_and_nothing_of_whoever_wrote(office: Office) -> None:
    await a_citizens_letter(office)
    await looks(office, SOON, LATE + timedelta(minutes=30))

    (_, before), (_, after), (_, same) = digests(office.mail_server)
    assert same == after
    assert "- TDT.H55.05-260112-" in before
    assert "trả lời thư; hạn 17:00 ngày 19/01/2026; còn 16 giờ 0 phút làm việc." in before
    assert "có thể gia hạn và gửi lời xin lỗi trước hạn" in before
    assert "trả lời thư; hạn 17:00 ngày 19/01/2026; quá hạn 0 giờ 30 phút làm việc." in after
    assert "lời xin lỗi" not in after
    assert "late by 0 h 30 min of working time" in after
    assert CITIZEN not in before + after
    assert "$" not in before + after
    mail = office.mail_server.taken[-1]
    assert (mail["Subject"], mail["From"]) == (
        "Sở Khoa học và Công nghệ: 1 việc đến hạn",
        "Thư Công Vụ <khong-tra-loi@thainguyen.gov.vn>",
    )
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "quiet",
    ["2026-01-19 20:00", "2026-01-20 03:00", "2026-01-20 07:29", "2026-01-20 08:30", "2026-01-24 09:00"],
)
async def test_nobody_is_told_at_night_between_checks_or_on_a_day_off(office: Office, quiet: str) -> None:
    await a_citizens_letter(office)
    await looks(office, vietnam(quiet))

    assert digests(office.mail_server) == []


async def test_after_a_friday_evening_the_week_end_is_quiet_and_monday_morning_tells(office: Office) -> None:
    office.clock.set(vietnam("2026-01-09 08:20"))  # due Friday 16 January
    office.letter(1, vietnam("2026-01-09 08:20"))
    await office.rounds(3)
    await looks(office, *(vietnam(f"2026-01-{day}") for day in ("16 20:00", "17 09:30", "18 14:00")))
    assert digests(office.mail_server) == []

    await looks(office, vietnam("2026-01-19 07:30"))
    assert len(digests(office.mail_server)) == 2


async def test_later_checks_tell_only_what_is_new(office: Office) -> None:
    await a_citizens_letter(office)
    await looks(office, SOON, SOON + timedelta(minutes=10), vietnam("2026-01-16 09:00"))
    assert len(digests(office.mail_server)) == 1

    at = vietnam("2026-01-16 09:40")
    office.clock.set(at)
    office.letter(2, at, FINANCE_BOX, login=FINANCE_BOX)
    await looks(office, at, vietnam("2026-01-16 13:30"), vietnam("2026-01-16 15:00"))

    [_, (to, told)] = digests(office.mail_server)
    assert to == CLERK_BOX
    assert "báo đã nhận văn bản của Sở Tài chính; hạn 17:00 ngày 16/01/2026" in told
    assert "trả lời thư" not in told
    assert "Ngoài ra còn 1 việc đã báo trước đây" in told


async def test_a_letter_answered_meanwhile_or_shielded_is_not_told_of(office: Office) -> None:
    letter = await a_citizens_letter(office)
    office.answer(2, vietnam("2026-01-15 10:00"), CITIZEN, "1@mail.example")
    office.letter(3, MONDAY, OTHER_CITIZEN)
    await looks(office, vietnam("2026-01-15 10:20"))
    [hidden] = [row.id for row in await office.every_letter() if row.id != letter]
    async with office.database.write() as session:
        await noting.note(session, hidden, Act.SHIELDED, {}, act_id="S", actor=VAN, now=office.clock.now())
    await looks(office, SOON, LATE, LATER)

    assert digests(office.mail_server) == []


async def test_a_digest_that_waited_leaves_out_what_was_done_meanwhile(office: Office) -> None:
    letter = await a_citizens_letter(office)
    office.clock.set(SOON)
    await office.worker._escalation.tell_due()
    async with office.database.write() as session:
        said = {"reason": "thanks"}
        await noting.note(session, letter, Act.NO_ANSWER_NEEDED, said, act_id="N", actor=VAN, now=SOON)
    await looks(office, SOON)

    assert digests(office.mail_server) == []
    async with office.database.read() as session:
        closed = await session.scalars(select(Outbox.outcome).where(Outbox.kind == NoticeKind.DIGEST))
        assert list(closed) == ["too late"]


async def test_a_term_that_was_extended_is_told_of_anew(office: Office) -> None:
    letter = await a_citizens_letter(office)
    await looks(office, SOON)
    async with office.database.write() as session:
        said = {"reason": "complex", "due_on": "2026-01-26"}
        await noting.note(session, letter, Act.EXTENDED, said, act_id="E", actor=VAN, now=SOON)
    await looks(office, LATE, vietnam("2026-01-23 07:30"))

    [_, (to, told)] = digests(office.mail_server)
    assert (to, "hạn 17:00 ngày 26/01/2026" in told) == (CLERK_BOX, True)


async def test_a_long_list_is_cut_and_counted(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.correspondence.escalating.MOST_LISTED", 1)
    await a_citizens_letter(office)
    office.letter(2, MONDAY, OTHER_CITIZEN)
    await looks(office, MONDAY, SOON)

    [(_, told)] = digests(office.mail_server)
    assert told.count("trả lời thư") == 1
    assert "và 1 việc khác" in told


@database_examples(10)
@given(data=st.data())
def test_each_thing_is_told_once_whatever_the_order_and_however_often_workers_start(
    data: st.DataObject, databases: FreshDatabases, province_template: str, tmp_path: Path
) -> None:
    half_hours = st.integers(0, 11 * 24 * 2)
    looks_at = sorted(
        data.draw(st.lists(st.tuples(half_hours, st.booleans(), st.integers(0, 1)), min_size=3, max_size=12))
    )
    folder = tmp_path / uuid4().hex
    folder.mkdir()
    steps = [(MONDAY + timedelta(minutes=30 * at), restarts, which) for at, restarts, which in looks_at]

    with copied(databases, province_template) as url:
        asyncio.run(_many_workers(folder, url, steps))


async def _many_workers(folder: Path, url: str, steps: list[tuple[datetime, bool, int]]) -> None:
    mine = Database(url)
    mail_server = FakeMailServer()
    office = Office(folder, mine, mail_server)
    await a_citizens_letter(office)
    office.letter(2, MONDAY, FINANCE_BOX, login=FINANCE_BOX)
    workers = [office.started(), office.started()]
    for at, restarts, which in steps:
        office.clock.set(at)
        if restarts:
            workers[which] = office.started()
        await workers[which].round()
        await workers[1 - which].round()
    async with mine.read() as session:
        queued = list(await session.scalars(select(Outbox.data).where(Outbox.kind == NoticeKind.DIGEST)))
    await mine.close()
    told = Counter((one["letter"], one["kind"], one["level"]) for data in queued for one in data["told"])
    addresses = {"soon": 1, "late": 2, "later": 2}  # the clerk's; with the head's, who stands in for the deputy
    assert told == {thing: addresses[thing[2]] for thing in told}


async def test_a_digest_the_mail_server_did_not_take_by_day_waits_for_the_next_morning(office: Office) -> None:
    await a_citizens_letter(office)
    office.mail_server.outcome = Outcome.TEMPORARY
    await looks(office, vietnam("2026-01-16 16:15"))
    office.mail_server.outcome = Outcome.SENT
    tried = len(digests(office.mail_server))
    await looks(office, vietnam("2026-01-16 17:01"), vietnam("2026-01-17 09:00"), vietnam("2026-01-19 07:29"))
    assert len(digests(office.mail_server)) == tried == 1

    await looks(office, vietnam("2026-01-19 07:30"))
    assert len(digests(office.mail_server)) > tried


async def test_what_was_due_two_months_ago_is_history_and_nobodys_news(office: Office) -> None:
    await a_citizens_letter(office)
    await looks(office, vietnam("2026-03-24 07:30"))
    assert digests(office.mail_server) == []
