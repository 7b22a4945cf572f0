"""Forgets issued papers whose time is over, a year of an agency in each unit of work, and proves it there.

What was counted has to be what went, and nothing of it may be left; else nothing is forgotten. The audit log says which
year of which agency went, how much of it, and by which row of retention.toml; `congvu retention` looks again.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from backend.audit import service as audit
from backend.clock import VIETNAM
from backend.compliance import purge_queries, retention
from backend.db import WriteSession
from backend.errors import DomainError

DEED = "issued.forgotten"


class NotForgotten(DomainError):
    """What was removed is not what was to be removed; the unit of work must not be kept."""

    code = "not_forgotten"


@dataclass(frozen=True, slots=True)
class Forgotten:
    agency_code: str
    year: int
    documents: int
    register_rows: int
    lines: int
    messages: int
    links: int
    calls: int


async def forget_a_year(session: WriteSession, now: datetime) -> Forgotten | None:
    """The earliest year of an agency that is kept no longer; None where there is none.

    Raises:
        NotForgotten: it cannot be proved.
        LookupError: no row of retention.toml stands today.
    """
    today = now.astimezone(VIETNAM).date()
    keep = retention.standing(today)
    last_year = keep.last_year_forgotten(today)
    found = await purge_queries.oldest(session, last_year)
    if found is None:
        return None
    which = (*found, last_year)
    papers = await purge_queries.papers_of(session, *which)
    parts = await purge_queries.parts_of(session, *which)
    removed, rows = await purge_queries.remove(session, *which)
    left = {name: count for name, count in (await purge_queries.left_of(session, *which)).items() if count}
    if removed != len(papers) or left:
        raise NotForgotten(f"{len(papers)} papers to forget, {removed} removed, left: {left or 'nothing'}")
    agency_code, year = found
    forgotten = Forgotten(agency_code, year, documents=removed, register_rows=rows, **parts)
    said = {"kept_years": keep.years, "basis": keep.basis, "left": 0}
    counts = {name: value for name, value in asdict(forgotten).items() if name != "agency_code"}
    if removed or rows:  # another worker may have been before
        audit.record(session, DEED, at=now, agency_code=forgotten.agency_code, data=counts | said)
    return forgotten
