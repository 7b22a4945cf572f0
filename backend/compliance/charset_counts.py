"""How many letters were written in what: counted from the gate's records, and added up. Pure.

Counted are letters that the log-in of an agency's own box, or of one of its posts, sent; those of officials' personal
boxes are not, nor automatic ones. A record of before the gate told of it counts for nothing: it is not known.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from backend.classification.letter_charset import LetterCharset
from backend.clock import VIETNAM
from backend.directory.terms import MailboxEntry, MailboxKind

_KNOWN = frozenset(map(str, LetterCharset))
DayKey = tuple[str, date, str]  # agency, day in Vietnam, LetterCharset


@dataclass(frozen=True, slots=True)
class CharsetCounts:
    """Letters by what they are written in. The share is of `told`: those of which it is known what all, or some other
    part, of them is written in."""

    unicode: int = 0
    decomposed: int = 0
    old: int = 0
    not_read: int = 0
    no_text: int = 0

    @property
    def told(self) -> int:
        return self.unicode + self.decomposed + self.old

    @property
    def share(self) -> float | None:
        return self.unicode / self.told if self.told else None

    def __add__(self, other: Self) -> "CharsetCounts":
        return CharsetCounts(
            unicode=self.unicode + other.unicode,
            decomposed=self.decomposed + other.decomposed,
            old=self.old + other.old,
            not_read=self.not_read + other.not_read,
            no_text=self.no_text + other.no_text,
        )


def by_day(records: Iterable[Mapping[str, Any]], boxes: Mapping[str, MailboxEntry]) -> Counter[DayKey]:
    """`boxes`: by log-in. A record that cannot be read is passed over."""
    found: Counter[DayKey] = Counter()
    for record in records:
        box = boxes.get(str(record.get("login") or "").lower())
        if box is None or box.kind is MailboxKind.PERSONAL or record.get("charset") not in _KNOWN:
            continue
        try:
            if not record["automatic"]["automatic"]:
                day = datetime.fromisoformat(record["at"]).astimezone(VIETNAM).date()
                found[box.agency.code, day, record["charset"]] += 1
        except (KeyError, TypeError, ValueError):
            continue
    return found


def logins_in(records: Iterable[Mapping[str, Any]]) -> set[str]:
    """Of the letters of which it is told what they are written in."""
    return {str(record["login"]).lower() for record in records if record.get("charset") and record.get("login")}
