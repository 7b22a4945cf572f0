"""SQL of what a quarterly report asks beyond the figures: on which days anything was told at all."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select

from backend.compliance.check_models import MailboxReminder
from backend.correspondence.models import BoxDay, Fact
from backend.correspondence.terms import FactKind, FactSource
from backend.db import ReadSession
from backend.workingtime.hours import in_vietnam

OF_LETTERS = (FactSource.MILTER, FactSource.IMAP, FactSource.IMPORT)
OF_OPENINGS = (FactSource.DOVECOT,)


async def days_told(
    session: ReadSession, agency_code: str, months: Collection[int], sources: Collection[FactSource]
) -> set[date]:
    """Days, in Vietnam's time, on which one of these sources told anything of an agency: a stretch of one key."""
    statement = select(Fact.at).where(Fact.agency_code == agency_code, Fact.month.in_(months), Fact.source.in_(sources))
    return {in_vietnam(at).date() for at in await session.scalars(statement)}


async def check_reminders(session: ReadSession, since: datetime, until: datetime) -> dict[str, int]:
    """By agency, how often somebody was reminded in [since, until) of a box that was not looked into."""
    counted = select(MailboxReminder.agency_code, func.count()).group_by(MailboxReminder.agency_code)
    its = (MailboxReminder.reminded_at >= since, MailboxReminder.reminded_at < until)
    return dict((await session.execute(counted.where(*its))).all())


async def days_counted(session: ReadSession, since: date, until: date) -> set[date]:
    """Days of which counts are left of what mailbox servers told."""
    statement = select(BoxDay.day).where(
        BoxDay.day.between(since, until), BoxDay.what.in_((FactKind.OPENED, FactKind.MDN_SENT))
    )
    return set(await session.scalars(statement.distinct()))
