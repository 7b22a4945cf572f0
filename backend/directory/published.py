"""On which days a mailbox is an official address: by the decision's days, else by what the system was told. Pure."""

from datetime import date, datetime

from backend.clock import VIETNAM
from backend.directory.recorded import Record


def published_from(mailbox: Record) -> date | None:
    """The first day; None if it was never published."""
    told, decided = mailbox["published_at"], mailbox["published_from"]
    if not isinstance(told, datetime):
        return None
    return decided if isinstance(decided, date) else told.astimezone(VIETNAM).date()


def published_to(mailbox: Record) -> date | None:
    """The first day on which it no longer is; None while no end is known."""
    told, decided = mailbox["withdrawn_at"], mailbox["published_to"]
    if isinstance(decided, date):
        return decided
    return told.astimezone(VIETNAM).date() if isinstance(told, datetime) else None


def is_published_on(mailbox: Record, day: date) -> bool:
    begins, ends = published_from(mailbox), published_to(mailbox)
    return begins is not None and begins <= day and (ends is None or day < ends)
