"""The calendar each agency works by: own weeks and days over those of the agencies above it, over the shipped ones."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from backend.db import Database
from backend.directory import queries
from backend.directory.importer import ImportRefused
from backend.directory.service import calendars
from backend.directory.working_calendar import OwnRows, calendar_of
from backend.workingtime.calendar import Calendar, DayKind
from tests.unit.directory.conftest import NOW, take_over

LATER = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
DAYS = """agency,day,kind,hours,stands_for,name,decision_number
H55,2026-03-04,off,,2026-03-07,Lễ hội tỉnh,12/QĐ-UBND
H55,2026-03-07,worked,,2026-03-04,Làm bù lễ hội tỉnh,12/QĐ-UBND
H55,2026-08-31,worked,07:30-11:30,,Trực bão,13/QĐ-UBND
H55.40,2026-03-04,worked,08:00-09:00 10:00-11:00,,Họp dân,5/TB-UBND
H55.40,2026-03-10,off,,,Giỗ tổ làng,6/TB-UBND
"""
WEEKS = """agency,valid_from,valid_to,season,hours,source
H55,2026-01-01,,,mon-fri 08:00-12:00,Quyết định 1
H55,2026-01-01,,04-16..10-15,mon-fri 07:00-11:00,Quyết định 2
H55.05,2026-06-01,2026-07-01,,mon-fri 09:00-10:00,Quyết định 3
"""


TERMS = """agency,valid_from,valid_to,days,decision_number
H55,2026-01-01,,4,12/QĐ-UBND
H55.05,2026-02-01,2026-06-01,2,3/QĐ-SKHCN
"""


async def calendar(database: Database, code: str) -> Calendar:
    async with database.read() as session:
        return (await calendars(session, [code]))[code]


def hours(calendar: Calendar, *days: str) -> list[str]:
    return [
        " ".join(f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in calendar.spans_on(date.fromisoformat(day)))
        for day in days
    ]


async def test_days_set_for_the_province_hold_for_every_agency_below_it(province: Database) -> None:
    await take_over(province, {"days.csv": DAYS})

    department = await calendar(province, "H55.05")
    assert department.kind_of(date(2026, 3, 4)) is DayKind.SWAPPED_OFF
    assert department.kind_of(date(2026, 3, 7)) is DayKind.SWAPPED_IN
    assert department.kind_of(date(2026, 3, 10)) is DayKind.WORKING
    assert hours(department, "2026-03-07", "2026-08-31") == ["07:30-11:30 13:00-17:00", "07:30-11:30"]
    special = department.special_on(date(2026, 3, 4))
    assert special is not None
    assert (special.decision_number, special.other) == ("12/QĐ-UBND", date(2026, 3, 7))


async def test_an_agencys_own_day_goes_before_that_of_the_province(province: Database) -> None:
    await take_over(province, {"days.csv": DAYS})

    commune = await calendar(province, "H55.40")
    assert hours(commune, "2026-03-04", "2026-03-07", "2026-03-10") == [
        "08:00-09:00 10:00-11:00",
        "07:00-11:00",  # its own week, for the Wednesday
        "",
    ]
    special = commune.special_on(date(2026, 3, 10))
    assert special is not None
    assert (special.kind, special.decision_number) == (DayKind.HOLIDAY, "6/TB-UBND")


async def test_weeks_are_those_of_the_agency_above_where_the_own_ones_do_not_hold(province: Database) -> None:
    await take_over(province, {"weeks.csv": WEEKS})

    department, commune = await calendar(province, "H55.05"), await calendar(province, "H55.40")
    assert hours(department, "2025-12-30", "2026-04-15", "2026-04-16", "2026-06-01", "2026-07-01", "2027-10-18") == [
        "07:30-11:30 13:00-17:00",
        "08:00-12:00",
        "07:00-11:00",
        "09:00-10:00",
        "07:00-11:00",
        "08:00-12:00",
    ]
    assert hours(commune, "2026-04-15") == ["07:00-11:00"]


async def test_of_two_weeks_the_one_that_began_later_counts(province: Database) -> None:
    later = WEEKS + "H55,2026-05-04,,,mon-fri 13:00-17:00,Quyết định 4\n"
    await take_over(province, {"weeks.csv": later})

    assert hours(await calendar(province, "H55"), "2026-05-01", "2026-04-29", "2026-05-04", "2027-05-04") == [
        "",
        "07:00-11:00",
        "13:00-17:00",
        "13:00-17:00",
    ]


@dataclass
class Week:
    valid_from: date
    season: str
    hours: str
    valid_to: date | None = None
    source: str = "Quyết định 1"


def test_of_two_weeks_that_began_together_the_one_of_a_season_counts_in_whatever_order_they_come() -> None:
    weeks = [
        Week(date(2026, 1, 1), "04-16..10-15", "mon-fri 07:00-11:00"),
        Week(date(2026, 1, 1), "", "mon-fri 08:00-12:00"),
    ]

    for order in (weeks, weeks[::-1]):
        assert hours(calendar_of([OwnRows(weeks=order)]), "2026-04-15", "2026-04-16") == ["08:00-12:00", "07:00-11:00"]


async def test_agencies_that_set_nothing_share_the_calendar_of_the_one_above(province: Database) -> None:
    await take_over(province, {"days.csv": DAYS})

    async with province.read() as session:
        found = await calendars(session, ["H55", "H55.05", "H55.40"])
    assert found["H55"] is found["H55.05"]
    assert found["H55"] is not found["H55.40"]


async def test_ordinary_letters_have_the_term_the_agency_decided_else_the_one_above_it_did(province: Database) -> None:
    await take_over(province, {"terms.csv": TERMS})

    department, commune = await calendar(province, "H55.05"), await calendar(province, "H55.40")
    days = ["2025-12-31", "2026-01-01", "2026-02-01", "2026-05-31", "2026-06-01"]
    found = {day: department.own_term_on(date.fromisoformat(day)) for day in days}
    assert {day: term and (term.days, term.decision_number) for day, term in found.items()} == {
        "2025-12-31": None,
        "2026-01-01": (4, "12/QĐ-UBND"),
        "2026-02-01": (2, "3/QĐ-SKHCN"),
        "2026-05-31": (2, "3/QĐ-SKHCN"),
        "2026-06-01": (4, "12/QĐ-UBND"),
    }
    assert [term.days for term in commune.own_terms] == [4]


async def test_a_term_of_an_agency_is_taken_over_once_and_taken_back_by_its_line(province: Database) -> None:
    await take_over(province, {"terms.csv": TERMS})
    again = await take_over(province, {"terms.csv": TERMS}, LATER)
    gone = "agency,valid_from,days,decision_number,remove\nH55.05,2026-02-01,2,3/QĐ-SKHCN,yes\n"
    removed = await take_over(province, {"terms.csv": gone}, LATER)

    assert (again.changed, removed.changed) == (0, 1)
    assert [term.days for term in (await calendar(province, "H55.05")).own_terms] == [4]


async def test_a_day_is_taken_over_once_and_a_changed_one_moves_the_revision(province: Database) -> None:
    first = await take_over(province, {"days.csv": DAYS})
    again = await take_over(province, {"days.csv": DAYS}, LATER)
    renumbered = await take_over(province, {"days.csv": DAYS.replace("6/TB-UBND", "7/TB-UBND")}, LATER)

    assert (first.rows["days"], first.changed, again.changed, renumbered.changed) == (5, 5, 0, 1)
    async with province.read() as session:
        assert await queries.revision(session) == 3
        rows = {row.day: row for row in (await queries.agency_days(session, {"H55.40"}))["H55.40"]}
    assert {day: (row.decision_number, row.entered_at) for day, row in rows.items()} == {
        date(2026, 3, 4): ("5/TB-UBND", NOW),
        date(2026, 3, 10): ("7/TB-UBND", LATER),
    }


BAD_DAYS = """agency,day,kind,hours,stands_for,name,decision_number
H55,2026-03-04,half,,,x,1/QĐ
H55,2026-03-04,worked,,,x,1/QĐ
H55,2026-03-05,worked,07:30-11:30,2026-03-04,x,1/QĐ
H55,2026-03-06,off,07:30-11:30,,x,1/QĐ
H55,,off,,,,
H55,2026-03-09,worked,11:30-07:30,,x,1/QĐ
H55,2026-03-10,off,,2026-03-10,x,1/QĐ
H99,2026-03-10,off,,,x,1/QĐ
H55,2026-03-11,off,,,x,1/QĐ
H55,2026-03-11,off,,,x,1/QĐ
"""
BAD_WEEKS = """agency,valid_from,valid_to,season,hours,source
H55,2026-01-01,2026-01-01,,mon-fri 08:00-12:00,x
H55,2026-01-01,,summer,mon-fri 08:00-12:00,x
H55,2026-01-01,,04-16..10-15,mon-fri 08:00-12:00,x
H55,2026-01-01,,04-16..10-15,mon-fri 08:00-12:00,x
"""
BAD_TERMS = """agency,valid_from,valid_to,days,decision_number
H55,2026-01-01,2026-01-01,3,1/QĐ
H55,2026-02-01,,0,1/QĐ
H55,2026-03-01,,61,1/QĐ
H55,2026-04-01,,3,
H55,2026-05-01,,3,1/QĐ
H55,2026-05-01,,4,2/QĐ
H99,2026-05-01,,4,2/QĐ
"""


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            BAD_DAYS,
            [
                "t.csv:2: kind 'half' is none of off, worked",
                "t.csv:3: a day worked has either hours or the day it stands for",
                "t.csv:4: a day worked has either hours or the day it stands for",
                "t.csv:5: a day off has no hours",
                "t.csv:6: day is empty",
                "t.csv:6: decision_number is empty or longer than 60 characters",
                "t.csv:6: name is empty or longer than 300 characters",
                "t.csv:7: hours: '11:30-07:30' ends before it begins",
                "t.csv:8: stands_for is the day itself",
                "t.csv:9: agency H99 is nowhere",
                "t.csv:11: agency and day stands in line 10 already",
            ],
        ),
        (
            BAD_WEEKS,
            [
                "t.csv:2: valid_to is not after valid_from",
                "t.csv:3: season: 'summer' is not a season like 04-16..10-15",
                "t.csv:5: agency, valid_from and season stands in line 4 already",
            ],
        ),
        (
            BAD_TERMS,
            [
                "t.csv:2: valid_to is not after valid_from",
                "t.csv:3: days '0' is no whole number from 1 to 60",
                "t.csv:4: days '61' is no whole number from 1 to 60",
                "t.csv:5: decision_number is empty or longer than 60 characters",
                "t.csv:7: agency and valid_from stands in line 6 already",
                "t.csv:8: agency H99 is nowhere",
            ],
        ),
    ],
)
async def test_a_line_that_makes_no_sense_stops_the_whole_table(
    province: Database, table: str, expected: list[str]
) -> None:
    with pytest.raises(ImportRefused) as refused:
        await take_over(province, {"t.csv": table})

    assert [str(problem) for problem in refused.value.problems] == expected
    async with province.read() as session:
        assert await queries.agency_days(session, {"H55"}) == {}


async def test_a_loop_of_agencies_above_each_other_is_walked_once(province: Database) -> None:
    await take_over(province, {"days.csv": DAYS})
    async with province.write() as session:
        province_office = await queries.agency(session, "H55")
        assert province_office is not None
        province_office.parent = "H55.05"

    assert (await calendar(province, "H55.05")).kind_of(date(2026, 3, 4)) is DayKind.SWAPPED_OFF
