"""All SQL of the health of official mailboxes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from backend.compliance.models import AddressConfirmation
from backend.correspondence.models import Fact
from backend.correspondence.terms import FactKind
from backend.db import ReadSession, WriteSession
from backend.db.insert_first import insert_first

Seen = tuple[str, str, datetime, datetime]  # (what, address, first, last)


async def seen_of_boxes(session: ReadSession, since: datetime) -> list[Seen]:
    """When letters first and last arrived in each mailbox, came back from it, were opened there, were sent from it.

    Of every agency's facts only these moments are read, by mailbox.
    """
    to, sender = Fact.data["to"]["box"].as_string(), Fact.data["from"]["box"].as_string()
    found: list[Seen] = []
    for kind, box in (
        (FactKind.IN_MAILBOX, to),
        (FactKind.BOUNCED, to),
        (FactKind.OPENED, to),
        (FactKind.CHECKED, sender),
    ):
        statement = (
            select(box, func.min(Fact.at), func.max(Fact.at))
            .where(Fact.kind == kind, Fact.at >= since, box.is_not(None))
            .group_by(box)
        )
        rows = await session.execute(statement)
        found += [(kind, address, first, last) for address, first, last in rows]
    return found


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
