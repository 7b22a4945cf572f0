"""Courses on official mail: opened and called off by a named organiser, seats taken and given back by officials, and
who came, as the organiser noted it. The caller has checked who may do what for which agency."""

from dataclasses import dataclass
from datetime import datetime

from backend.audit import service as audit
from backend.classification.declarations import Declarer
from backend.compliance import course_queries as queries
from backend.compliance.course_models import WORDS_LENGTH, CourseSeat, TrainingCourse
from backend.db import WriteSession
from backend.errors import UsageError

MOST_SEATS = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is announced."""

    title: str
    place: str
    held_at: datetime
    seats: int

    @property
    def is_whole(self) -> bool:
        words = (self.title, self.place)
        return all(0 < len(one) <= WORDS_LENGTH and one.isprintable() for one in words) and (
            0 < self.seats <= MOST_SEATS
        )


async def announce(session: WriteSession, plan: Plan, agency_code: str, who: Declarer, now: datetime) -> TrainingCourse:
    """
    Raises:
        UsageError: something is missing, or it would have begun already.
    """
    if not plan.is_whole:
        raise UsageError("the plan of a course is not whole", code="incomplete")
    if plan.held_at <= now:
        raise UsageError("a course is announced before it begins", code="begun")
    row = TrainingCourse(
        agency_code=agency_code,
        title=plan.title,
        place=plan.place,
        held_at=plan.held_at,
        seats=plan.seats,
        opened_by=who.person_id,
        cancelled_at=None,
    )
    session.add(row)
    await session.flush()
    audit.record_deed(session, "course.announced", row, who, now)
    return row


async def call_off(session: WriteSession, course: TrainingCourse, who: Declarer, now: datetime) -> None:
    """
    Raises:
        UsageError: it has begun, or was called off.
    """
    _still_open(course, now)
    course.cancelled_at = now
    audit.record_deed(session, "course.called_off", course, who, now)


async def take_seat(session: WriteSession, course: TrainingCourse, who: Declarer, now: datetime) -> None:
    """Once for each person.

    Raises:
        UsageError: it has begun, was called off, or is full.
    """
    _still_open(course, now)
    if await queries.seat(session, course.id, who.person_id) is not None:
        return
    if await queries.taken(session, course.id) >= course.seats:
        raise UsageError("no seat is free", code="full")
    session.add(
        CourseSeat(
            course_id=course.id,
            person_id=who.person_id,
            agency_code=who.agency_code,
            taken_at=now,
            came=None,
            noted_by=None,
        )
    )


async def give_back_seat(session: WriteSession, course: TrainingCourse, who: Declarer, now: datetime) -> None:
    """
    Raises:
        UsageError: it has begun, or was called off.
    """
    _still_open(course, now)
    await queries.give_back(session, course.id, who.person_id)


async def note_attendance(
    session: WriteSession, course: TrainingCourse, person_id: str, *, came: bool, who: Declarer, now: datetime
) -> None:
    """
    Raises:
        UsageError: it has not begun or was called off, or this person has no seat.
    """
    seat = await queries.seat(session, course.id, person_id)
    if course.cancelled_at is not None or now < course.held_at or seat is None:
        raise UsageError("nobody came to it yet", code="not_begun")
    seat.came, seat.noted_by = came, who.person_id
    audit.record_deed(session, "course.came" if came else "course.absent", course, who, now)


def _still_open(course: TrainingCourse, now: datetime) -> None:
    if course.cancelled_at is not None or course.held_at <= now:
        raise UsageError("it has begun or was called off", code="begun")
