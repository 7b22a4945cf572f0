"""What is wrong with an official mailbox, by what is known of its letters. Pure.

Nothing here is about a person: shared mailboxes only, and only whether anybody opened anything at all.

Source: Chỉ thị, khoản 1 điểm d (published addresses), khoản 2 điểm d (the clerk opens the mailbox every day).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.workingtime.hours import in_vietnam

LOOKED_BACK = timedelta(days=30)
SILENT_AFTER = timedelta(days=14)
ANSWER_WITHIN = timedelta(days=14)  # from the day the box was asked to confirm


class Trouble(StrEnum):
    BOUNCING = "bouncing"  # the last thing known of a letter to it: it came back
    SILENT = "silent"  # letters lie in it, and nobody opened any or wrote from it
    UNCONFIRMED = "unconfirmed"  # asked this quarter, and nobody pressed the button


@dataclass(frozen=True, slots=True)
class BoxTrace:
    """The last moments, within `LOOKED_BACK`, at which this was seen of a mailbox; None: never."""

    arrived_first: datetime | None = None
    arrived: datetime | None = None
    bounced: datetime | None = None
    opened: datetime | None = None
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    asked_at: datetime
    confirmed_at: datetime | None


def quarter_of(moment: datetime) -> str:
    """In Vietnam's time: "2026Q4"."""
    day = in_vietnam(moment).date()
    return f"{day.year}Q{(day.month + 2) // 3}"


def troubles_of(
    trace: BoxTrace, confirmation: Confirmation | None, now: datetime, *, openings_seen: bool
) -> dict[Trouble, datetime]:
    """What is wrong, and since when. `openings_seen`: whether the province's mail servers tell of openings at all;
    where they do not, nobody is called silent."""
    found: dict[Trouble, datetime] = {}
    if trace.bounced is not None and (trace.arrived is None or trace.bounced > trace.arrived):
        found[Trouble.BOUNCING] = trace.bounced
    first = trace.arrived_first
    lively = any(moment is not None and moment > now - SILENT_AFTER for moment in (trace.opened, trace.sent))
    if openings_seen and first is not None and first <= now - SILENT_AFTER and not lively:
        found[Trouble.SILENT] = max(filter(None, (trace.opened, trace.sent, first)))
    if confirmation is not None and confirmation.confirmed_at is None and now - confirmation.asked_at > ANSWER_WITHIN:
        found[Trouble.UNCONFIRMED] = confirmation.asked_at
    return found
