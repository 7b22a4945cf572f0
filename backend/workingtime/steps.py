"""How a stretch of time was counted: every minute of it, in steps, each with its reason."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files

from backend.workingtime.calendar import Calendar, DatedWeek, DayKind
from backend.workingtime.hours import ONE_DAY, at, in_vietnam

LUNCH, NIGHT = "lunch", "night"


@dataclass(frozen=True, slots=True)
class Step:
    """[start, end) in Vietnam's time; `reason` is worded for officials."""

    start: datetime
    end: datetime
    counted: bool
    reason: str


def steps_between(start: datetime, end: datetime, calendar: Calendar, language: str = "vi") -> list[Step]:
    """Steps that cover [start, end) without gap; neighbours with the same reason are one.

    The counted ones add up to `working_time_between`. Empty if the end is not after the start.

    Raises:
        ValueError: if either end is naive.
    """
    start, end = in_vietnam(start), in_vietnam(end)
    steps: list[Step] = []
    for step in _days(start.date(), end.date(), calendar, language):
        cut = replace(step, start=max(step.start, start), end=min(step.end, end))
        if cut.start >= cut.end:
            continue
        if steps and (steps[-1].counted, steps[-1].reason) == (cut.counted, cut.reason):
            cut = replace(cut, start=steps.pop().start)
        steps.append(cut)
    return steps


def _days(first: date, last: date, calendar: Calendar, language: str) -> Iterator[Step]:
    day = first
    while day <= last:
        yield from _steps_of(day, calendar, language)
        day += ONE_DAY


def _steps_of(day: date, calendar: Calendar, language: str) -> Iterator[Step]:
    """The steps of one whole day, from midnight to midnight."""
    texts, spans = _texts(language), calendar.spans_on(day)
    midnight, next_midnight = at(day, time()), at(day + ONE_DAY, time())
    reason = _reason_of(day, calendar, language)
    if not spans:
        yield Step(midnight, next_midnight, counted=False, reason=reason)
        return
    standing, pause = midnight, NIGHT
    for begins, finishes in spans:
        yield Step(standing, at(day, begins), counted=False, reason=texts[pause])
        yield Step(at(day, begins), at(day, finishes), counted=True, reason=reason)
        standing, pause = at(day, finishes), LUNCH
    yield Step(standing, next_midnight, counted=False, reason=texts[NIGHT])


def _reason_of(day: date, calendar: Calendar, language: str) -> str:
    texts, kind, special = _texts(language), calendar.kind_of(day), calendar.special_on(day)
    if special is None or special.kind is not kind:
        return _ordinary_hours(calendar.week_on(day), texts) if kind is DayKind.WORKING else texts[kind]
    other = f"{special.other:%d/%m/%Y}" if special.other else ""
    reason = texts[kind].format(name=special.name, day=other)
    if special.decision_number is None:
        return reason
    return texts["decision"].format(reason=reason, number=special.decision_number)


def _ordinary_hours(week: DatedWeek, texts: dict[str, str]) -> str:
    if week.source is None:
        return texts[DayKind.WORKING]
    return texts["own_week" if week.season is None else "season"].format(source=week.source, season=week.season)


@cache
def _texts(language: str) -> dict[str, str]:
    return tomllib.loads(files("backend.workingtime").joinpath(f"locales/{language}.toml").read_text("utf-8"))
