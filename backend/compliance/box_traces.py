"""What facts and letters tell of each box of an agency, day by day. Pure.

Every fact is looked at once, however many days are asked for: it is laid into the days it matters to. Letters for named
receivers alone are left out: that there is one is nobody else's to see.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from backend.compliance.mailbox_checks import WAITS_FOR, Arrival, BoxTraces, Declared, Evidence, Seen
from backend.correspondence.terms import FactKind, FactSource
from backend.workingtime.hours import ONE_DAY, at, in_vietnam

_DEEDS = {
    FactKind.OPENED.value: Evidence.OPENED,
    FactKind.MDN_SENT.value: Evidence.RECEIPT_SENT,
    FactKind.CHECKED.value: Evidence.SENT,
    FactKind.ACT.value: Evidence.NOTED,
}
_DEALS = (FactKind.OPENED.value, FactKind.MDN_SENT.value, FactKind.ACT.value)
_ARRIVALS = (FactKind.IN_MAILBOX.value, FactKind.HANDED_OVER.value)


class BoxFact(NamedTuple):
    """`box`: the one it happened in, or that sent it by hand. `letter`: what an official noted something about, by
    name; a sender's own word names nobody."""

    kind: str
    source: str
    at: datetime
    message_id: str | None
    box: str | None
    letter: str | None


class LetterRow(NamedTuple):
    id: str
    mailbox: str
    message_id: str
    answered_at: datetime | None
    shielded: bool


@dataclass(frozen=True, slots=True)
class BoxHistory:
    """Of one box. `told`: when the mail server told anything of the agency's letters, in order."""

    seen: Mapping[date, Sequence[Seen]]
    arrivals: Mapping[date, Sequence[Arrival]]
    told: Sequence[datetime]

    def of_day(self, day: date, declared: Sequence[Declared]) -> BoxTraces:
        begins, ends = at(day, time()), at(day + ONE_DAY, time())
        told = bisect_left(self.told, begins - WAITS_FOR) < bisect_left(self.told, ends)
        return BoxTraces(self.seen.get(day, ()), self.arrivals.get(day, ()), declared, told)


def histories_of(
    boxes: Iterable[str], facts: Sequence[BoxFact], letters: Sequence[LetterRow], last: date
) -> dict[str, BoxHistory]:
    """By box, up to the day `last`; `facts`, in order of time, and `letters` are the whole agency's."""
    hidden = {letter.message_id for letter in letters if letter.shielded}
    shown = [letter for letter in letters if letter.message_id not in hidden]
    by_id = {letter.id: letter for letter in shown}
    answered = {letter.message_id: letter.answered_at for letter in shown if letter.answered_at}
    told = [fact.at for fact in facts if fact.source == FactSource.DOVECOT]
    by_box: dict[str, list[BoxFact]] = defaultdict(list)
    for fact in facts:
        letter = by_id.get(fact.letter or "")
        if letter is not None:
            by_box[letter.mailbox].append(fact._replace(message_id=letter.message_id))
        elif fact.box and fact.message_id not in hidden:
            by_box[fact.box].append(fact)
    return {box: _history(by_box[box], answered, told, last) for box in boxes}


def _history(
    facts: Iterable[BoxFact], answered: Mapping[str, datetime], told: Sequence[datetime], last: date
) -> BoxHistory:
    seen: dict[date, list[Seen]] = defaultdict(list)
    came: dict[str, list[datetime]] = defaultdict(list)
    dealt: dict[str, list[datetime]] = defaultdict(list)
    for fact in facts:
        if fact.kind in _ARRIVALS:
            came[fact.message_id or ""].append(fact.at)
        elif fact.kind in _DEEDS:
            seen[in_vietnam(fact.at).date()].append(Seen(_DEEDS[fact.kind], fact.at))
            if fact.kind in _DEALS:
                dealt[fact.message_id or ""].append(fact.at)
    arrivals: dict[date, list[Arrival]] = defaultdict(list)
    for message_id, moments in came.items():
        over = [*dealt.get(message_id, ()), *([answered[message_id]] if message_id in answered else [])]
        for day, arrival in _waits(moments, sorted(over), last):
            arrivals[day].append(arrival)
    return BoxHistory(seen, arrivals, told)


def _waits(came: Sequence[datetime], dealt: Sequence[datetime], last: date) -> Iterator[tuple[date, Arrival]]:
    """The days on which a letter lay in the box unopened for some time. Copies of it may come later: each day is told
    by what happened within `WAITS_FOR` before it."""
    day, known = in_vietnam(came[0]).date(), min(last, in_vietnam(came[-1] + WAITS_FOR).date())
    while day <= known:
        begins = at(day, time())
        arrived = _first(came, begins - WAITS_FOR)
        over = _first(dealt, begins - WAITS_FOR)
        if arrived is not None and arrived < begins + ONE_DAY and (over is None or over >= begins):
            yield day, Arrival(arrived, over)
        if over is not None and over < begins and len(came) == 1 and came[0] <= over:
            return  # it waits no more
        day += ONE_DAY


def _first(moments: Sequence[datetime], since: datetime) -> datetime | None:
    found = bisect_left(moments, since)
    return moments[found] if found < len(moments) else None
