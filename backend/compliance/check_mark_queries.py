"""A mark of everything that an agency's days of checks are counted from: where it is the same, so are the counts.

Facts are never changed, so that their number and the last sequence of each source and month say whether any came or was
forgotten. It reads indexes, of many agencies at once, and takes a fiftieth of what counting takes.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import Row, case, func, select

from backend.compliance import mailbox_check_queries as queries
from backend.compliance.check_models import MARK_LENGTH, MailboxCount
from backend.compliance.mailbox_checks import WAITS_FOR
from backend.compliance.models import DeclaredCheck
from backend.correspondence.ground import ground
from backend.correspondence.models import Correspondence, Fact
from backend.correspondence.months import bounds, month_of
from backend.correspondence.terms import FactSource
from backend.db import ReadSession
from backend.db.listed import among
from backend.directory.models import Agency
from backend.workingtime.hours import at


async def marks(session: ReadSession, agency_codes: Collection[str], since: date) -> dict[str, str]:
    """By agency code, of the days from `since` on: of whole months, so that the next day has the same.
    Directory, calendars and windows are in it as a whole."""
    month = month_of((at(since, time()) - WAITS_FOR).date())
    standing = await ground(session)
    parts: dict[str, list[object]] = {code: [month, standing] for code in agency_codes}
    for code, boxes in (await queries.agency_boxes(session, agency_codes)).items():
        parts[code].append(boxes)
    for rows in (
        await _facts(session, agency_codes, month),
        await _first_months(session, agency_codes),
        await _letters(session, agency_codes, month),
        await _declared(session, agency_codes, month),
    ):
        for code, found in rows.items():
            parts[code].append(sorted(map(repr, found)))
    return {code: hashlib.sha256(repr(of).encode()).hexdigest()[:MARK_LENGTH] for code, of in parts.items()}


async def counts(session: ReadSession, agency_codes: Collection[str]) -> dict[str, MailboxCount]:
    rows = await session.scalars(select(MailboxCount).where(among(session, MailboxCount.agency_code, agency_codes)))
    return {row.agency_code: row for row in rows}


_Rows = Mapping[str, Sequence[tuple[object, ...]]]


async def _facts(session: ReadSession, agency_codes: Collection[str], month: int) -> _Rows:
    columns = (Fact.agency_code, Fact.month, Fact.source, func.count(), func.max(Fact.sequence))
    of = among(session, Fact.agency_code, agency_codes) & (Fact.month >= month)
    return _by_agency(agency_codes, await session.execute(select(*columns).where(of).group_by(*columns[:3])))


async def _first_months(session: ReadSession, agency_codes: Collection[str]) -> _Rows:
    """Since which month anything is told of each agency's letters: nothing of days before is counted."""
    told = (Fact.agency_code == Agency.code, Fact.source != FactSource.IMPORT)
    month = select(func.min(Fact.month)).where(*told).scalar_subquery()
    rows = await session.execute(select(Agency.code, month).where(among(session, Agency.code, agency_codes)))
    return _by_agency(agency_codes, rows)


async def _letters(session: ReadSession, agency_codes: Collection[str], month: int) -> _Rows:
    """What of them is derived, and may be derived otherwise from facts of another agency."""
    columns = (
        func.count(),
        func.count(Correspondence.answered_at),
        func.min(Correspondence.answered_at),
        func.max(Correspondence.answered_at),
        func.sum(case((Correspondence.shielded, 1), else_=0)),
    )
    of = among(session, Correspondence.agency_code, agency_codes)
    came = Correspondence.received_at >= bounds(month)[0]
    rows = await session.execute(
        select(Correspondence.agency_code, *columns).where(of, came).group_by(Correspondence.agency_code)
    )
    return _by_agency(agency_codes, rows)


async def _declared(session: ReadSession, agency_codes: Collection[str], month: int) -> _Rows:
    columns = (DeclaredCheck.agency_code, func.count(), func.max(DeclaredCheck.declared_at))
    of = among(session, DeclaredCheck.agency_code, agency_codes)
    came = DeclaredCheck.declared_at >= bounds(month)[0]
    rows = await session.execute(select(*columns).where(of, came).group_by(DeclaredCheck.agency_code))
    return _by_agency(agency_codes, rows)


def _by_agency(agency_codes: Collection[str], rows: Iterable[Row[*tuple[Any, ...]]]) -> _Rows:
    """Every agency, those without any row too."""
    found: dict[str, list[tuple[object, ...]]] = defaultdict(list, {code: [] for code in agency_codes})
    for code, *values in rows:
        found[code].append(tuple(values))
    return found
