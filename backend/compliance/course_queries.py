"""All SQL of courses and their seats.

Of an agency of whose people fewer than `SMALLEST` came others are told only that; there is no sum to subtract from.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from backend.compliance.course_models import CourseSeat, TrainingCourse
from backend.correspondence.suppression import SMALLEST
from backend.db import ReadSession, WriteSession

LISTED_AT_MOST = 100


async def course(session: WriteSession, id_: str) -> TrainingCourse | None:
    """Ours until the unit of work ends: nobody else takes its last seat meanwhile."""
    return await session.scalar(select(TrainingCourse).where(TrainingCourse.id == id_).with_for_update())


async def courses_since(session: ReadSession, codes: Collection[str], then: datetime) -> Sequence[TrainingCourse]:
    """Held by these agencies from then on, the first first."""
    statement = select(TrainingCourse).where(TrainingCourse.agency_code.in_(codes), TrainingCourse.held_at >= then)
    ordered = statement.order_by(TrainingCourse.held_at, TrainingCourse.id).limit(LISTED_AT_MOST)
    return (await session.scalars(ordered)).all()


async def seats_of(session: ReadSession, course_ids: Collection[str]) -> Mapping[str, list[CourseSeat]]:
    """Of each course, in the order in which they were taken."""
    statement = select(CourseSeat).where(CourseSeat.course_id.in_(course_ids))
    found: dict[str, list[CourseSeat]] = {id_: [] for id_ in course_ids}
    for seat in await session.scalars(statement.order_by(CourseSeat.taken_at, CourseSeat.person_id)):
        found[seat.course_id].append(seat)
    return found


async def seat(session: ReadSession, course_id: str, person_id: str) -> CourseSeat | None:
    found = select(CourseSeat).where(CourseSeat.course_id == course_id, CourseSeat.person_id == person_id)
    return await session.scalar(found)


async def taken(session: ReadSession, course_id: str) -> int:
    statement = select(func.count()).select_from(CourseSeat).where(CourseSeat.course_id == course_id)
    return await session.scalar(statement) or 0


async def give_back(session: WriteSession, course_id: str, person_id: str) -> None:
    statement = delete(CourseSeat).where(CourseSeat.course_id == course_id, CourseSeat.person_id == person_id)
    await session.change(statement)


async def attended(session: ReadSession, codes: Collection[str], own: Collection[str]) -> Mapping[str, int | None]:
    """People of each agency who came to a course at least once; None: fewer than `SMALLEST`. `own`: whose numbers are
    told however small."""
    people = func.count(CourseSeat.person_id.distinct())
    statement = select(CourseSeat.agency_code, people).where(
        CourseSeat.came.is_(True), CourseSeat.agency_code.in_(codes)
    )
    rows = (await session.execute(statement.group_by(CourseSeat.agency_code))).all()
    return {code: count if code in own or count >= SMALLEST else None for code, count in rows}


async def forget_courses(session: WriteSession, held_before: datetime) -> int:
    """With their seats."""
    return await session.change(delete(TrainingCourse).where(TrainingCourse.held_at < held_before))


async def courses_before(session: ReadSession, then: datetime) -> int:
    statement = select(func.count()).select_from(TrainingCourse).where(TrainingCourse.held_at < then)
    return await session.scalar(statement) or 0
