"""Where a letter to an agency that no longer exists, or to a box it no longer uses, belongs today."""

from dataclasses import dataclass
from datetime import date

from backend.db import ReadSession
from backend.directory import queries
from backend.directory.models import Agency, Mailbox

MOST_STEPS = 20  # from an agency to what became of it


@dataclass(frozen=True, slots=True)
class Moved:
    """`address`: the published mailbox to write to. `is_another`: another agency answers there."""

    agency_code: str
    agency_name: str
    address: str
    is_another: bool


async def moved_to(session: ReadSession, agency_code: str, mailbox: str, today: date) -> Moved | None:
    """None while agency and box are in use, or nobody knows where else to write."""
    agency = await queries.agency(session, agency_code)
    if agency is None:
        return None
    heir = await _heir(session, agency, today)
    box = await session.get(Mailbox, mailbox)
    withdrawn = box is not None and _is_out_of_use(box, today)
    if not withdrawn and heir.code == agency_code:  # as nearly always: the province's boxes are not read for it
        return None
    address = (await queries.published_agency_boxes(session, today)).get(heir.code)
    if address is None or address == mailbox:
        return None
    return Moved(heir.code, heir.name, address, is_another=heir.code != agency_code)


def _is_out_of_use(box: Mailbox, today: date) -> bool:
    return box.withdrawn_at is not None or (box.published_to is not None and box.published_to <= today)


async def _heir(session: ReadSession, agency: Agency, today: date) -> Agency:
    """The agency itself while it exists; else the first of its successors that does, where every step has only one."""
    for _ in range(MOST_STEPS):
        if agency.valid_to is None or agency.valid_to > today:
            break
        heirs = await queries.successors(session, agency.code)
        if len(heirs) != 1:  # divided among several: whose the letter is, nobody here can say
            break
        agency = heirs[0]
    return agency
