"""The register of outgoing papers: taken over, compared with what was mailed. One function, one unit of work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend.audit import service as audit
from backend.compliance import queries, retention
from backend.compliance import service as issuing
from backend.compliance.models import RegisterEntry
from backend.compliance.numbering import gaps, read_symbol
from backend.compliance.register_file import KIND_LIMIT, MOST_RECIPIENTS, RegisterRow
from backend.compliance.service import Clerk
from backend.compliance.terms import Issued, LinkState, NumberGap, Reason, Unmailed
from backend.db import ReadSession, WriteSession
from backend.directory import service as directory
from backend.errors import NotFound, UsageError

MOST_AT_ONCE = 2000
LONGEST_ENTRY = 300


class EntryNotFound(NotFound):
    code = "register_entry_not_found"


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows were taken over, and how many of them were not there before."""

    rows: int
    new: int


@dataclass(frozen=True, slots=True)
class Followed:
    """A paper that asks for a letter. `settled`: one carried it, or a link or stated reasons stand instead."""

    paper: Unmailed
    settled: bool


async def import_rows(
    session: WriteSession, agency_code: str, rows: Sequence[RegisterRow], clerk: Clerk, now: datetime
) -> Taken:
    """Take over all of these rows, or, if one does not fit, none. Entries of Nơi nhận are resolved and forgotten.

    Raises:
        UsageError: naming the line of the first row that does not fit.
    """
    for row in rows:
        if len(row.kind) > KIND_LIMIT or len(row.recipients) > MOST_RECIPIENTS:
            raise UsageError(f"line {row.line}: does not fit")
    mailable = await _mailable_entries(session, agency_code, rows, now)
    years = {row.issued_on.year for row in rows}
    known = {(year, one) for year in years for one in await queries.symbols_registered(session, agency_code, year)}
    await queries.store_register(
        session,
        [
            {
                "agency_code": agency_code,
                "year": row.issued_on.year,
                "symbol": row.symbol.text,
                "issued_on": row.issued_on,
                "kind": row.kind,
                "copies": row.copies,
                "mailable": not row.recipients or any(_cut(entry) in mailable for entry in row.recipients),
                "reason": "",
                "imported_at": now,
            }
            for row in rows
        ],
    )
    taken = Taken(len(rows), sum((row.issued_on.year, row.symbol.text) not in known for row in rows))
    audit.record(
        session,
        "register.imported",
        at=now,
        login=clerk.login,
        person_id=clerk.person_id or None,
        agency_code=agency_code,
        data={"rows": taken.rows, "new": taken.new},
    )
    return taken


async def unmailed(session: ReadSession, agency_code: str, since: date, until: date) -> list[Unmailed]:
    """Papers issued on these days that no letter is known to have carried, in order; those with a stated reason too.

    A document of the panel counts as mailed once a letter carried it, a published link holds, or every line of it has a
    reason. Papers that went in letters beside the panel are not known: somebody says so (`Reason.MAILED`).
    """
    documents = await issuing.every_issued(session, agency_code, since, until)
    return [one.paper for one in await papers(session, agency_code, since, until, documents) if not one.settled]


async def papers(
    session: ReadSession, agency_code: str, since: date, until: date, documents: Sequence[Issued]
) -> list[Followed]:
    """Papers of the register that ask for a letter, and `documents` of the panel that are not in it, in order.
    `documents`: all that the agency issued, or recorded, on these days."""
    settled = {(one.issued_on.year, one.symbol) for one in documents if is_settled(one)}
    registered = await queries.register_entries(session, agency_code, since, until)
    waiting = {(one.issued_on.year, one.symbol): one.id for one in documents if not is_settled(one)}
    in_register = {(row.year, row.symbol) for row in registered}
    found = [
        Followed(
            Unmailed(
                row.symbol,
                row.kind,
                row.issued_on,
                waiting.get((row.year, row.symbol), ""),
                Reason(row.reason) if row.reason else None,
            ),
            (row.year, row.symbol) in settled,
        )
        for row in registered
        if row.mailable
    ]
    found += [
        Followed(Unmailed(one.symbol, one.kind, one.issued_on, one.id, None), is_settled(one))
        for one in documents
        if (one.issued_on.year, one.symbol) not in in_register
    ]
    return sorted(found, key=lambda one: (one.paper.issued_on, one.paper.symbol))


def is_settled(document: Issued) -> bool:
    if document.messages or (document.link is not None and document.link.state is LinkState.SAME):
        return True
    return bool(document.lines) and all(line.covered for line in document.lines)


async def number_gaps(session: ReadSession, agency_code: str, year: int, today: date) -> list[NumberGap]:
    """For the agency's own clerk only: a list of missing numbers can be a list of secret papers. Of a year that is
    kept no longer there are none: what is left of it by chance is no sequence."""
    if year <= retention.standing(today).last_year_forgotten(today):
        return []
    symbols = [read_symbol(text) for text in await queries.symbols_of_year(session, agency_code, year)]
    return gaps(symbol for symbol in symbols if symbol is not None)


async def state_reason(
    session: WriteSession, agency_code: str, year: int, symbol: str, reason: Reason | None, clerk: Clerk, now: datetime
) -> None:
    """Say why a paper of the register was not mailed. Of a secret one nothing stays: its row is removed, and the audit
    log says nothing of it but that a row was removed.

    Raises:
        EntryNotFound: no such row.
        UsageError: a reason of lines alone.
    """
    row = await _entry(session, agency_code, year, symbol)
    if reason is Reason.PERSON:
        raise UsageError("reason: not one of a register's row")
    if reason is Reason.SECRET:
        await queries.remove_register_entry(session, agency_code, year, row.symbol)
    else:
        row.reason, row.reason_by, row.reason_at = reason or "", clerk.person_id, now
    audit.record(
        session,
        "register.row_removed" if reason is Reason.SECRET else "register.reason",
        at=now,
        login=clerk.login,
        person_id=clerk.person_id,
        agency_code=agency_code,
    )


async def _entry(session: ReadSession, agency_code: str, year: int, symbol: str) -> RegisterEntry:
    row = await queries.register_entry(session, agency_code, year, symbol)
    if row is None:
        raise EntryNotFound("the register has no such row")
    return row


async def _mailable_entries(
    session: ReadSession, agency_code: str, rows: Sequence[RegisterRow], now: datetime
) -> Collection[str]:
    """Entries that name anybody but the agency itself, or whom the directory does not know."""
    texts = sorted({_cut(entry) for row in rows for entry in row.recipients})
    resolved = await directory.resolve_recipients(session, texts, now, agency_code)
    return {
        entry.text
        for entry in resolved
        if not entry.internal
        and not (entry.matches and all(match.agency_code == agency_code for match in entry.matches))
    }


def _cut(entry: str) -> str:
    return entry[:LONGEST_ENTRY]
