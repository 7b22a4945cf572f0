"""Working time counted the slow way, from literal data: what the product's own figures are held against.

Nothing of the product is used here. Whoever extends `LAST_DAY` adds the days off of the new year first.
"""

from datetime import date, datetime, time, timedelta

from tests.e2e.letters import VIETNAM

MORNING, AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 0), time(17, 0))
FIRST_DAY, LAST_DAY = date(2026, 9, 1), date(2028, 12, 31)
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
DAYS_OFF = {
    *(date(2026, 9, day) for day in (1, 2)),  # Quốc khánh
    date(2026, 11, 24),  # Ngày Văn hoá Việt Nam
    date(2027, 1, 1),
    *(date(2027, 2, day) for day in range(4, 11)),  # Tết Đinh Mùi, mùng một 06/02
    date(2027, 4, 16),  # Giỗ Tổ Hùng Vương
    date(2027, 4, 30),
    date(2027, 5, 3),  # instead of Saturday 01/05
    *(date(2027, 9, day) for day in (2, 3)),
    date(2027, 11, 24),
    date(2028, 1, 3),  # instead of Saturday 01/01
    *(date(2028, 1, day) for day in range(24, 30)),  # Tết Mậu Thân, mùng một 26/01
    date(2028, 4, 4),  # Giỗ Tổ Hùng Vương
    *(date(2028, 5, day) for day in (1, 2)),  # 02/05 instead of Sunday 30/04
    *(date(2028, 9, day) for day in (1, 4)),  # 04/09 instead of Saturday 02/09
    date(2028, 11, 24),
}


def is_working_day(day: date) -> bool:
    assert FIRST_DAY <= day <= LAST_DAY, f"{day}: enter the days off of that year here first"
    return day.isoweekday() <= 5 and day not in DAYS_OFF


def is_working_minute(moment: datetime) -> bool:
    local = moment.astimezone(VIETNAM)
    in_hours = any(begins <= local.time() < ends for begins, ends in (MORNING, AFTERNOON))
    return in_hours and is_working_day(local.date())


def working_seconds(start: datetime, end: datetime) -> int:
    """Minute by minute from a whole minute on; of the minute in which `end` lies, the seconds."""
    assert start.second == start.microsecond == 0
    seconds, minute = 0, start
    while minute + ONE_MINUTE <= end:
        seconds += 60 * is_working_minute(minute)
        minute += ONE_MINUTE
    return seconds + (end - minute).seconds * is_working_minute(minute)


def working_day_after(day: date, count: int) -> date:
    """The first working day after `day` is number one."""
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day
