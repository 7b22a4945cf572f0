"""When a clerk looks into the agency's box: the five checks of a working day, read from rules/calendar/windows.toml."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from backend.workingtime.calendar import Calendar
from backend.workingtime.data import rules_folder
from backend.workingtime.hours import at
from backend.workingtime.week import Span, parse_day


@dataclass(frozen=True, slots=True)
class DatedWindow:
    """A row. Of those with the same name that hold on a day, the one that began to hold last counts."""

    name: str
    span: Span
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class Window:
    """A check of one day: [start, end) in Vietnam's time."""

    name: str
    start: datetime
    end: datetime


def windows_on(day: date, calendar: Calendar, rows: Sequence[DatedWindow] | None = None) -> list[Window]:
    """The checks of a day, in order, cut to its working hours: none on a day off, none at night.

    Source: Chỉ thị, khoản 2 điểm d.
    """
    holding = {row.name: row for row in (shipped_windows() if rows is None else rows) if row.valid_from <= day}
    cut = (_cut(row, calendar.spans_on(day), day) for row in holding.values())
    return sorted((window for window in cut if window is not None), key=lambda window: window.start)


@cache
def shipped_windows() -> tuple[DatedWindow, ...]:
    return read_windows(rules_folder() / "calendar" / "windows.toml")


def read_windows(file: Path) -> tuple[DatedWindow, ...]:
    """The rows in the order in which they began to hold.

    Raises:
        OSError: the file is missing.
        ValueError, KeyError: a row cannot be read or lacks a column.
    """
    rows = tomllib.loads(file.read_text("utf-8"))["window"]
    return tuple(sorted(map(_row, rows), key=lambda row: row.valid_from))


def _row(row: dict[str, Any]) -> DatedWindow:
    [span] = parse_day(f"{row['from']}-{row['to']}")
    return DatedWindow(row["name"], span, row["valid_from"], row["source"])


def _cut(row: DatedWindow, worked: Sequence[Span], day: date) -> Window | None:
    """What of the window lies in the first working span that it meets."""
    for begins, finishes in worked:
        first, last = max(row.span[0], begins), min(row.span[1], finishes)
        if first < last:
            return Window(row.name, at(day, first), at(day, last))
    return None
