"""Who is reminded after a missed window of a box: the deputy after one, the head after two in a row. Pure.

A window is missed only where letters waited at its end and the mail server tells what is opened; what is not known
reminds nobody. While a box stays missed each of them is told once, and once more at the beginning of the next day.

Source: Chỉ thị, khoản 2 điểm d.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.compliance.mailbox_checks import CheckState, Evidence, WindowCheck
from backend.correspondence.escalation import Audience
from backend.workingtime.hours import in_vietnam

LOGS_COME_WITHIN = timedelta(minutes=10)  # what was opened in the last minute of a window is known by then


@dataclass(frozen=True, slots=True)
class Reminder:
    """`missed`: windows in a row, this one counted; `letters`: that lay unopened at its end."""

    mailbox: str
    window: WindowCheck
    missed: int
    letters: int
    audiences: tuple[Audience, ...]


def over_by(windows: Sequence[WindowCheck], now: datetime) -> list[WindowCheck]:
    """Windows that asked for something and of which all is known by now, in order."""
    asked = [one for one in windows if one.state is not CheckState.NO_DUTY]
    return [one for one in asked if one.end + LOGS_COME_WITHIN <= now]


def reminder_of(mailbox: str, windows: Sequence[WindowCheck]) -> Reminder | None:
    """What the last window asks for; `windows`: those of the box that are over, in order, of some days."""
    run = 0
    while run < len(windows) and windows[-1 - run].state is CheckState.MISSED:
        run += 1
    if run == 0:
        return None
    last = windows[-1]
    opens_the_day = len(windows) == 1 or _day(windows[-2]) != _day(last)
    audiences = (
        *((Audience.DEPUTY,) if run == 1 or opens_the_day else ()),
        *((Audience.HEAD,) if run == 2 or (opens_the_day and run > 1) else ()),
    )
    letters = sum(proof.count for proof in last.proofs if proof.kind is Evidence.WAITED)
    return Reminder(mailbox, last, run, letters, audiences) if audiences else None


def _day(window: WindowCheck) -> object:
    return in_vietnam(window.start).date()
