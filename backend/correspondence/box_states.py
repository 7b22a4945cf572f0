"""What the agency's own boxes did with a letter that came: for that agency alone, and never who of its people did it.

That a box opened a letter is not that anybody read it, and its program's read receipt proves handling only.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from backend.correspondence import fact_queries
from backend.correspondence.keeping import box_events_kept
from backend.correspondence.models import Correspondence
from backend.correspondence.terms import FactKind
from backend.db import ReadSession


@dataclass(frozen=True, slots=True)
class BoxState:
    """`opened_at`: first (\\Seen). `receipt_sent_at`: when the receipt that the sender had asked for went out."""

    mailbox: str
    opened_at: datetime | None
    receipt_sent_at: datetime | None


def are_forgotten(row: Correspondence, now: datetime) -> bool:
    """Whether the letter is so old that what boxes did with it may have been deleted."""
    return now - row.received_at > box_events_kept(now)


async def box_states(session: ReadSession, row: Correspondence) -> list[BoxState]:
    """Of the boxes that did something with it, by address."""
    kinds = (FactKind.OPENED, FactKind.MDN_SENT)
    facts = (await fact_queries.facts_of_message_ids(session, [row.message_id], kinds)).get(row.message_id, [])
    first: dict[str, dict[FactKind, datetime]] = defaultdict(dict)
    for fact in facts:
        if fact.agency_code == row.agency_code and row.message_id:
            first[fact.data["to"].get("box", "")].setdefault(fact.kind, fact.at)
    return [BoxState(box, at.get(FactKind.OPENED), at.get(FactKind.MDN_SENT)) for box, at in sorted(first.items())]
