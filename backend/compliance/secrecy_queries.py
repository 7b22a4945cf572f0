"""SQL of how often both gates stopped papers of an agency and people let some pass: numbers alone, of nobody."""

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, text

from backend.classification.models import BrowserVerdict, Clearance, Declaration
from backend.classification.verdict import Action
from backend.correspondence.models import Fact
from backend.correspondence.terms import FactKind
from backend.db import ReadSession

_IS_REFUSAL = text("kind IN ('refused', 'removed')")  # said as the index says it


async def blocked_in_browsers(session: ReadSession, code: str, begins: datetime, ends: datetime) -> int:
    return await _count(
        session,
        BrowserVerdict.agency_code == code,
        BrowserVerdict.action == Action.BLOCK,
        BrowserVerdict.at >= begins,
        BrowserVerdict.at < ends,
    )


async def stopped_by_server(session: ReadSession, code: str, begins: datetime, ends: datetime) -> Counter[FactKind]:
    """Letters of the agency's own officials refused for a mark, and marked messages that clients stored, by kind."""
    statement = select(Fact.kind, Fact.data).where(
        _IS_REFUSAL, Fact.at >= begins, Fact.at < ends, Fact.agency_code == code
    )
    return Counter(
        FactKind(kind)
        for kind, data in await session.execute(statement)
        if kind == FactKind.REMOVED or (data.get("direction") == "submission" and data.get("action") == Action.BLOCK)
    )


async def cleared(session: ReadSession, code: str, begins: datetime, ends: datetime) -> int:
    """Clearances that a second person approved."""
    return await _count(
        session, Clearance.agency_code == code, Clearance.approved_at >= begins, Clearance.approved_at < ends
    )


async def declared(session: ReadSession, code: str, begins: datetime, ends: datetime) -> int:
    """Files for which a named person vouched."""
    return await _count(
        session, Declaration.agency_code == code, Declaration.declared_at >= begins, Declaration.declared_at < ends
    )


async def _count(session: ReadSession, *wanted: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).where(*wanted)) or 0
