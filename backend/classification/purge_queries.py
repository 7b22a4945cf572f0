"""All SQL that deletes what the gates said and what officials declared, once its time is over."""

from datetime import datetime

from sqlalchemy import delete, func, select

from backend.classification.models import BrowserVerdict, Clearance, Declaration, GateCheck
from backend.db import ReadSession, WriteSession

_CHECKS = (BrowserVerdict.at, GateCheck.at)
_DECLARATIONS = (Declaration.expires_at, Clearance.valid_until)


async def forget_checks(session: WriteSession, before: datetime) -> int:
    """Verdicts of both gates about files of letters."""
    return sum([await session.change(delete(of.class_).where(of < before)) for of in _CHECKS])


async def checks_before(session: ReadSession, before: datetime) -> int:
    return sum([await session.scalar(select(func.count()).where(of < before)) or 0 for of in _CHECKS])


async def forget_declarations(session: WriteSession, before: datetime) -> int:
    """Declarations and clearances that ended before then."""
    return sum([await session.change(delete(of.class_).where(of < before)) for of in _DECLARATIONS])


async def declarations_before(session: ReadSession, before: datetime) -> int:
    return sum([await session.scalar(select(func.count()).where(of < before)) or 0 for of in _DECLARATIONS])
