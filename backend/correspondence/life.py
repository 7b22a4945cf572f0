"""The life of one letter: whose turn it was, from when to when, and which of its clocks have stopped. Pure.

Three clocks: acknowledged, first human answer, settled. The second and third count the agency's turns only: while the
sender has to add something, or another agency answers, they stand. An answer settles a letter unless somebody says that
it is the sender's turn; reopening begins a new segment and leaves the first answer where it was.

Source: architecture.md, "Facts, then figures"; Chỉ thị, khoản 1 điểm g.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from backend.correspondence.terms import AnsweredBy, Because, Standing, Turn

_ENDED = frozenset({Standing.ANSWERED, Standing.SETTLED, Standing.NO_ANSWER, Standing.RETURNED, Standing.MERGED})


class Segment(NamedTuple):
    """[start, end) belongs to `turn`; `end` is None while it lasts."""

    turn: Turn
    start: datetime
    end: datetime | None
    because: Because


@dataclass(slots=True)
class Life:
    """Every method takes the moment it happened at; moments come in order."""

    received_at: datetime
    standing: Standing = Standing.OPEN
    segments: list[Segment] = field(default_factory=list)
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: AnsweredBy | None = None
    answer_message_id: str | None = None
    settled_at: datetime | None = None
    reopened: int = 0

    def __post_init__(self) -> None:
        self.segments.append(Segment(Turn.AGENCY, self.received_at, None, Because.ARRIVED))

    @property
    def has_ended(self) -> bool:
        return self.standing in _ENDED

    def acknowledge(self, at: datetime) -> None:
        if self.acknowledged_at is None or at < self.acknowledged_at:
            self.acknowledged_at = at

    def answer(self, at: datetime, by: AnsweredBy, message_id: str | None = None) -> None:
        """An answer has reached the sender. While it is the sender's turn it was the question, and the letter lives."""
        self.acknowledge(at)
        if self.answered_at is None:
            self.answered_at, self.answered_by, self.answer_message_id = at, by, message_id
        if self.standing is not Standing.SENDERS_TURN and not self.has_ended:
            self._end(at, Standing.ANSWERED)

    def ask_sender(self, at: datetime) -> None:
        self.standing = Standing.SENDERS_TURN
        self.settled_at = None
        self._turn_to(Turn.SENDER, at, Because.ASKED_SENDER)

    def follow_up(self, at: datetime) -> None:
        """The sender wrote again; what was written while the agency had to act anyway changes nothing."""
        if self.standing is Standing.SENDERS_TURN:
            self.standing = Standing.OPEN
            self._turn_to(Turn.AGENCY, at, Because.FOLLOWED_UP)

    def pass_on(self, at: datetime) -> None:
        self.standing, self.settled_at = Standing.PASSED_ON, None
        self._turn_to(Turn.OTHER_AGENCY, at, Because.PASSED_ON)

    def come_back(self, at: datetime) -> None:
        self.standing, self.settled_at = Standing.OPEN, None
        self._turn_to(Turn.AGENCY, at, Because.CAME_BACK)

    def reopen(self, at: datetime) -> None:
        if self.standing is not Standing.OPEN:
            self.standing, self.settled_at = Standing.OPEN, None
            self.reopened += 1
            self._turn_to(Turn.AGENCY, at, Because.REOPENED)

    def settle(self, at: datetime) -> None:
        """Somebody says that nothing is left to do. A letter answered before is settled by its answer already."""
        if not self.has_ended:
            self._end(at, Standing.SETTLED)

    def set_aside(self, at: datetime, standing: Standing) -> None:
        """No answer will come: returned, merged, or none needed."""
        if not self.has_ended:
            self._end(at, standing)
            self.settled_at = None
        self.standing = standing

    def _end(self, at: datetime, standing: Standing) -> None:
        self._close(at)
        self.standing, self.settled_at = standing, at

    def _turn_to(self, turn: Turn, at: datetime, because: Because) -> None:
        last = self.segments[-1]
        if last.end is None and last.turn is turn:
            return
        self._close(at)
        self.segments.append(Segment(turn, at, None, because))

    def _close(self, at: datetime) -> None:
        last = self.segments[-1]
        if last.end is None:
            self.segments[-1] = Segment(last.turn, last.start, max(at, last.start), last.because)
