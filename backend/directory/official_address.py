"""The official addresses of an agency on a day, with proof: entered when, by which decision, signed by whom.

Two times are told apart: the day asked for, and what the system knew (`known_at`), so that a paper sent to what was
published then is judged by what was known then. Source: Luật 20/2023/QH15 Điều 17 (the designated system).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import orjson

from backend.clock import VIETNAM
from backend.db import ReadSession
from backend.directory import history_queries, queries
from backend.directory.history import Head, StoredChange, Trust, broken_links
from backend.directory.models import DirectoryChange
from backend.directory.published import is_published_on, published_from, published_to
from backend.directory.recorded import MAILBOX, Record
from backend.directory.service import agency_by_code
from backend.directory.terms import MailboxKind


@dataclass(frozen=True, slots=True)
class Proof:
    """Of one change. `holds`: it is what was hashed, it and its neighbours lead to a signature, and a trusted key made
    that one. `login` is empty where a command made the change."""

    seq: int
    revision: int
    entered_at: datetime
    login: str
    hash: str
    key_id: str
    signature: str
    holds: bool


@dataclass(frozen=True, slots=True)
class OfficialAddress:
    """A box that was the agency's on that day. `valid_to`: the first day on which it no longer was, as known."""

    address: str
    display: str
    valid_from: date
    valid_to: date | None
    decision_number: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class AddressesOn:
    """`agency_name`: the one it had that day. `history_begins`: what was entered before, stands in no history."""

    agency_code: str
    agency_name: str
    day: date
    known_at: datetime
    history_begins: datetime | None
    addresses: Sequence[OfficialAddress]


async def official_addresses(
    session: ReadSession, agency_code: str, day: date, known_at: datetime, trust: Trust
) -> AddressesOn:
    """
    Raises:
        AgencyNotFound: no agency has, or ever had, this code.
    """
    agency = await agency_by_code(session, agency_code)
    known = [row for row in await _told_of_boxes(session, agency_code) if row.at <= known_at]
    addresses = [await _proved(session, *said, trust) for said in _saying(known, agency_code, day)]
    first = await history_queries.change(session, 1)
    return AddressesOn(
        agency_code=agency_code,
        agency_name=await name_on(session, agency_code, agency.name, day),
        day=day,
        known_at=known_at,
        history_begins=first.at if first else None,
        addresses=addresses,
    )


async def name_on(session: ReadSession, agency_code: str, today_name: str, day: date) -> str:
    """The name an agency had on a day: of the dated ones that cover it the later begun, else today's."""
    dated = [row for row in await queries.past_names(session, agency_code) if row.valid_to is not None]
    covering = [row for row in dated if (row.valid_from or date.min) <= day < (row.valid_to or date.max)]
    found = max(covering, key=lambda row: row.valid_from or date.min, default=None)
    return found.name if found else today_name


async def _told_of_boxes(session: ReadSession, agency_code: str) -> Sequence[DirectoryChange]:
    return await history_queries.changes_of_agency(session, MAILBOX.name, agency_code)


def _saying(changes: Iterable[DirectoryChange], agency_code: str, day: date) -> list[tuple[DirectoryChange, Record]]:
    """Of each box that was the agency's that day, the change since which it has been said to be, and what it says."""
    by_box: dict[str, list[tuple[DirectoryChange, Record | None]]] = defaultdict(list)
    for change in changes:
        by_box[change.key].append((change, _row(change)))
    found = (_said_of_box(told, agency_code, day) for _, told in sorted(by_box.items()))
    return [one for one in found if one is not None]


def _said_of_box(
    told: Sequence[tuple[DirectoryChange, Record | None]], agency_code: str, day: date
) -> tuple[DirectoryChange, Record] | None:
    """What is known last counts; where it says nothing of that day, what the directory showed then, unless a decision
    had ended it before."""
    says = [row if row is not None and _is_the_agencys(row, agency_code, day) else None for _, row in told]
    place = len(told) - 1
    if says[place] is None:
        place = max((n for n, (change, _) in enumerate(told) if _on(change.at) <= day), default=-1)
        latest = told[-1][1]
        ended = latest["published_to"] if latest is not None else None
        if place < 0 or (isinstance(ended, date) and ended <= day):
            return None
    row, first = says[place], place
    while first > 0 and says[first - 1] is not None:
        first -= 1
    return (told[first][0], row) if row is not None else None


def _on(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def _is_the_agencys(row: Record, agency_code: str, day: date) -> bool:
    return row["agency_code"] == agency_code and row["kind"] == MailboxKind.AGENCY and is_published_on(row, day)


def _row(change: StoredChange) -> Record | None:
    """What stands after a change, with days and moments again."""
    if change.after is None:
        return None
    row = orjson.loads(change.after)
    read = {"published_from": date.fromisoformat, "published_to": date.fromisoformat}
    moments = dict.fromkeys(("published_at", "withdrawn_at"), datetime.fromisoformat)
    return {**row, **{name: parse(row[name]) for name, parse in (read | moments).items() if row[name]}}


async def _proved(session: ReadSession, change: DirectoryChange, row: Record, trust: Trust) -> OfficialAddress:
    return OfficialAddress(
        address=change.key,
        display=str(row["display"]),
        valid_from=cast("date", published_from(row)),
        valid_to=published_to(row),
        decision_number=str(row["decision_number"] or ""),
        proof=await proof_of(session, change, trust),
    )


async def proof_of(session: ReadSession, change: DirectoryChange, trust: Trust) -> Proof:
    """The chain from the signature before a change to the one over it, checked."""
    before = await history_queries.signature_before(session, change.seq)
    over = await history_queries.signature_over(session, change.seq)
    start = Head(before.seq, 0, before.hash) if before else Head()
    links = await history_queries.changes_between(session, start.seq, over.seq) if over else ()
    whole = bool(links) and not list(broken_links(links, start))
    signed = over is not None and bool(links) and links[-1].hash == over.hash and trust.believes(over)
    return Proof(
        seq=change.seq,
        revision=change.revision,
        entered_at=change.at,
        login=change.login,
        hash=change.hash,
        key_id=over.key_id if over else "",
        signature=over.signature if over else "",
        holds=whole and signed and (before is None or trust.believes(before)),
    )
