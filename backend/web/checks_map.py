"""The map of mailbox checks in words: a row for each agency, a cell for each day of a month. Pure.

A cell says how many windows were kept of how many could be judged; its shade repeats the share in five steps, so that
nothing is told by colour alone.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend.compliance.check_models import MailboxDay
from backend.compliance.reminding import Reminded
from backend.web.dashboard_words import Words
from backend.web.moments import date_and_time
from backend.workingtime.hours import ONE_DAY

STEPS = (20, 50, 80, 100)  # percent at which a next shade begins
MOST_REMINDERS = 200  # in the list below the map; the rows count all
MOST_MONTHS = 12  # back from today's, as long as days are kept


@dataclass(frozen=True, slots=True)
class DayCell:
    """`shade`: `k0` to `k4`, `u` where nothing can be judged, "" where nothing was asked for. `declared`: of those
    kept, by somebody's own word alone; `unseen`: windows nobody can judge."""

    shade: str
    text: str
    declared: int
    unseen: int


@dataclass(frozen=True, slots=True)
class AgencyLine:
    name: str
    cells: tuple[DayCell, ...]
    share: str
    counts: str
    declared: int
    reminders: int


@dataclass(frozen=True, slots=True)
class ReminderLine:
    agency: str
    words: str


@dataclass(frozen=True, slots=True)
class MapView:
    """`uncounted`: agencies of which there is nothing to show. `before`, `after`: the months beside, "" for none."""

    month: date
    days: tuple[date, ...]
    lines: tuple[AgencyLine, ...]
    whole: str
    uncounted: tuple[str, ...]
    reminders: tuple[ReminderLine, ...]
    more_reminders: int
    counted_at: str
    before: str
    after: str


def month_asked(text: str, today: date) -> date:
    """The first day of the month that is asked for (`2026-11`); this month where that cannot be shown."""
    this = today.replace(day=1)
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return this
    return asked if _back(this, MOST_MONTHS) <= asked <= this else this


def days_in(month: date, today: date) -> list[date]:
    """Days of the month, up to today."""
    last = month.replace(day=monthrange(month.year, month.month)[1])
    return [month + ONE_DAY * number for number in range((min(last, today) - month).days + 1)]


def map_view(
    month: date,
    today: date,
    names: Mapping[str, str],
    rows: Sequence[MailboxDay],
    reminded: Sequence[Reminded],
    words: Words,
) -> MapView:
    """The agencies with the smallest share first; `names`: of all that may be seen, by code."""
    by_agency: dict[str, dict[date, MailboxDay]] = defaultdict(dict)
    for row in rows:
        by_agency[row.agency_code][row.day] = row
    days = days_in(month, today)
    told = defaultdict[str, int](int)
    for one in reminded:
        told[one.agency_code] += 1
    order = sorted(by_agency, key=lambda code: (_share(list(by_agency[code].values())), names[code]))
    listed = sorted(reminded, key=lambda one: one.reminded_at, reverse=True)
    return MapView(
        month=month,
        days=tuple(days),
        lines=tuple(_line(names[code], days, by_agency[code], told[code], words) for code in order),
        whole=words.percent(_share(rows)) if _judged(rows) else "",
        uncounted=tuple(sorted(names[code] for code in names.keys() - by_agency.keys())),
        reminders=tuple(_reminder(one, names, words) for one in listed[:MOST_REMINDERS]),
        more_reminders=max(len(listed) - MOST_REMINDERS, 0),
        counted_at=date_and_time(min(_counts(rows, month, today))) if rows else "",
        before=f"{_back(month, 1):%Y-%m}" if month > _back(today.replace(day=1), MOST_MONTHS) else "",
        after=f"{_back(month, -1):%Y-%m}" if month < today.replace(day=1) else "",
    )


def _line(name: str, days: Sequence[date], rows: Mapping[date, MailboxDay], told: int, words: Words) -> AgencyLine:
    every = list(rows.values())
    return AgencyLine(
        name=name,
        cells=tuple(_cell(rows.get(day)) for day in days),
        share=words.percent(_share(every)) if _judged(every) else "",
        counts=f"{sum(row.kept for row in every)}/{_judged(every)}",
        declared=sum(row.declared for row in every),
        reminders=told,
    )


def _cell(row: MailboxDay | None) -> DayCell:
    if row is None:
        return DayCell("", "", 0, 0)
    judged = row.kept + row.missed
    if not judged:
        return DayCell("u", "", 0, row.unseen)
    step = sum(100 * row.kept >= percent * judged for percent in STEPS)
    return DayCell(f"k{step}", f"{row.kept}/{judged}", row.declared, row.unseen)


def _reminder(one: Reminded, names: Mapping[str, str], words: Words) -> ReminderLine:
    said = words.of("checks_map", f"reminded_{one.audience}").format(
        moment=date_and_time(one.reminded_at),
        mailbox=one.mailbox,
        window=date_and_time(one.window_start),
        missed=one.missed,
        letters=one.letters,
    )
    return ReminderLine(names[one.agency_code], said)


def _counts(rows: Sequence[MailboxDay], month: date, today: date) -> list[datetime]:
    """When the days shown were counted; of today's month the latest day's, which changes."""
    last = max(row.day for row in rows)
    is_running = month == today.replace(day=1)
    return [row.counted_at for row in rows if row.day == last or not is_running]


def _judged(rows: Sequence[MailboxDay]) -> int:
    return sum(row.kept + row.missed for row in rows)


def _share(rows: Sequence[MailboxDay]) -> float:
    """Of 1; what cannot be judged stands behind everything else."""
    judged = _judged(rows)
    return sum(row.kept for row in rows) / judged if judged else 2.0


def _back(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
