"""Letters that wait for their answer, very many at once: column by column, and how long each has waited by a moment.

What `open_time` says of the same letters one by one (property tested). Pure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np

from backend.correspondence.clocks import NONE, numbered
from backend.correspondence.histogram import Integers
from backend.correspondence.terms import Standing
from backend.workingtime.calendar import Calendar
from backend.workingtime.cumulative import WorkedTime, microseconds
from backend.workingtime.day_table import SECOND


class WaitingGroup(NamedTuple):
    """`letters`: how many have this agency, month, sender class, matter and standing."""

    agency_code: str
    month: int
    sender_class: str
    matter: str
    standing: str
    letters: int


@dataclass(frozen=True, slots=True)
class WaitingColumns:
    """The letters of some groups, in the groups' order. Moments: microseconds since 1970 in UTC, `NONE` for none;
    `own`, `sender` and `other` are working seconds of the turns before this one."""

    groups: Sequence[WaitingGroup]
    turn_since: Integers
    own: Integers
    sender: Integers
    other: Integers
    due_at: Integers

    @property
    def of_group(self) -> Integers:
        """Which group each letter is of."""
        return np.repeat(np.arange(len(self.groups)), [group.letters for group in self.groups])

    def where(self, is_wanted: Callable[[WaitingGroup], bool]) -> "WaitingColumns":
        wanted = [is_wanted(group) for group in self.groups]
        if all(wanted):
            return self
        kept = np.array(wanted, bool)[self.of_group]
        columns = (self.turn_since, self.own, self.sender, self.other, self.due_at)
        groups = [group for group, is_kept in zip(self.groups, wanted, strict=True) if is_kept]
        return WaitingColumns(groups, *(column[kept] for column in columns))

    def by(self, calendars: Mapping[str, Calendar], now: datetime) -> "SoFar":
        """Their time by this moment. `calendars` by agency code."""
        of_group, moment = self.of_group, microseconds(now)
        turn = np.zeros(len(of_group), np.int64)
        kinds, kind_of_group = numbered(id(calendars[group.agency_code]) for group in self.groups)
        known = {id(one): one for one in calendars.values()}
        for number, kind in enumerate(kinds):
            mine = np.flatnonzero(kind_of_group[of_group] == number)
            since = np.where(self.turn_since[mine] == NONE, moment, self.turn_since[mine])
            turn[mine] = WorkedTime(known[kind]).between(since, np.full(len(mine), moment)) // SECOND
        is_senders = np.array([group.standing == Standing.SENDERS_TURN for group in self.groups], bool)[of_group]
        return SoFar(
            of_group=of_group,
            own=self.own + np.where(is_senders, 0, turn),
            sender=self.sender + np.where(is_senders, turn, 0),
            other=self.other,
            due=np.where(self.due_at == NONE, NONE, self.due_at // SECOND),
        )


@dataclass(frozen=True, slots=True)
class SoFar:
    """Of each letter the working seconds of each side so far, and when it is due (Unix seconds, `NONE`: nothing says by
    when)."""

    of_group: Integers
    own: Integers
    sender: Integers
    other: Integers
    due: Integers
