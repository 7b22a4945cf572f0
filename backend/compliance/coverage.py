"""How far an issued document came, line by line: from what is known of the letters that carried it. Pure.

Nothing is called more than it is. A letter that another server took, or that lies in a mailbox, is delivered; that it
was read is never said. A bounce counts until something later proves the opposite.

Source: Chỉ thị, khoản 1 điểm j; Luật 20/2023/QH15, Điều 17.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.compliance.terms import Coverage, Event, LinkState, Reason
from backend.correspondence.sent_letters import SentRecipient
from backend.correspondence.sent_way import WayState, WayStep

_OF_WAY = {
    WayState.ACCEPTED: Coverage.ACCEPTED,
    WayState.DELAYED: Coverage.DELAYED,
    WayState.BOUNCED: Coverage.BOUNCED,
    WayState.RETURNED: Coverage.RETURNED,
    WayState.HANDED_OVER: Coverage.HANDED_OVER,
    WayState.IN_MAILBOX: Coverage.IN_MAILBOX,
    WayState.DISPLAYED: Coverage.DISPLAYED,
    WayState.RECEIVED: Coverage.RECEIVED,
    WayState.REGISTERED: Coverage.REGISTERED,
    WayState.REPLIED: Coverage.REPLIED,
}
_RANK = {coverage: rank for rank, coverage in enumerate(Coverage)}
_OVERTURNS = {Coverage.BOUNCED, Coverage.RETURNED}  # what was delivered before, if it comes later
_EVENTS = {
    Event.DELIVERED: {Coverage.HANDED_OVER, Coverage.IN_MAILBOX},
    Event.REGISTERED: {Coverage.REGISTERED},
    Event.ANSWERED: {Coverage.REPLIED},
}


@dataclass(frozen=True, slots=True)
class Reached:
    coverage: Coverage
    at: datetime | None = None


def reached(
    recipient_code: str,
    address: str,
    recipients: Iterable[SentRecipient],
    reason: Reason | None,
    link: LinkState | None,
) -> Reached:
    """The line's standing: the furthest any letter came, else the link, else the stated reason, else nothing."""
    found = [_furthest(one.way.steps) for one in recipients if concerns(recipient_code, address, one)]
    best = max(found, key=lambda one: _RANK[one.coverage], default=None)
    if best is not None and best.coverage not in _UNPROVED:
        return best
    if reason is Reason.PUBLISHED:
        return Reached(Coverage.PUBLISHED) if link is LinkState.SAME else best or Reached(Coverage.NOT_SENT)
    if reason is not None:
        return Reached(Coverage.EXCUSED)
    return best or Reached(Coverage.NOT_SENT)


_UNPROVED = {Coverage.NOT_SENT, Coverage.ACCEPTED, Coverage.DELAYED, Coverage.BOUNCED, Coverage.RETURNED}


def concerns(recipient_code: str, address: str, recipient: SentRecipient) -> bool:
    """Whether a letter's recipient is the line's: by its box, or by another box of the same agency."""
    if address and recipient.name == address:
        return True
    return recipient_code != "" and recipient.agency_code == recipient_code


def events_of(recipient_code: str, address: str, recipients: Iterable[SentRecipient]) -> dict[Event, datetime]:
    """What there is to tell of a line, and since when."""
    steps = [step for one in recipients if concerns(recipient_code, address, one) for step in one.way.steps]
    found: dict[Event, datetime] = {}
    for event, coverages in _EVENTS.items():
        moments = [step.at for step in steps if _OF_WAY.get(step.state) in coverages]
        if moments:
            found[event] = min(moments)
    return found


def _furthest(steps: Sequence[WayStep]) -> Reached:
    """Steps come in order of time."""
    best = Reached(Coverage.ACCEPTED) if steps else Reached(Coverage.NOT_SENT)
    for step in steps:
        coverage = _OF_WAY.get(step.state)
        if coverage is not None and (coverage in _OVERTURNS or _RANK[coverage] >= _RANK[best.coverage]):
            best = Reached(coverage, step.at)
    return best
