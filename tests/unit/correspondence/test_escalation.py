"""When something due reaches which level, and who is told."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence.escalation import TOLD_AT, Audience, Level, Staff, level_at, reached_by
from backend.correspondence.facts import AddressBook, facts_of_record
from backend.correspondence.models import Correspondence
from backend.directory.terms import AgencyName, MailboxEntry, MailboxKind
from backend.workingtime.data import default_calendar
from tests.unit.journal_lines import checked, vietnam

CALENDAR = default_calendar()
FRIDAY_TERM = vietnam("2026-01-16 17:00")


def level(due: str, now: str) -> Level | None:
    return level_at(vietnam(due), vietnam(now), CALENDAR)


@pytest.mark.parametrize(
    ("now", "reached"),
    [
        ("2026-01-14 23:59", None),
        ("2026-01-15 00:00", Level.SOON),
        ("2026-01-16 16:59", Level.SOON),
        ("2026-01-16 17:00", Level.LATE),
        ("2026-01-16 20:00", Level.LATE),  # Friday evening
        ("2026-01-19 16:59", Level.LATE),
        ("2026-01-19 17:00", Level.LATER),
    ],
)
def test_a_friday_term_is_late_over_the_week_end_and_later_only_after_monday(now: str, reached: Level | None) -> None:
    assert level("2026-01-16 17:00", now) is reached


def test_tet_is_no_working_day_before_or_after_a_term() -> None:
    assert level("2026-02-13 17:00", "2026-02-22 12:00") is Level.LATE
    assert level("2026-02-13 17:00", "2026-02-23 17:00") is Level.LATER
    assert level("2026-02-23 17:00", "2026-02-12 23:59") is None
    assert level("2026-02-23 17:00", "2026-02-13 07:30") is Level.SOON


def test_a_saturday_worked_instead_counts() -> None:
    assert level("2026-01-09 17:00", "2026-01-10 16:59") is Level.LATE
    assert level("2026-01-09 17:00", "2026-01-10 17:00") is Level.LATER
    assert level("2026-01-12 17:00", "2026-01-09 17:00") is None
    assert level("2026-01-12 17:00", "2026-01-10 00:00") is Level.SOON


def test_each_level_tells_one_more() -> None:
    staff = Staff(("clerk@x",), ("deputy@x",), ("head@x",))

    assert staff.addresses(TOLD_AT[Level.SOON]) == ("clerk@x",)
    assert staff.addresses(TOLD_AT[Level.LATE]) == ("clerk@x", "deputy@x")
    assert staff.addresses(TOLD_AT[Level.LATER]) == ("clerk@x", "deputy@x", "head@x")


def test_without_a_deputy_the_head_is_told_when_the_term_has_come() -> None:
    staff = Staff(("clerk@x",), (), ("head@x",))

    assert staff.addresses((Audience.CLERK, Audience.DEPUTY)) == ("clerk@x", "head@x")
    assert staff.addresses(TOLD_AT[Level.LATER]) == ("clerk@x", "head@x")


def paper(**columns: object) -> Correspondence:
    usual = {"standing": "not_awaited", "shielded": False, "received_at": vietnam("2026-01-15 09:30"), "due_at": None}
    return Correspondence(agency_code="H55.05", id="A", **{**usual, **columns})


def reached(row: Correspondence, now: datetime) -> list[tuple[str, str]]:
    return [(one.kind.value, one.level.value) for one in reached_by(row, now, CALENDAR)]


def test_receipt_and_inside_task_come_due_beside_the_answer() -> None:
    row = paper(
        standing="open",
        due_at=FRIDAY_TERM,
        receipt_due_at=vietnam("2026-01-15 17:00"),
        task_due_on=date(2026, 1, 14),
    )

    assert reached(row, vietnam("2026-01-15 13:30")) == [("answer", "soon"), ("receipt", "soon"), ("task", "late")]


def test_what_is_done_is_not_due() -> None:
    done = vietnam("2026-01-15 10:00")
    told = paper(receipt_due_at=vietnam("2026-01-15 17:00"), acknowledged_at=done)
    answered = paper(standing="answered", due_at=FRIDAY_TERM)
    waiting_for_sender = paper(standing="senders_turn", due_at=FRIDAY_TERM)

    assert [reached(row, FRIDAY_TERM) for row in (told, answered, waiting_for_sender)] == [[], [], []]


def test_a_letter_for_named_receivers_is_never_told_of_and_nothing_before_it_came() -> None:
    due = vietnam("2026-01-15 17:00")

    assert reached(paper(standing="open", due_at=due, shielded=True), FRIDAY_TERM) == []
    assert reached(paper(receipt_due_at=due), vietnam("2026-01-15 09:00")) == []


@given(st.integers(0, 80_000), st.integers(0, 20_000))
def test_a_level_is_never_taken_back_as_time_goes_on(first_minutes: int, more_minutes: int) -> None:
    order = [None, *Level]
    earlier = vietnam("2026-01-05 00:00") + timedelta(minutes=first_minutes)
    later = earlier + timedelta(minutes=more_minutes)

    before, after = (level_at(vietnam("2026-02-13 17:00"), one, CALENDAR) for one in (earlier, later))

    assert order.index(after) >= order.index(before)


@pytest.mark.parametrize(("more", "urgency"), [({}, "KHAN"), ({"shielded": True}, "")])
def test_a_fact_says_how_urgent_a_paper_is_but_not_of_a_letter_for_named_receivers(
    more: dict[str, bool], urgency: str
) -> None:
    book = AddressBook({"a@x": MailboxEntry("a@x", MailboxKind.AGENCY, AgencyName("H55.05", "Sở"))}, {"b@y": "B"})
    record = checked(1, FRIDAY_TERM, "b@y", "a@x", urgency="KHAN") | more

    [fact] = facts_of_record(record, book)

    assert fact.data["urgency"] == urgency
    assert "urgency" not in fact.data["verdict"]
