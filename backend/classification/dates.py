"""Dates beside a stamp: "GIẢI MẬT Từ: 01/3/2026", "từ ngày 05 tháng 01 năm 2026", "từ tháng 3/2026".

Twin of webmail-plugin/src/core/dates.ts.
"""

import re
from collections.abc import Sequence
from datetime import date

_DAY = re.compile("([0-9]{1,2})(?: ?[/.-] ?| tháng )([0-9]{1,2})(?: ?[/.-] ?| năm )([12][0-9]{3})(?![0-9])")
_MONTH = re.compile("(?:^|[^0-9/.-])([0-9]{1,2})(?: ?/ ?| năm )([12][0-9]{3})(?![0-9])")
_DATE_LINE = re.compile("(?:từ|ngày|tháng|[0-9])")


def has_begun(behind: str, following: Sequence[str], today: date) -> bool:
    """Whether a stamp holds today: its date (`behind` it in lower case, else on a following line that begins like one)
    has come, or no date can be read."""
    begins = _first_day(behind)
    for line in following:
        if begins is not None or not _DATE_LINE.match(line.lower()):
            break
        begins = _first_day(line.lower())
    return begins is None or begins <= today


def _first_day(text: str) -> date | None:
    if found := _DAY.search(text):
        day, month, year = map(int, found.groups())
    elif found := _MONTH.search(text):
        day, (month, year) = 1, map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
