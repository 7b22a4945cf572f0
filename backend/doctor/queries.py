"""All SQL of the doctor: it reads and changes nothing."""

from datetime import datetime

from sqlalchemy import func, select

from backend.access.models import Webmail
from backend.correspondence.models import Outbox
from backend.correspondence.terms import OutboxState
from backend.db import ReadSession


async def database_clock(session: ReadSession) -> datetime | None:
    """The server's own; None where it has none (SQLite asks the machine)."""
    if session.dialect != "postgresql":
        return None
    return await session.scalar(select(func.clock_timestamp()))


async def waiting_since(session: ReadSession, before: datetime) -> tuple[int, datetime | None]:
    """How many mails of ours should have gone before this moment and were not tried, and since when the first waits."""
    statement = select(func.count(), func.min(Outbox.not_before)).where(
        Outbox.state == OutboxState.WAITING, Outbox.not_before < before
    )
    [row] = (await session.execute(statement)).all()
    return int(row[0]), row[1]


async def webmails(session: ReadSession) -> dict[str, str]:
    """The public key of each webmail, by its name."""
    return {row.id: row.public_key for row in await session.scalars(select(Webmail).order_by(Webmail.id))}
