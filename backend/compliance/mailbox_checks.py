"""Whether an agency's box was looked into in each of the day's windows, and how we know. Pure.

A window is kept when somebody did something in the box during it, when no unopened letter waited in it at its end, or
when somebody declared a check, which is shown as their own word. That a page stood open, or logged in, proves nothing.

Source: Chỉ thị, khoản 2 điểm d (the clerk opens the mailbox five times a day).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from backend.workingtime.calendar import Calendar
from backend.workingtime.hours import at
from backend.workingtime.windows import DatedWindow, Window, windows_on

WAITS_FOR = timedelta(days=14)  # a letter nobody opened for longer is told of elsewhere (address_health)


class CheckState(StrEnum):
    KEPT = "kept"
    MISSED = "missed"
    RUNNING = "running"  # goes on, and nothing was seen yet
    AHEAD = "ahead"
    NO_DUTY = "no_duty"  # not in working time
    UNSEEN = "unseen"  # letters came, and the mail server does not tell whether any was opened


class Evidence(StrEnum):
    OPENED = "opened"  # a letter, by somebody of the box
    RECEIPT_SENT = "receipt_sent"  # the box's program told a sender that a letter was displayed
    SENT = "sent"  # a letter from the box; not what a machine sends
    NOTED = "noted"  # what was done about a letter, by name
    DECLARED = "declared"
    NOTHING_WAITED = "nothing_waited"
    WAITED = "waited"
    NOT_TOLD = "not_told"
    DAY_OFF = "day_off"


@dataclass(frozen=True, slots=True)
class Seen:
    """Something done in the box."""

    kind: Evidence
    at: datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """A letter in the box. `dealt_with_at`: when it was first opened, noted or answered; None: not yet."""

    arrived_at: datetime
    dealt_with_at: datetime | None

    def waits_at(self, moment: datetime) -> bool:
        return self.arrived_at < moment and (self.dealt_with_at is None or self.dealt_with_at >= moment)


@dataclass(frozen=True, slots=True)
class Declared:
    person_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BoxTraces:
    """What is known of one box: the day's deeds, and letters that came within `WAITS_FOR` before its end.
    `openings_told`: whether its mail server tells of letters opened at all."""

    seen: Sequence[Seen] = ()
    arrivals: Sequence[Arrival] = ()
    declared: Sequence[Declared] = ()
    openings_told: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """`at`: when it was first seen; of letters that waited, when the oldest came. `count`: how many there were."""

    kind: Evidence
    at: datetime | None = None
    count: int = 0
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class WindowCheck:
    """[start, end) in Vietnam's time."""

    name: str
    start: datetime
    end: datetime
    state: CheckState
    proofs: tuple[Proof, ...]

    @property
    def self_declared(self) -> bool:
        """Kept by somebody's own word alone."""
        kinds = {proof.kind for proof in self.proofs}
        return self.state is CheckState.KEPT and Evidence.DECLARED in kinds and len(kinds) == 1


def checks_of(
    day: date, rows: Sequence[DatedWindow], calendar: Calendar, traces: BoxTraces, now: datetime
) -> list[WindowCheck]:
    """Every window that holds on a day, in order; those outside the agency's working time ask for nothing."""
    duties = {window.name: window for window in windows_on(day, calendar, rows)}
    traces = _of_day(traces, at(day, time()))
    holding = {row.name: row for row in rows if row.valid_from <= day}
    checks = [
        _check(duties[row.name], traces, now) if row.name in duties else _no_duty(row, day) for row in holding.values()
    ]
    return sorted(checks, key=lambda check: check.start)


def waiting_in(traces: BoxTraces, moment: datetime) -> int:
    """How many letters lie unopened at a moment of the day."""
    return _waiting(traces.arrivals, moment).count


def _of_day(traces: BoxTraces, begins: datetime) -> BoxTraces:
    """Without what was over when the day began: no window of it asks for that."""
    arrivals = [one for one in traces.arrivals if one.dealt_with_at is None or one.dealt_with_at >= begins]
    return replace(traces, seen=[one for one in traces.seen if one.at >= begins], arrivals=arrivals)


def _check(window: Window, traces: BoxTraces, now: datetime) -> WindowCheck:
    state, proofs = _judged(window, traces, now)
    return WindowCheck(window.name, window.start, window.end, state, tuple(proofs))


def _judged(window: Window, traces: BoxTraces, now: datetime) -> tuple[CheckState, list[Proof]]:
    if now < window.start:
        return CheckState.AHEAD, []
    done = [*_deeds(window, traces.seen, now), *_declarations(window, traces.declared, now)]
    if done:
        return CheckState.KEPT, done
    waiting = _waiting(traces.arrivals, min(now, window.end))
    if now < window.end:
        return CheckState.RUNNING, [waiting]
    if waiting.kind is Evidence.NOTHING_WAITED:
        return CheckState.KEPT, [waiting]
    if not traces.openings_told:
        return CheckState.UNSEEN, [waiting, Proof(Evidence.NOT_TOLD)]
    return CheckState.MISSED, [waiting]


def _deeds(window: Window, seen: Iterable[Seen], now: datetime) -> list[Proof]:
    inside = [one for one in seen if window.start <= one.at < window.end and one.at <= now]
    kinds = sorted({one.kind for one in inside}, key=list(Evidence).index)
    moments = {kind: [one.at for one in inside if one.kind is kind] for kind in kinds}
    return [Proof(kind, min(moments[kind]), len(moments[kind])) for kind in kinds]


def _declarations(window: Window, declared: Iterable[Declared], now: datetime) -> list[Proof]:
    inside = [one for one in declared if window.start <= one.at < window.end and one.at <= now]
    if not inside:
        return []
    first = min(inside, key=lambda one: one.at)
    return [Proof(Evidence.DECLARED, first.at, len(inside), first.person_id)]


def _waiting(arrivals: Iterable[Arrival], moment: datetime) -> Proof:
    waiting = [one.arrived_at for one in arrivals if one.waits_at(moment) and moment - one.arrived_at <= WAITS_FOR]
    return Proof(Evidence.WAITED, min(waiting), len(waiting)) if waiting else Proof(Evidence.NOTHING_WAITED, moment)


def _no_duty(row: DatedWindow, day: date) -> WindowCheck:
    start, end = (at(day, moment) for moment in row.span)
    return WindowCheck(row.name, start, end, CheckState.NO_DUTY, (Proof(Evidence.DAY_OFF),))
