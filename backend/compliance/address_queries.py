"""All SQL of the health of official mailboxes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, select, text

from backend.compliance.models import AddressConfirmation
from backend.correspondence.models import Fact
from backend.correspondence.months import month_of
from backend.correspondence.terms import FactKind
from backend.db import ReadSession, WriteSession
from backend.db.insert_first import insert_first
from backend.workingtime.hours import in_vietnam

Seen = tuple[str, str, str, datetime, datetime]  # (what, agency, address, first, last)
_TOLD = (FactKind.IN_MAILBOX, FactKind.BOUNCED, FactKind.OPENED, FactKind.CHECKED)
_IS_BOX_EVENT = text("kind IN ('opened', 'mdn_sent', 'counted')")  # said as the index says it


async def seen_of_boxes(session: ReadSession, since: datetime, agency_code: str | None) -> list[Seen]:
    """When letters first and last arrived in each mailbox, came back from it, were opened there, were sent from it.

    Of one agency's facts, or of every agency's, which are the whole province's; these moments alone are read.
    """
    data = Fact.data
    box = case((Fact.kind == FactKind.CHECKED, data["from"]["box"].as_string()), else_=data["to"]["box"].as_string())
    told = select(Fact.kind, Fact.agency_code, box.label("box"), Fact.at).where(
        Fact.kind.in_(_TOLD), Fact.at >= since, Fact.month >= month_of(in_vietnam(since).date())
    )
    if agency_code is not None:
        told = told.where(Fact.agency_code == agency_code)
    found = told.subquery().c
    of = (found.kind, found.agency_code, found.box)
    statement = select(*of, func.min(found.at), func.max(found.at)).where(found.box.is_not(None)).group_by(*of)
    rows = await session.execute(statement)
    return [(kind, code, address, first, last) for kind, code, address, first, last in rows]


async def is_any_opened(session: ReadSession, since: datetime) -> bool:
    """Whether any mailbox of the province is known to have been opened since then."""
    opened = select(Fact.agency_code).where(_IS_BOX_EVENT, Fact.kind == FactKind.OPENED, Fact.at >= since)
    return await session.scalar(opened.limit(1)) is not None


async def confirmations(session: ReadSession, quarter: str) -> Sequence[AddressConfirmation]:
    return (await session.scalars(select(AddressConfirmation).where(AddressConfirmation.quarter == quarter))).all()


async def note_asked(session: WriteSession, agency_code: str, address: str, quarter: str, now: datetime) -> bool:
    """Whether this unit of work is the one that asks."""
    values = {"agency_code": agency_code, "address": address, "quarter": quarter, "asked_at": now}
    return await insert_first(session, AddressConfirmation, values)


async def note_confirmed(session: WriteSession, address: str, quarter: str, now: datetime) -> bool:
    """Whether the box was asked; the first press counts."""
    asked = select(AddressConfirmation).where(
        AddressConfirmation.address == address, AddressConfirmation.quarter == quarter
    )
    rows = (await session.scalars(asked)).all()
    for row in rows:
        row.confirmed_at = row.confirmed_at or now
    return bool(rows)
