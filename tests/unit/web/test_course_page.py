"""`/huong-dan/lop-hoc`: seats are taken by name until the course is full or begins, who came is the organiser's word,
and of an agency others learn only how many, of a small one not even that."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from backend.access.roles import Role
from backend.audit.models import AuditEntry
from backend.clock import FixedClock
from backend.compliance import course_queries as queries
from backend.compliance.course_models import CourseSeat, TrainingCourse
from backend.db import Database
from backend.directory.models import LoginMailbox, Mailbox, Official, RoleAssignment
from backend.settings import Settings
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, COMMITTEE, FINANCE, HEAD_BOX, NOW, OFFICIAL_BOX, SCIENCE
from tests.unit.web.conftest import PASSWORD

PATH = "/huong-dan/lop-hoc"
DESK_BOX, OTHER_DESK_BOX = "canbohotro@thainguyen.gov.vn", "hotro.stc@thainguyen.gov.vn"
PLAN = {
    "deed": "announce",
    "title": "Dùng thư công vụ",
    "place": "Hội trường tầng 2",
    "day": "2026-01-06",
    "hour": "08:30",
    "seats": "2",
    "agency": COMMITTEE,
    "person": "HT0",
}
BEGINS = datetime(2026, 1, 6, 1, 30, tzinfo=UTC)  # 8:30 in Vietnam


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.changed(page_requests_per_minute=1000)


@pytest.fixture(autouse=True)
async def desks(database: Database) -> None:
    """One of the whole province, one of a single department."""
    for number, (box, agency) in enumerate(((DESK_BOX, COMMITTEE), (OTHER_DESK_BOX, FINANCE))):
        async with database.write() as session:
            session.add(Mailbox(address=box, agency_code=agency, kind="personal", published_at=NOW))
            session.add(Official(id=f"HT{number}", name="Lê Hỗ Trợ", post="x", agency_code=agency, login=box))
        async with database.write() as session:
            session.add(LoginMailbox(login=box, address=box))
            session.add(RoleAssignment(official_id=f"HT{number}", role=Role.SUPPORT_DESK, agency_code=agency))


class Desk:
    """A browser that is signed in as one after another."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.page = ""

    async def sign_in(self, login: str) -> str:
        self._client.cookies.clear()
        form = {"login": login, "password": PASSWORD}
        self.page = (await self._client.post(f"{PATH}/dang-nhap", data=form, follow_redirects=True)).text
        return self.page

    async def send(self, **answers: str) -> int:
        key = re.search(r'name="form_key" value="([0-9a-f]+)"', self.page)
        assert key is not None
        answer = await self._client.post(PATH, data={"form_key": key[1], **answers}, follow_redirects=True)
        if answer.status_code in (200, 422):
            self.page = answer.text
        return answer.status_code


@pytest.fixture
def desk(client: httpx.AsyncClient) -> Desk:
    return Desk(client)


@pytest.fixture
async def course(desk: Desk, database: Database) -> str:
    await desk.sign_in(DESK_BOX)
    assert await desk.send(**PLAN) == 200
    async with database.read() as session:
        found = await session.scalar(select(TrainingCourse.id))
    assert found is not None
    return found


async def seats(database: Database) -> Mapping[str, bool | None]:
    async with database.read() as session:
        return {seat.person_id: seat.came for seat in await session.scalars(select(CourseSeat))}


async def sat(database: Database, agency: str, count: int, course: str) -> None:
    """So many people of an agency came."""
    async with database.write() as session:
        for number in range(count):
            person = f"{agency}.{number}"
            session.add(
                CourseSeat(
                    course_id=course, person_id=person, agency_code=agency, taken_at=NOW, came=True, noted_by="HT0"
                )
            )


async def test_a_course_stands_in_the_calendar_of_every_agency_below_with_its_hour_and_seats(
    desk: Desk, course: str, database: Database
) -> None:
    page = await desk.sign_in(OFFICIAL_BOX)

    for words in ("Dùng thư công vụ", "08:30, 06/01/2026", "Hội trường tầng 2", "Còn 2/2 chỗ"):
        assert words in page
    assert "Mở một lớp" not in page
    async with database.read() as session:
        assert await session.scalar(select(TrainingCourse.held_at)) == BEGINS


async def test_seats_are_taken_once_for_each_person_until_none_is_free_and_given_back(
    desk: Desk, course: str, database: Database
) -> None:
    await desk.sign_in(CLERK_BOX)  # Vân and Thư share the box
    for _ in range(2):
        assert await desk.send(deed="take", course=course, person="VAN") == 200
    assert await desk.send(deed="take", course=course, person="THU") == 200
    await desk.sign_in(OFFICIAL_BOX)
    assert "Còn 0/2 chỗ" in desk.page
    assert "Đăng ký cho" not in desk.page
    assert await desk.send(deed="take", course=course, person="AN") == 422
    assert "Lớp đã hết chỗ." in desk.page
    assert await desk.send(deed="give_back", course=course, person="VAN") == 422  # not this log-in's
    assert await seats(database) == {"VAN": None, "THU": None}

    await desk.sign_in(CLERK_BOX)
    assert await desk.send(deed="give_back", course=course, person="VAN") == 200

    assert await seats(database) == {"THU": None}


async def test_who_came_is_noted_by_a_named_organiser_once_it_has_begun(
    desk: Desk, course: str, database: Database, clock: FixedClock
) -> None:
    await desk.sign_in(OFFICIAL_BOX)
    await desk.send(deed="take", course=course, person="AN")
    await desk.sign_in(DESK_BOX)
    assert "Nguyễn Văn An" in desk.page
    note = {"deed": "came", "course": course, "seat": "AN", "person": "HT0"}
    assert await desk.send(**note) == 422
    assert await seats(database) == {"AN": None}

    clock.set(BEGINS)
    await desk.sign_in(DESK_BOX)
    assert await desk.send(**note) == 200

    assert await seats(database) == {"AN": True}
    assert "Nguyễn Văn An: đã dự" in await desk.sign_in(OFFICIAL_BOX)
    assert await desk.send(deed="give_back", course=course, person="AN") == 422  # it has begun
    async with database.read() as session:
        deeds = select(AuditEntry.deed, AuditEntry.person_id).where(AuditEntry.subject_id == course)
        found = [tuple(row) for row in await session.execute(deeds.order_by(AuditEntry.id))]
    assert found == [("course.announced", "HT0"), ("course.came", "HT0")]


async def test_names_are_for_the_organiser_and_attendance_is_in_nobody_elses_hands(
    desk: Desk, course: str, database: Database, clock: FixedClock
) -> None:
    await desk.sign_in(OFFICIAL_BOX)
    await desk.send(deed="take", course=course, person="AN")
    clock.set(BEGINS)
    for box, person in ((HEAD_BOX, "HA"), (OTHER_DESK_BOX, "HT1"), (OFFICIAL_BOX, "AN")):
        page = await desk.sign_in(box)
        assert ("Nguyễn Văn An" in page) is (box == OFFICIAL_BOX)
        assert await desk.send(deed="came", course=course, seat="AN", person=person) == 422
        assert await desk.send(deed="call_off", course=course, person=person) == 422

    assert await seats(database) == {"AN": None}


async def test_a_departments_course_is_for_its_own_people(desk: Desk, database: Database) -> None:
    await desk.sign_in(OTHER_DESK_BOX)
    assert await desk.send(**{**PLAN, "person": "HT1"}) == 422  # the province's courses are not this desk's
    assert await desk.send(**{**PLAN, "agency": FINANCE, "person": "HT1"}) == 200
    async with database.read() as session:
        course = await session.scalar(select(TrainingCourse.id))
    assert course is not None

    assert "Dùng thư công vụ" not in await desk.sign_in(OFFICIAL_BOX)
    assert await desk.send(deed="take", course=course, person="AN") == 422
    assert await seats(database) == {}


async def test_a_course_that_is_called_off_takes_nobody_and_says_so_to_who_had_a_seat(
    desk: Desk, course: str, database: Database
) -> None:
    await desk.sign_in(OFFICIAL_BOX)
    await desk.send(deed="take", course=course, person="AN")
    await desk.sign_in(DESK_BOX)
    assert await desk.send(deed="call_off", course=course, person="HT0") == 200

    assert "Lớp này đã hủy." in await desk.sign_in(OFFICIAL_BOX)
    assert "Dùng thư công vụ" not in await desk.sign_in(CLERK_BOX)
    assert await desk.send(deed="take", course=course, person="VAN") == 422
    assert await seats(database) == {"AN": None}


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"place": "x" * 121},
        {"title": "a\u202eb"},
        {"day": "2026-13-01"},
        {"day": "0001-01-01", "hour": "00:00"},
        {"hour": "8h"},
        {"seats": "0"},
        {"seats": "1001"},
        {"seats": "nhiều"},
        {"day": "2026-01-05", "hour": "15:00"},  # now
        {"agency": "H99"},
        {"person": "AN"},
    ],
)
async def test_what_is_not_a_plan_is_not_announced(desk: Desk, database: Database, wrong: Mapping[str, str]) -> None:
    await desk.sign_in(DESK_BOX)
    assert await desk.send(**{**PLAN, **wrong}) == 422

    async with database.read() as session:
        assert await session.scalar(select(TrainingCourse.id)) is None


async def test_a_form_of_another_visit_does_nothing(desk: Desk, course: str, database: Database) -> None:
    await desk.sign_in(OFFICIAL_BOX)
    assert await desk.send(form_key="0" * 64, deed="take", course=course, person="AN") == 403

    assert await seats(database) == {}


async def test_each_agency_is_counted_by_people_and_a_small_one_elsewhere_not_told(
    desk: Desk, course: str, database: Database
) -> None:
    await sat(database, SCIENCE, 4, course)
    await sat(database, FINANCE, 5, course)
    async with database.write() as session:  # came to a second one too: one person still
        again = TrainingCourse(
            agency_code=COMMITTEE, title="a", place="b", held_at=NOW - timedelta(days=1), seats=9, opened_by="HT0"
        )
        session.add(again)
        await session.flush()
        second = again.id
    await sat(database, SCIENCE, 1, second)

    def numbers(page: str) -> list[tuple[str, str]]:
        return re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', page)

    assert numbers(await desk.sign_in(HEAD_BOX)) == [("Sở Khoa học và Công nghệ", "4")]
    assert numbers(await desk.sign_in(CHAIR_BOX)) == [("Sở Khoa học và Công nghệ", "dưới 5"), ("Sở Tài chính", "5")]
    assert numbers(await desk.sign_in(OFFICIAL_BOX)) == []


async def test_seats_are_forgotten_with_their_course(course: str, database: Database) -> None:
    await sat(database, SCIENCE, 1, course)
    async with database.write() as session:
        assert await queries.forget_courses(session, BEGINS) == 0
        assert await queries.forget_courses(session, BEGINS + timedelta(seconds=1)) == 1

    assert await seats(database) == {}
