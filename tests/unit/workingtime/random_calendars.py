"""Calendars of every kind for property tests: dated and seasonal weeks, swaps, days off, days with their own hours."""

from datetime import date, timedelta

from hypothesis import strategies as st

from backend.workingtime.calendar import Calendar, DatedWeek, DayKind, SpecialDay
from backend.workingtime.season import parse_season
from backend.workingtime.week import parse_day, parse_hours

FIRST, LAST = date(2023, 12, 1), date(2024, 12, 31)
DAYS = st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=40))
HOURS = [
    "mon-fri 07:30-11:30 13:00-17:00",
    "mon-sat 07:00-11:00",
    "mon-thu 08:00-12:00 12:30-16:30 18:00-19:15; sat 00:00-23:59",
    "wed 09:07-09:08",
]
SEASONS = [None, "04-16..10-15", "10-16..04-15", "02-29..02-29", "11-01..02-28"]
_weeks = st.builds(
    lambda first, hours, season, length: DatedWeek(
        first,
        parse_hours(hours),
        parse_season(season) if season else None,
        first + timedelta(days=length) if length else None,
        "QĐ 1",
    ),
    DAYS,
    st.sampled_from(HOURS),
    st.sampled_from(SEASONS),
    st.sampled_from([None, 1, 50]),
)
_off = st.just(SpecialDay(DayKind.HOLIDAY, "nghỉ", "QĐ 2", "K"))
_worked_for = st.builds(lambda day: SpecialDay(DayKind.SWAPPED_IN, "bù", "QĐ 3", "K", day), DAYS)
_own_hours = st.sampled_from(["08:00-10:00", "00:00-12:00 12:00-23:59", "07:00-08:00 09:00-10:00 11:00-12:00"]).map(
    lambda hours: SpecialDay(DayKind.DECIDED, "trực", "QĐ 4", "K", hours=parse_day(hours))
)

calendars = st.builds(
    lambda weeks, special: Calendar([DatedWeek(FIRST, parse_hours(HOURS[0])), *weeks], special),
    st.lists(_weeks, max_size=3),
    st.dictionaries(DAYS, st.one_of(_off, _worked_for, _own_hours), max_size=25),
)
