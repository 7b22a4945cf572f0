"""Personal data go when their time is over, it is proved, and no figure moves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.audit import service as audit
from backend.audit.models import AuditEntry
from backend.compliance import forgetting, guide_reading_queries
from backend.compliance.course_models import TrainingCourse
from backend.compliance.duty_models import DutyHandover, DutyTurn, Incident
from backend.compliance.forgetting import DEED, PersonalDataLeft, forget_personal_data, kept_beyond
from backend.compliance.supporting import Difficulty, Place, Report, TicketState, report
from backend.correspondence.keeping import Kept, KeptDays, kept_days, kept_for
from backend.correspondence.models import Correspondence, Correspondent, FigureRow, LetterToken
from backend.db import WriteSession
from backend.directory.importer import import_files
from backend.worker.upkeep import Upkeep
from tests.unit.directory_key import DIRECTORY_KEY
from tests.unit.journal_lines import CITIZEN
from tests.unit.worker.conftest import MONDAY, Office

OTHER = "con.cho@nguoidan.example"
WEEK = "agency,valid_from,hours,source\nH55.05,2026-01-01,mon-fri 08:00-12:00,Quyết định 1\n".encode()
LATER = MONDAY + timedelta(days=731)
WENT = {
    "refusals": 1,
    "senders": 1,
    "status_links": 1,
    "checks": 1,
    "box_events": 0,
    "written_to": 0,
    "declarations": 0,
    "choices": 0,
    "emergency": 0,
    "looks": 0,
    "data_requests": 0,
    "mailbox_checks": 1,  # the windows of Monday, counted
    "support": 1,
    "training": 1,
    "courses": 1,
    "duty": 3,
}


def course(held_at: datetime) -> TrainingCourse:
    return TrainingCourse(agency_code="H55.05", title="a", place="b", held_at=held_at, seats=9, opened_by="X")


def incident(closed_at: datetime | None) -> Incident:
    told = {"service": "web", "severity": "minor", "seen": "a", "began_at": MONDAY, "opened_at": MONDAY}
    return Incident(agency_code="H55.05", opened_by="X", closed_at=closed_at, **told)


def turn(ends_at: datetime) -> DutyTurn:
    begins_at = ends_at - timedelta(hours=8)
    told = {"begins_at": begins_at, "ends_at": ends_at, "entered_at": begins_at}
    return DutyTurn(agency_code="H55.05", person_id="X", entered_by="X", **told)


def handover(made_at: datetime) -> DutyHandover:
    told = {"turn_id": made_at.isoformat()[:26], "since_at": made_at, "made_at": made_at, "sheet": {}, "words": ""}
    return DutyHandover(agency_code="H55.05", made_by="X", **told)


@pytest.fixture
async def settled(office: Office) -> Office:
    """One letter that was answered, one that waits, one refusal; a ticket that was answered, one that waits."""
    office.letter(1, MONDAY)
    office.letter(3, MONDAY, OTHER)
    await office.rounds(3)  # both are acknowledged
    office.answer(5, MONDAY + timedelta(hours=6), CITIZEN, "1@mail.example")
    office.write_journal(
        {"seq": 9, "at": MONDAY.isoformat(), "kind": "refused", "id": "v", "direction": "inbound", "agency": "H55.05"}
    )
    await office.rounds(3)
    async with office.database.write() as session:
        await guide_reading_queries.note(session, "a@thainguyen.gov.vn", "H55.05", "van-ban-bi-dung", MONDAY)
        await guide_reading_queries.note(session, "b@thainguyen.gov.vn", "H55.05", "van-ban-bi-dung", LATER)
        session.add_all([course(MONDAY), course(LATER)])
        session.add_all([incident(MONDAY), incident(LATER), incident(None)])
        session.add_all([turn(MONDAY), turn(LATER), handover(MONDAY), handover(LATER)])
    for state in TicketState.ANSWERED, TicketState.OPEN:
        told = Report(Difficulty.SLOW, Place.PAGES, "0.1.0", "Edge 120", "")
        async with office.database.write() as session:
            row = await report(session, f"{state}@thainguyen.gov.vn", "H55.05", told, "", MONDAY)
            row.state = state
    return office


async def figures(office: Office) -> list[dict[str, Any]]:
    async with office.database.read() as session:
        rows = await session.scalars(select(FigureRow).order_by(FigureRow.month, FigureRow.sender_class))
        return [{column.name: getattr(row, column.name) for column in FigureRow.__table__.columns} for row in rows]


async def move_the_ground(office: Office) -> None:
    """Another week: every letter is derived and counted anew."""
    async with office.database.write() as session:
        await import_files(session, {"weeks.csv": WEEK}, MONDAY, DIRECTORY_KEY)
    await office.rounds(3)


async def letters(office: Office) -> list[tuple[Any, ...]]:
    async with office.database.read() as session:
        found = await session.execute(
            select(
                *(Correspondence.id, Correspondence.standing, Correspondence.sender_class),
                *(Correspondence.received_at, Correspondence.answered_at, Correspondence.working_seconds),
            ).order_by(Correspondence.id)
        )
        return [tuple(row) for row in found]


async def test_forgetting_moves_no_figure_and_no_letter(settled: Office) -> None:
    counted, derived = await figures(settled), await letters(settled)
    assert [row["answered"] for row in counted] == [1]

    async with settled.database.write() as session:
        assert await forget_personal_data(session, LATER) == WENT

    assert await figures(settled) == counted
    assert await letters(settled) == derived
    async with settled.database.read() as session:
        people = select(Correspondent.address, Correspondent.sender_class).where(Correspondent.agency_code.is_(None))
        senders = await session.execute(people)
        assert {tuple(row) for row in senders} == {(None, "citizen"), (OTHER, "citizen")}


async def test_what_is_counted_anew_after_forgetting_is_what_would_have_been_counted_without(settled: Office) -> None:
    async with settled.database.write() as session:
        await forget_personal_data(session, LATER)
    await move_the_ground(settled)

    [letter] = [row for row in await letters(settled) if row[4] is not None]
    assert letter[5] == 4 * 3600 - 2
    assert [(row["answered"], row["own_seconds"]) for row in await figures(settled)] == [(1, 4 * 3600 - 2)]


async def test_nothing_of_it_is_left_and_the_audit_log_counts_what_went(settled: Office) -> None:
    async with settled.database.read() as session:
        assert await kept_beyond(session, LATER) == WENT
    settled.clock.set(LATER)
    await Upkeep(settled.settings, settled.database, settled.clock).forget()
    await Upkeep(settled.settings, settled.database, settled.clock).forget()

    async with settled.database.read() as session:
        assert await kept_beyond(session, LATER) == dict.fromkeys(WENT, 0)
        [entry] = await session.scalars(select(AuditEntry).where(AuditEntry.deed == DEED))
        addresses = set(await session.scalars(select(Correspondent.address)))
        tokens = set(await session.scalars(select(LetterToken.correspondence_id)))
    assert entry.data == WENT | {"left": 0}
    assert OTHER in addresses
    assert CITIZEN not in addresses
    assert len(tokens) == 1  # of the letter that waits


async def test_what_cannot_be_proved_is_not_kept_and_said(
    settled: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def erase_none(session: WriteSession, before: datetime) -> int:
        return 0

    monkeypatch.setitem(forgetting._REMOVE, Kept.SENDERS, erase_none)
    settled.clock.set(LATER)
    await Upkeep(settled.settings, settled.database, settled.clock).forget()

    assert "personal data are kept although their time may be over" in caplog.text
    assert CITIZEN not in caplog.text
    async with settled.database.read() as session:
        assert await kept_beyond(session, LATER) == WENT
    with pytest.raises(PersonalDataLeft, match="senders"):
        async with settled.database.write() as session:
            await forget_personal_data(session, LATER)


def test_the_row_of_the_day_decides_and_without_one_nothing_is_forgotten() -> None:
    rows = [
        KeptDays("refusals", 90, "a", "V2", date(2026, 1, 1), date(2027, 1, 1)),
        KeptDays("refusals", 30, "b", "V2", date(2027, 1, 1), date(2028, 1, 1)),
    ]
    last_evening = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 in Vietnam
    assert kept_for(Kept.REFUSALS, last_evening, rows) == timedelta(days=90)
    assert kept_for(Kept.REFUSALS, last_evening + timedelta(minutes=1), rows) == timedelta(days=30)
    with pytest.raises(LookupError, match="senders"):
        kept_for(Kept.SENDERS, last_evening, rows)
    with pytest.raises(LookupError, match="refusals"):
        kept_for(Kept.REFUSALS, datetime(2028, 1, 1, tzinfo=UTC), rows)


def test_every_row_is_of_something_that_is_forgotten() -> None:
    assert {row.id for row in kept_days()} == {str(kept) for kept in Kept}
    assert {row.status for row in kept_days()} == {"V2", "K"}


async def test_a_look_goes_after_a_year_and_a_deed_stays(office: Office) -> None:
    async with office.database.write() as session:
        for deed, days in (("look.letter", 366), ("look.figures", 364), ("letter.extended", 366)):
            audit.record(session, deed, at=MONDAY - timedelta(days=days), login="x", agency_code="H55.05")
    async with office.database.write() as session:
        assert (await forget_personal_data(session, MONDAY))["looks"] == 1

    async with office.database.read() as session:
        left = set(await session.scalars(select(AuditEntry.deed)))
    assert left == {"look.figures", "letter.extended", DEED}
