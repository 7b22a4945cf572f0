"""SQL of calls to other systems, whichever table they wait in: each is taken by one worker, and settled by it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute

from backend.correspondence.terms import OutboxState
from backend.db import ReadSession, WriteSession
from backend.db.base import Base

Call = TypeVar("Call", bound=Base)
_OPEN = (OutboxState.WAITING, OutboxState.CLAIMED)  # claimed counts once the time somebody took for it is over


@dataclass(frozen=True, slots=True)
class Calls(Generic[Call]):
    """A table of calls. `state`: an `OutboxState`; `began`: what the call tells of."""

    table: type[Call]
    state: InstrumentedAttribute[str]
    not_before: InstrumentedAttribute[datetime]
    began: InstrumentedAttribute[datetime]

    async def is_waiting(self, session: ReadSession, now: datetime) -> bool:
        statement = select(self.state).where(self.state.in_(_OPEN), self.not_before <= now).limit(1)
        return await session.scalar(statement) is not None

    async def next(self, session: WriteSession, now: datetime) -> Call | None:
        """The one that has waited longest. Other workers' picks are passed over."""
        waiting = select(self.table).where(self.state.in_(_OPEN), self.not_before <= now)
        first = waiting.order_by(self.not_before, self.began).limit(1)
        return await session.scalar(first.with_for_update(skip_locked=True))

    async def settle(self, session: WriteSession, key: tuple[Any, ...], **values: Any) -> None:
        """Note the outcome of a claimed call, by its key; of one that somebody else settled, nothing changes."""
        columns = self.table.__table__.primary_key
        same = [column == value for column, value in zip(columns, key, strict=True)]
        await session.change(update(self.table).where(*same, self.state == OutboxState.CLAIMED).values(**values))
