"""Letters and what boxes did go when their time is over, and every figure says what it said."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from backend.audit.models import AuditEntry
from backend.compliance.forgetting import forget_personal_data
from backend.correspondence import box_day_queries, figure_queries, letter_forgetting, letter_purge_queries
from backend.correspondence.figure_terms import FigureQuestion, Figures
from backend.correspondence.figures import figure_letters, response_times
from backend.correspondence.letter_forgetting import DEED, LettersLeft, cut_of, forget_letters, letters_beyond
from backend.correspondence.letter_queries import drop_letters
from backend.correspondence.models import (
    Acknowledgement,
    BoxDay,
    Correspondence,
    Correspondent,
    Fact,
    FactParty,
    LetterReference,
    Outbox,
    SealedMonth,
)
from backend.correspondence.terms import Period, SenderClass
from backend.db import WriteSession
from backend.directory.importer import import_files
from backend.worker.upkeep import Upkeep
from tests.unit.directory_key import DIRECTORY_KEY
from tests.unit.journal_lines import CITIZEN, vietnam
from tests.unit.small_province import CLERK_BOX, SCIENCE
from tests.unit.worker.conftest import MONDAY, Office

OTHER = "con.cho@nguoidan.example"
THIRD = "di.lau@nguoidan.example"
MUCH_LATER = datetime(2033, 3, 1, tzinfo=UTC)  # seven years and a month
WEEK = "agency,valid_from,hours,source\nH55.05,2026-01-01,mon-fri 08:00-12:00,Quyết định 1\n".encode()
OPENED = "flag_change: box=INBOX, uid=1, msgid=<1@mail.example>, flags=(\\Seen)"
JANUARY, HALF = Period(date(2026, 1, 1), date(2026, 1, 31)), Period(date(2026, 1, 3), date(2026, 1, 20))


async def answer_three(office: Office) -> None:
    """Two letters of January that were answered, one of another sender in February that was."""
    february = vietnam("2026-02-02 08:00")
    office.letter(1, MONDAY)
    office.letter(3, MONDAY, OTHER)
    await office.rounds(3)
    office.answer(5, MONDAY + timedelta(hours=6), CITIZEN, "1@mail.example")
    office.answer(7, MONDAY + timedelta(hours=9), OTHER, "3@mail.example")
    office.clock.set(february + timedelta(hours=2))  # a log's line says no year
    office.letter(9, february, THIRD)
    await office.rounds(3)
    office.answer(11, february + timedelta(hours=1), THIRD, "9@mail.example")
    await office.rounds(3)


@pytest.fixture
async def answered(office: Office) -> Office:
    await answer_three(office)
    return office


async def asked(office: Office, period: Period = JANUARY, now: datetime = MUCH_LATER) -> Figures:
    async with office.database.read() as session:
        return await response_times(session, FigureQuestion(SCIENCE, period), [SCIENCE], now)


async def citizens(office: Office, period: Period = JANUARY) -> Any:
    return next(row.figure for row in (await asked(office, period)).rows if row.sender_class == "citizen")


async def forget(office: Office) -> None:
    office.clock.set(MUCH_LATER)
    upkeep = Upkeep(office.settings, office.database, office.clock)
    await upkeep.forget()
    await upkeep.forget_letters()


async def count(office: Office, table: Any) -> int:
    async with office.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_month_says_after_its_letters_were_deleted_what_it_said_before(answered: Office) -> None:
    before = await citizens(answered)
    assert (before.count, before.median.value) == (2, 4.5 * 3600)

    await forget(answered)

    assert await citizens(answered) == before
    assert await count(answered, Correspondence) == 0


async def test_nothing_is_left_of_what_was_kept_of_them(answered: Office) -> None:
    async with answered.database.read() as session:
        assert await letters_beyond(session, MUCH_LATER) == 3
    await forget(answered)

    for table in (Correspondence, FactParty, Fact, LetterReference, Acknowledgement, Outbox):
        assert await count(answered, table) == 0, table
    async with answered.database.read() as session:
        assert await letters_beyond(session, MUCH_LATER) == 0
        assert set(await session.scalars(select(Correspondent.address))) <= {None}
        entries = list(await session.scalars(select(AuditEntry).where(AuditEntry.deed == DEED)))
    letters, facts = sorted((entry.data for entry in entries), key=lambda data: "facts" in data)
    assert letters == {"groups": 3, "letters": 3, "sealed_months": 2, "left": 0, "before": 202603}
    assert (facts["left"], facts["before"]) == (0, 202603)


async def test_a_recount_after_the_deletion_changes_no_sealed_figure(answered: Office) -> None:
    before = await citizens(answered)
    await forget(answered)
    async with answered.database.write() as session:  # every letter is derived and counted anew
        await import_files(session, {"weeks.csv": WEEK}, MONDAY, DIRECTORY_KEY)
        await figure_queries.mark_stale(session, [(SCIENCE, 202601)])
    assert await citizens(answered) == before  # while it is marked
    await answered.rounds(3)

    assert await citizens(answered) == before


async def test_who_asks_for_a_part_of_a_sealed_month_gets_the_whole_month_and_is_told(answered: Office) -> None:
    assert "đã được xóa" not in (await asked(answered, HALF)).rows[0].explanation
    await forget(answered)

    found = await asked(answered, HALF)
    assert found.period == JANUARY
    assert [row.figure.count for row in found.rows if row.sender_class == "citizen"] == [2]
    assert "đến hết tháng 01/2026 đã được xóa toàn bộ hoặc một phần theo thời hạn" in found.rows[0].explanation
    async with answered.database.read() as session:
        question = FigureQuestion(SCIENCE, HALF)
        assert await figure_letters(session, question, SenderClass.CITIZEN, MUCH_LATER) == []


async def test_a_month_with_a_letter_that_waits_is_kept_whole(office: Office) -> None:
    office.letter(1, MONDAY)
    office.letter(3, MONDAY + timedelta(hours=1), OTHER)
    await office.rounds(3)
    office.answer(5, MONDAY + timedelta(hours=6), CITIZEN, "1@mail.example")
    await office.rounds(3)
    await forget(office)

    assert await count(office, Correspondence) == 2
    assert await count(office, SealedMonth) == 0
    async with office.database.read() as session:
        assert await letters_beyond(session, MUCH_LATER) == 0


async def test_a_sender_who_wrote_lately_keeps_all_letters(answered: Office) -> None:
    answered.clock.set(vietnam("2032-05-03 10:00"))
    answered.letter(21, vietnam("2032-05-03 09:00"), OTHER)
    await answered.rounds(3)
    before = await citizens(answered)
    async with answered.database.read() as session:
        kept = select(Correspondence.message_id).order_by(Correspondence.message_id)
        assert list(await session.scalars(kept)) == [
            "1@mail.example",
            "21@mail.example",
            "3@mail.example",
            "9@mail.example",
        ]
    await forget(answered)

    async with answered.database.read() as session:
        assert list(await session.scalars(kept)) == ["21@mail.example", "3@mail.example"]
    assert await citizens(answered) == before  # of two letters one is still there, and it is not counted twice
    await answered.rounds(3)
    assert await citizens(answered) == before
    async with answered.database.write() as session:  # as when its answer was taken back: it was counted as it was
        again = update(Correspondence).where(Correspondence.message_id == "3@mail.example")
        await session.change(again.values(waiting=True, standing="open", turn_since=MONDAY))
    assert await citizens(answered) == before


async def test_what_cannot_be_proved_is_not_deleted(answered: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async def only_letters(session: WriteSession, groups: object, letters: Any) -> None:
        await drop_letters(session, [letter.key for letter in letters])

    monkeypatch.setattr(letter_purge_queries, "delete_letters", only_letters)
    with pytest.raises(LettersLeft, match="fact_party"):
        async with answered.database.write() as session:
            await forget_letters(session, MUCH_LATER)
    assert await count(answered, Correspondence) == 3
    assert await count(answered, SealedMonth) == 0


def test_the_first_month_that_is_kept_is_that_of_seven_years_ago() -> None:
    assert cut_of(datetime(2033, 2, 28, 16, tzinfo=UTC)) == 202602
    assert letter_forgetting.PORTION > 1


async def box_events(office: Office) -> None:
    """A letter opened at its box, and two letters of officials' own boxes on one day."""
    office.letter(1, MONDAY)
    await office.rounds(2)
    office.mailbox_says(
        MONDAY + timedelta(hours=1), "imap", "flag_change: box=INBOX, uid=1, msgid=<1@mail.example>, flags=(\\Seen)"
    )
    for seq in (21, 22):
        counted = {"seq": seq, "at": (MONDAY + timedelta(minutes=seq)).isoformat(), "kind": "counted"}
        office.write_journal(counted | {"agency": SCIENCE, "direction": "inbound"})
    await office.rounds(2)


async def test_openings_go_after_ninety_days_and_counts_by_day_are_left(office: Office) -> None:
    await box_events(office)
    async with office.database.read() as session:
        before = await box_day_queries.box_totals(session)
    assert before == {"inbound": 2, "opened": 1}

    async with office.database.write() as session:
        assert (await forget_personal_data(session, MONDAY + timedelta(days=90)))["box_events"] == 0
    async with office.database.write() as session:
        assert (await forget_personal_data(session, MONDAY + timedelta(days=91)))["box_events"] == 3

    async with office.database.read() as session:
        assert await box_day_queries.box_totals(session) == before
        rows = {(row.day, row.box, row.what, row.number) for row in await session.scalars(select(BoxDay))}
        kinds = set(await session.scalars(select(Fact.kind)))
    assert rows == {(date(2026, 1, 5), CLERK_BOX, "opened", 1), (date(2026, 1, 5), "", "inbound", 2)}
    assert kinds & {"opened", "counted"} == set()


async def test_a_letter_that_is_opened_again_later_is_not_said_to_be_opened_then(office: Office) -> None:
    await box_events(office)
    later = MONDAY + timedelta(days=91)
    async with office.database.write() as session:
        await forget_personal_data(session, later)
    office.clock.set(later)
    office.mailbox_says(later, "imap", OPENED)
    await office.rounds(2)

    async with office.database.read() as session:
        assert await box_day_queries.box_totals(session) == {"inbound": 2, "opened": 1}
        assert "opened" not in set(await session.scalars(select(Fact.kind)))
