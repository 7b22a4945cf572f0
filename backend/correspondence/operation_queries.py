"""What operators watch of the whole province: sums only, each read from a small index."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from backend.correspondence.canary import SOURCE, Canaries, read_canaries, server_of
from backend.correspondence.models import Correspondence, Outbox, SourcePosition, UrgentAlert
from backend.correspondence.terms import OutboxState
from backend.db import ReadSession
from backend.db.ids import made_at

SERVER_GONE_AFTER = timedelta(days=7)  # taken out for good: whoever is on duty was alarmed since the first day
_UNDONE = (OutboxState.WAITING, OutboxState.CLAIMED)


@dataclass(frozen=True, slots=True)
class OutboxDepth:
    """Mails not yet sent, by kind; `due_since`: when the oldest was made of those that may go now or were tried."""

    depth: dict[str, int]
    due_since: datetime | None


@dataclass(frozen=True, slots=True)
class OpenClocks:
    """Letters in which an agency owes its first answer, and how many of them are past their term."""

    open: int
    overdue: int


async def outbox_depth(session: ReadSession, now: datetime) -> OutboxDepth:
    undone = Outbox.state.in_(_UNDONE)
    depth = dict((await session.execute(select(Outbox.kind, func.count()).where(undone).group_by(Outbox.kind))).all())
    due = or_(Outbox.not_before <= now, Outbox.attempts > 0)
    oldest = await session.scalar(select(func.min(Outbox.id)).where(undone, due))
    return OutboxDepth(depth, made_at(oldest) if oldest else None)


async def open_clocks(session: ReadSession, now: datetime) -> OpenClocks:
    overdue = func.count().filter(Correspondence.living_due_at < now)
    row = (await session.execute(select(func.count(), overdue).where(Correspondence.waiting.is_(True)))).one()
    return OpenClocks(row[0], row[1])


async def calls_waiting(session: ReadSession) -> int:
    """Calls to whoever rings the person on duty that nobody has answered yet."""
    return await session.scalar(select(func.count()).where(UrgentAlert.state.in_(_UNDONE))) or 0


async def standing_canaries(session: ReadSession, now: datetime) -> dict[int, Canaries]:
    """By the mail server's number, in order; as it stood, of one that is silent for less than `SERVER_GONE_AFTER`."""
    statement = select(SourcePosition.name, SourcePosition.position).where(
        SourcePosition.name.startswith(SOURCE), SourcePosition.read_at > now - SERVER_GONE_AFTER
    )
    rows = {server_of(name): text for name, text in await session.execute(statement)}
    return {server: read_canaries(rows[server]) for server in sorted(one for one in rows if one is not None)}
