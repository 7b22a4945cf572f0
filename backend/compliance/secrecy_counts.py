"""How often an agency's papers were stopped and let pass: for its state-secrets officer alone, never by person.

Source: Luật 117/2025/QH15 Điều 5; nothing of a stopped paper is stored but that it was stopped.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.compliance import secrecy_queries as queries
from backend.correspondence.terms import FactKind
from backend.db import ReadSession

LOOKBACK = timedelta(days=30)  # less than any of this is kept


@dataclass(frozen=True, slots=True)
class SecrecyCounts:
    """In [since, until). `blocked`: files that the browser's gate stopped, each as often as it was tried; `refused`:
    letters the mail server refused for a mark; `removed`: marked messages taken out of mailboxes again; `cleared`:
    files two people let pass; `declared`: files a named person vouched for."""

    since: datetime
    until: datetime
    blocked: int
    refused: int
    removed: int
    cleared: int
    declared: int


async def secrecy_counts(session: ReadSession, agency_code: str, now: datetime) -> SecrecyCounts:
    """Of the last `LOOKBACK`."""
    span = (agency_code, now - LOOKBACK, now)
    stopped = await queries.stopped_by_server(session, *span)
    return SecrecyCounts(
        since=now - LOOKBACK,
        until=now,
        blocked=await queries.blocked_in_browsers(session, *span),
        refused=stopped[FactKind.REFUSED],
        removed=stopped[FactKind.REMOVED],
        cleared=await queries.cleared(session, *span),
        declared=await queries.declared(session, *span),
    )
