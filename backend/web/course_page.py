"""`/huong-dan/lop-hoc`: courses on official mail. Officials take a seat, organisers announce and note who came, and
heads read how many of each agency did."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.roles import Capability, agencies_of, line_of, may
from backend.classification.declarations import Declarer
from backend.clock import VIETNAM, Clock
from backend.compliance import course_queries as queries
from backend.compliance import courses
from backend.compliance.course_models import WORDS_LENGTH, CourseSeat, TrainingCourse
from backend.compliance.courses import MOST_SEATS, Plan
from backend.db import Database, ReadSession, WriteSession
from backend.directory import queries as directory
from backend.directory.terms import Principal
from backend.errors import UsageError
from backend.web.declaring import declarer_of
from backend.web.guides import PATH as GUIDES_PATH
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor

PATH = f"{GUIDES_PATH}/lop-hoc"
NEEDED = Capability.HOLD_COURSES
SHOWN_AFTER = timedelta(days=31)  # as long somebody can still note who came


@dataclass(frozen=True, slots=True)
class CoursePage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._page),
            self.sign_in.act(PATH, self._act),
            *self.sign_in.routes(),
        ]

    async def _act(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        now = self.clock.now()
        try:
            async with self.database.write() as session:
                principal = await principal_behind(session, visitor.who, now)
                await _do(session, principal, answers, now)
        except UsageError as error:
            return await self._page(request, visitor, error.code)
        return self.sign_in.back(request)

    async def _page(self, request: Request, visitor: Visitor, problem: str | None = None) -> Response:
        now = self.clock.now()
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, now)
            parents = await directory.parents(session)
            held = _held(principal, parents)
            found = await queries.courses_since(session, held | set(_line(principal, parents)), now - SHOWN_AFTER)
            seats = await queries.seats_of(session, [course.id for course in found])
            shown = await _shown(session, found, seats, held, now)
            counted = await _counted(session, principal, parents)
            names = await directory.agency_names(session, {*held, *counted})
        own = {person.id for person in principal.people}
        return self.sign_in.draw(
            request,
            visitor,
            "courses.html",
            status_code=200 if problem is None else 422,
            problem=None if problem is None else f"courses.problem_{problem}",
            courses=[one for one in shown if one.is_open or one.is_held or own & one.people.keys()],
            people=principal.people,
            places=sorted((code, names[code]) for code in agencies_of(principal.grants, NEEDED) & names.keys()),
            limits=(WORDS_LENGTH, MOST_SEATS),
            today=now.astimezone(VIETNAM).date().isoformat(),
            counted=sorted(((names[code], came) for code, came in counted.items()), key=lambda pair: pair[0]),
        )


@dataclass(frozen=True, slots=True)
class Seat:
    person_id: str
    name: str
    agency: str
    came: bool | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A course as the page shows it. `people`: who has a seat, and whether they came; `seats`: the same with names, for
    organisers alone."""

    id: str
    title: str
    place: str
    moment: str
    size: int
    has_begun: bool
    is_cancelled: bool
    is_held: bool
    people: Mapping[str, bool | None]
    seats: Sequence[Seat]

    @property
    def is_open(self) -> bool:
        return not self.has_begun and not self.is_cancelled

    @property
    def free(self) -> int:
        return max(self.size - len(self.people), 0)


async def _do(session: WriteSession, principal: Principal, answers: Mapping[str, str], now: datetime) -> None:
    """
    Raises:
        UsageError: it cannot be done, or is not this visitor's to do; nothing is done then.
    """
    who = declarer_of(principal, answers.get("person", ""))
    if who is None:
        raise UsageError("nobody by this id uses the log-in", code="unknown")
    deed = answers.get("deed", "")
    parents = await directory.parents(session)
    held = _held(principal, parents)
    if deed == "announce":
        if answers.get("agency", "") not in held:
            raise UsageError("no courses of this agency's are this visitor's to hold", code="not_yours")
        await courses.announce(session, plan_of(answers), answers["agency"], who, now)
        return
    course = await queries.course(session, answers.get("course", ""))
    if course is None or course.agency_code not in held | set(_line(principal, parents)):
        raise UsageError("there is no such course", code="gone")
    await _do_about(session, course, (deed, answers.get("seat", "")), who, is_held=course.agency_code in held, now=now)


async def _do_about(
    session: WriteSession,
    course: TrainingCourse,
    asked: tuple[str, str],
    who: Declarer,
    *,
    is_held: bool,
    now: datetime,
) -> None:
    match asked:
        case ("take", _):
            await courses.take_seat(session, course, who, now)
        case ("give_back", _):
            await courses.give_back_seat(session, course, who, now)
        case ("call_off", _) if is_held:
            await courses.call_off(session, course, who, now)
        case ("came" | "absent" as deed, seat) if is_held:
            await courses.note_attendance(session, course, seat, came=deed == "came", who=who, now=now)
        case _:
            raise UsageError("this visitor may not do that", code="not_yours")


def plan_of(answers: Mapping[str, str]) -> Plan:
    """Day and hour are Vietnam's.

    Raises:
        UsageError: a day, an hour or a number that is none.
    """
    try:
        written = f"{answers.get('day', '')} {answers.get('hour', '')}"
        held_at = datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM).astimezone(UTC)
        seats = int(answers.get("seats", ""))
    except (ValueError, OverflowError) as error:
        raise UsageError("not a day, an hour or a number", code="incomplete") from error
    return Plan(answers.get("title", "").strip(), answers.get("place", "").strip(), held_at, seats)


def _held(principal: Principal, parents: Mapping[str, str | None]) -> set[str]:
    """The agencies whose courses this person looks after."""
    return {code for code in parents if may(principal.grants, NEEDED, line_of(code, parents))}


def _line(principal: Principal, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Whose courses are open to the person: the own agency's and those of the agencies above."""
    return line_of(principal.agency.code, parents) if principal.agency is not None else ()


async def _shown(
    session: ReadSession,
    found: Sequence[TrainingCourse],
    seats: Mapping[str, Sequence[CourseSeat]],
    held: Collection[str],
    now: datetime,
) -> list[Shown]:
    named = [seat for course in found if course.agency_code in held for seat in seats[course.id]]
    people = await directory.official_names(session, {seat.person_id for seat in named})
    agencies = await directory.agency_names(session, {seat.agency_code for seat in named})

    def with_name(seat: CourseSeat) -> Seat:
        agency = agencies.get(seat.agency_code, seat.agency_code)
        return Seat(seat.person_id, people.get(seat.person_id, seat.person_id), agency, seat.came)

    return [
        Shown(
            course.id,
            course.title,
            course.place,
            date_and_time(course.held_at),
            course.seats,
            has_begun=course.held_at <= now,
            is_cancelled=course.cancelled_at is not None,
            is_held=course.agency_code in held,
            people={seat.person_id: seat.came for seat in seats[course.id]},
            seats=[with_name(seat) for seat in seats[course.id]] if course.agency_code in held else [],
        )
        for course in found
    ]


async def _counted(
    session: ReadSession, principal: Principal, parents: Mapping[str, str | None]
) -> Mapping[str, int | None]:
    own = agencies_of(principal.grants, Capability.READ_LETTERS)
    codes = {code for code in parents if may(principal.grants, Capability.READ_FIGURES, line_of(code, parents))}
    return await queries.attended(session, codes, own & codes) if codes else {}
