"""When a box that used to get letters is called silent: never a quiet one, never at night, never without a log."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from math import factorial
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from backend.clock import VIETNAM
from backend.compliance.fallen_silent import Silence, rule_of, silence_of
from backend.workingtime.data import default_calendar
from backend.workingtime.hours import working_time_between
from tests.unit.journal_lines import vietnam

CALENDAR, RULE = default_calendar(), rule_of(date(2026, 1, 5))
# Every working day of December 2025 at 08:00 and 14:00: gaps of 4 hours of work (08:00 to 14:00, and on to 08:00).
TWICE_A_DAY = [
    vietnam(f"2025-12-{day:02} {hour}")
    for day in range(1, 32)
    if date(2025, 12, day).weekday() < 5
    for hour in ("08:00", "14:00")
]


def silence(moments: list[datetime], until: str, broken: tuple[datetime, ...] = ()) -> Silence | None:
    return silence_of(moments, vietnam(until), CALENDAR, RULE, broken)


def test_the_rule_is_the_row_of_the_day() -> None:
    assert (RULE.looked_back, RULE.least_gaps, RULE.times_longest, RULE.least) == (
        timedelta(days=90),
        30,
        3,
        timedelta(hours=8),
    )


def test_a_box_of_two_letters_a_day_is_silent_after_a_day_and_a_half_of_work_and_not_before() -> None:
    longest = max(working_time_between(one, other, CALENDAR) for one, other in pairwise(TWICE_A_DAY))
    assert longest <= timedelta(hours=5)
    assert silence(TWICE_A_DAY, "2026-01-02 16:59") is None  # the 1st is a holiday: at most a day and a half
    found = silence(TWICE_A_DAY, "2026-01-07 08:00")
    assert found is not None
    assert (found.since, found.longest, found.gaps) == (TWICE_A_DAY[-1], longest, 45)


def test_a_night_a_weekend_and_a_holiday_are_no_silence() -> None:
    friday = [vietnam(f"2026-01-05 08:{minute:02}") for minute in range(50)] + [vietnam("2026-01-09 16:59")]
    assert silence(friday, "2026-01-12 07:30") is None
    tet = [vietnam(f"2026-02-13 08:{minute:02}") for minute in range(50)] + [vietnam("2026-02-13 16:59")]
    assert silence(tet, "2026-02-18 16:00") is None  # the first days of the lunar year


def test_a_quiet_box_is_never_silent() -> None:
    assert silence(TWICE_A_DAY[:30], "2027-01-06 08:00") is None  # 29 gaps
    assert silence([], "2027-01-06 08:00") is None


def test_letters_at_night_are_no_measure_of_how_often_they_come() -> None:
    night = [vietnam("2026-01-05 20:00") + timedelta(minutes=minute) for minute in range(200)]
    assert silence(night, "2026-03-05 08:00") is None


def test_where_the_log_is_not_read_nobody_falls_silent() -> None:
    assert silence(TWICE_A_DAY, "2025-12-31 14:01") is None


def test_a_silence_told_before_is_no_measure_for_the_next() -> None:
    after = [moment + timedelta(days=42) for moment in TWICE_A_DAY]
    both = [*TWICE_A_DAY, *after]
    assert silence(both, "2026-02-25 16:00") is None
    assert silence(both, "2026-02-25 16:00", (TWICE_A_DAY[-1],)) is not None


@given(st.integers(0, 2**32))
def test_more_silence_never_makes_it_less_silent(seed: int) -> None:
    drawn, moment, moments = Random(seed), vietnam("2025-10-01 08:00"), []
    for _ in range(60):
        moment += timedelta(hours=drawn.expovariate(1 / 6))
        moments.append(moment.astimezone(VIETNAM))
    told = [
        silence_of(moments, moment + timedelta(days=days), CALENDAR, RULE, ()) is not None for days in range(0, 60, 3)
    ]
    assert told == sorted(told)


def test_the_chance_of_a_false_alarm_is_what_the_row_says() -> None:
    """Of exponential gaps, 3!·n!/(n+3)!; counted for n = 3, where 1 in 20 is seen often enough."""
    drawn, tries = Random(7), 40_000
    beyond = sum(drawn.expovariate(1) > 3 * max(drawn.expovariate(1) for _ in range(3)) for _ in range(tries))
    assert abs(beyond / tries - 1 / 20) < 0.005
    assert factorial(33) // (factorial(3) * factorial(30)) == 5456
