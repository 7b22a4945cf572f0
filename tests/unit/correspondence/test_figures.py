"""What a head sees of an agency's letters."""

from datetime import date, timedelta

import pytest

from backend.correspondence import service
from backend.correspondence.figure_terms import FigureQuestion
from backend.correspondence.figures import response_times
from backend.correspondence.service import LetterNotFound
from backend.correspondence.terms import Letter, Period, SenderClass
from backend.directory.models import AgencyWeek
from backend.workingtime.data import default_calendar
from backend.workingtime.hours import working_time_between
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import BUSINESS, CITIZEN, OTHER_CITIZEN, checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
NOW = vietnam("2026-01-09 10:00")


async def seen(office: Office) -> None:
    """Two letters of citizens, one answered after two hours; one of a business, open."""
    answered_at = MONDAY + timedelta(hours=2)
    await office.takes(
        [
            checked(1, MONDAY, CITIZEN, CLERK_BOX),
            checked(2, answered_at, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",)),
            checked(3, vietnam("2026-01-06 16:00"), OTHER_CITIZEN, CLERK_BOX),
            checked(4, vietnam("2026-01-05 18:00"), BUSINESS, CLERK_BOX),
        ],
        [
            in_mailbox(1, MONDAY, CLERK_BOX),
            handed_over(2, answered_at, CITIZEN),
            in_mailbox(3, vietnam("2026-01-06 16:00"), CLERK_BOX),
            in_mailbox(4, vietnam("2026-01-05 18:00"), CLERK_BOX),
        ],
    )


async def open_letters(office: Office, agency: str = SCIENCE) -> list[Letter]:
    async with office.database.read() as session:
        return await service.open_letters(session, agency, NOW)


async def test_open_letters_come_the_earliest_due_first(office: Office) -> None:
    await seen(office)

    letters = await open_letters(office)

    assert [letter.sender for letter in letters] == [BUSINESS, OTHER_CITIZEN]
    assert [letter.due_at for letter in letters] == [vietnam("2026-01-10 17:00"), vietnam("2026-01-12 17:00")]
    assert [letter.overdue for letter in letters] == [False, False]


async def test_an_open_letter_grows_with_working_time(office: Office) -> None:
    await seen(office)

    [_, letter] = await open_letters(office)

    # Tuesday 16:00-17:00, Wednesday and Thursday, Friday 07:30-10:00
    assert letter.working_seconds == (1 + 8 + 8 + 2.5) * 3600


async def test_another_agency_has_none_of_them(office: Office) -> None:
    await seen(office)

    assert await open_letters(office, FINANCE) == []


async def test_figures_count_the_open_letters_and_say_so(office: Office) -> None:
    await seen(office)
    period = Period(date(2026, 1, 5), date(2026, 1, 9))
    async with office.database.read() as session:
        found = await response_times(session, FigureQuestion(SCIENCE, period), {SCIENCE}, NOW)

    citizens, businesses = found.rows
    figure = citizens.figure
    assert (citizens.sender_class, figure.count, figure.counts.answered, figure.open) == (SenderClass.CITIZEN, 2, 1, 1)
    assert figure.median.value == 2 * 3600
    assert figure.p90.value is None
    assert figure.oldest_open == (1 + 8 + 8 + 2.5) * 3600
    assert "2 thư của người dân nhận từ 05/01/2026 đến 09/01/2026: 1 đã trả lời, 1 chưa trả lời" in citizens.explanation
    assert "phân vị 90%" in citizens.explanation
    assert (businesses.sender_class, businesses.figure.count) == (SenderClass.BUSINESS, 1)
    assert businesses.figure.median.value is None


async def test_a_period_takes_whole_days_in_vietnams_time(office: Office) -> None:
    await office.takes(
        [
            checked(1, vietnam("2026-01-05 23:59"), CITIZEN, CLERK_BOX),
            checked(2, vietnam("2026-01-06 00:00"), CITIZEN, CLERK_BOX),
        ],
        [in_mailbox(1, vietnam("2026-01-05 23:59"), CLERK_BOX), in_mailbox(2, vietnam("2026-01-06 00:00"), CLERK_BOX)],
    )
    monday = Period(date(2026, 1, 5), date(2026, 1, 5))
    async with office.database.read() as session:
        found = await response_times(session, FigureQuestion(SCIENCE, monday), {SCIENCE}, NOW)

    assert [row.figure.count for row in found.rows] == [1, 0]


async def test_a_clock_explains_itself_in_steps_that_add_up(office: Office) -> None:
    await seen(office)
    [_, letter] = await open_letters(office)
    async with office.database.read() as session:
        clock = await service.letter_clock(session, letter.id, NOW)

    counted = sum((step.end - step.start for step in clock.steps if step.counted), timedelta())
    assert counted == timedelta(seconds=letter.working_seconds)
    assert (clock.steps[0].start, clock.steps[-1].end) == (letter.received_at, NOW)
    assert "5 ngày làm việc" in clock.how_due


async def test_a_clock_of_no_letter_is_not_found(office: Office) -> None:
    async with office.database.read() as session:
        with pytest.raises(LetterNotFound):
            await service.letter_clock(session, "nothing", NOW)


async def test_an_agency_with_its_own_week_is_counted_by_it(office: Office) -> None:
    async with office.database.write() as session:
        session.add(
            AgencyWeek(agency_code=SCIENCE, valid_from=date(2026, 1, 1), hours="mon-sat 08:00-12:00", source="QĐ 1")
        )
    await seen(office)

    [letter] = [letter for letter in await office.letters() if letter.answered_at]
    assert letter.working_seconds == 2 * 3600
    assert letter.due_at == vietnam("2026-01-10 12:00")
    assert working_time_between(letter.received_at, NOW, default_calendar()) > timedelta(hours=4)
