"""Issued documents: recorded when a clerk issues a paper by mail, and how far each came. A function is a unit of work.

Source: Chỉ thị, khoản 1 điểm j (whoever issues a paper also mails it to every agency in Nơi nhận).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from backend.audit import service as audit
from backend.compliance import queries
from backend.compliance.coverage import reached
from backend.compliance.models import TEXT_LENGTH, URL_LENGTH, IssuedDocument, IssuedLine, PublishedLink
from backend.compliance.numbering import read_symbol
from backend.compliance.register_file import KIND_LIMIT
from backend.compliance.terms import (
    Coverage,
    Issued,
    LineStanding,
    Link,
    LinkState,
    NewDocument,
    NewLine,
    Reason,
)
from backend.correspondence import sent_letters
from backend.correspondence.sent_letters import SentLetter
from backend.db import ReadSession, WriteSession
from backend.db.base import ADDRESS_LENGTH, FINGERPRINT_LENGTH
from backend.db.ids import new_id
from backend.directory import queries as directory
from backend.directory.terms import MailboxKind
from backend.errors import NotFound, UsageError

MOST_DOCUMENTS, MOST_LINES = 200, 1000
MOST_PAGES, MOST_COPIES = 10_000, 1000
_FINGERPRINT = re.compile(rf"[A-Za-z0-9_-]{{{FINGERPRINT_LENGTH}}}")


class DocumentNotFound(NotFound):
    code = "issued_document_not_found"


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who acts: a log-in, and the person among those who share it."""

    login: str
    person_id: str


async def record(session: WriteSession, agency_code: str, new: NewDocument, clerk: Clerk, now: datetime) -> str:
    """Note that a paper is issued; its id. The same paper again: what is new is added, stated reasons stay. Another
    file under the number and symbol of one that no letter carried yet stands in its place, with its own recipients.

    Nothing is sent: the letter goes the ordinary way, and is found by the paper's fingerprint.

    Raises:
        UsageError: naming the field that cannot be.
    """
    new = _checked(replace(new, lines=await _known(session, new.lines)))
    row = await queries.document_of(session, agency_code, new.fingerprint)
    if row is None:
        row = await queries.unsent_document(session, agency_code, new.symbol, new.issued_on.year)
    if row is None:
        row = IssuedDocument(
            agency_code=agency_code,
            id=new_id(),
            recorded_at=now,
            recorded_by=clerk.person_id,
        )
        session.add(row)
    replaced = row.fingerprint not in (None, new.fingerprint)
    row.fingerprint, row.symbol, row.kind, row.issued_on = new.fingerprint, new.symbol, new.kind, new.issued_on
    row.pages, row.copies, row.next_look_at = new.pages, new.copies, now
    await session.flush()
    await _add_lines(session, row, new.lines, clerk, now, replaced=replaced)
    audit.record_deed(session, "issued.recorded", row, clerk, now, {"lines": len(new.lines)})
    return row.id


async def state_reason(
    session: WriteSession,
    agency_code: str,
    document_id: str,
    ordinals: Collection[int],
    reason: Reason | None,
    clerk: Clerk,
    now: datetime,
) -> None:
    """Say why these lines get no letter; None takes it back. Of a person the line's words are not kept.

    Raises:
        DocumentNotFound: the agency issued none with this id.
        UsageError: a reason of the register alone, or a line that is not there.
    """
    row = await _document(session, agency_code, document_id)
    if reason is Reason.SECRET:
        raise UsageError("reason: not one of a line")
    by_ordinal = {line.ordinal: line for line in (await queries.lines(session, agency_code, [document_id]))[row.id]}
    if not ordinals or set(ordinals) - by_ordinal.keys():
        raise UsageError("lines: no such line")
    for ordinal in ordinals:
        line = by_ordinal[ordinal]
        line.reason, line.reason_by, line.reason_at = reason or "", clerk.person_id, now
        if reason is Reason.PERSON:
            line.text, line.recipient_code, line.address = "", "", ""
    row.next_look_at = now
    audit.record_deed(session, "issued.reason", row, clerk, now, {"lines": len(ordinals), "reason": reason or ""})


async def publish(
    session: WriteSession, agency_code: str, document_id: str, url: str, clerk: Clerk, now: datetime
) -> None:
    """Name the address where the paper is published; "" takes it back. The worker looks whether it is there.

    Raises:
        DocumentNotFound: the agency issued none with this id.
        UsageError: no http or https address.
    """
    row = await _document(session, agency_code, document_id)
    link = (await queries.links(session, agency_code, [document_id])).get(document_id)
    if not url.strip():
        if link is not None:
            await session.delete(link)
        return
    url = _checked_url(url.strip())
    if link is None:
        link = PublishedLink(agency_code=agency_code, document_id=row.id)
        session.add(link)
    link.url, link.state, link.key_mark, link.checked_at = url, LinkState.WAITING, "", None
    link.next_check_at, link.added_by, link.added_at = now, clerk.person_id, now
    audit.record_deed(session, "issued.published", row, clerk, now)


async def issued(session: ReadSession, agency_code: str, since: date, until: date) -> list[Issued]:
    """What the agency issued, or recorded, on these days, both included, the latest first; at most 200 documents."""
    return await as_they_stand(
        session, agency_code, await queries.documents(session, agency_code, since, until, MOST_DOCUMENTS)
    )


async def every_issued(session: ReadSession, agency_code: str, since: date, until: date) -> list[Issued]:
    """As `issued`, however many there are."""
    rows = await queries.documents(session, agency_code, since, until, None)
    found = []
    for start in range(0, len(rows), MOST_DOCUMENTS):
        found += await as_they_stand(session, agency_code, rows[start : start + MOST_DOCUMENTS])
    return found


async def issued_document(session: ReadSession, agency_code: str, document_id: str) -> Issued:
    """
    Raises:
        DocumentNotFound: the agency issued none with this id.
    """
    return (await as_they_stand(session, agency_code, [await _document(session, agency_code, document_id)]))[0]


async def as_they_stand(session: ReadSession, agency_code: str, rows: Sequence[IssuedDocument]) -> list[Issued]:
    """The documents with the coverage of each line, by what is known of their letters now."""
    ids = [row.id for row in rows]
    lines = await queries.lines(session, agency_code, ids)
    messages = await queries.messages(session, agency_code, ids)
    links = await queries.links(session, agency_code, ids)
    every = [one for found in messages.values() for one in found]
    letters = {one.message_id: one for one in await sent_letters.sent_letters(session, agency_code, every)}
    codes = {line.recipient_code for found in lines.values() for line in found} - {""}
    names = await directory.agency_names(session, codes)
    return [
        _standing(
            row,
            lines.get(row.id, []),
            [letters[one] for one in messages.get(row.id, []) if one in letters],
            links.get(row.id),
            names,
        )
        for row in rows
    ]


def _standing(
    row: IssuedDocument,
    lines: Sequence[IssuedLine],
    letters: Sequence[SentLetter],
    link: PublishedLink | None,
    names: Mapping[str, str],
) -> Issued:
    recalls = [letter.recalls[-1] for letter in letters if letter.recalls]
    return Issued(
        id=row.id,
        symbol=row.symbol,
        kind=row.kind,
        issued_on=row.issued_on,
        pages=row.pages,
        copies=row.copies,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        messages=len(letters),
        recalled=max(recalls, key=lambda act: act.at).act if recalls else "",
        link=Link(link.url, LinkState(link.state), link.checked_at) if link else None,
        lines=tuple(_line(line, letters, link, names) for line in lines),
    )


def _line(
    line: IssuedLine, letters: Sequence[SentLetter], link: PublishedLink | None, names: Mapping[str, str]
) -> LineStanding:
    recipients = [one for letter in letters for one in letter.recipients]
    reason = Reason(line.reason) if line.reason else None
    state = LinkState(link.state) if link else None
    found = reached(line.recipient_code, line.address, recipients, reason, state)
    return LineStanding(
        ordinal=line.ordinal,
        entry=line.entry,
        text=line.text,
        recipient_code=line.recipient_code,
        recipient_name=names.get(line.recipient_code, ""),
        address=line.address,
        coverage=Coverage(found.coverage),
        at=found.at,
        reason=reason,
    )


async def _document(session: ReadSession, agency_code: str, document_id: str) -> IssuedDocument:
    row = await queries.document(session, agency_code, document_id)
    if row is None:
        raise DocumentNotFound("the agency issued no paper with this id")
    return row


async def _add_lines(
    session: WriteSession,
    row: IssuedDocument,
    lines: Sequence[NewLine],
    clerk: Clerk,
    now: datetime,
    *,
    replaced: bool,
) -> None:
    present = (await queries.lines(session, row.agency_code, [row.id])).get(row.id, [])
    if replaced:
        wanted = {(line.entry, line.recipient_code, line.address) for line in lines}
        for old in present:
            if (old.entry, old.recipient_code, old.address) not in wanted:
                await session.delete(old)
    known = {(line.entry, line.recipient_code, line.address) for line in present}
    fresh = [line for line in lines if (line.entry, line.recipient_code, line.address) not in known]
    for ordinal, line in enumerate(fresh, start=max((one.ordinal for one in present), default=0) + 1):
        session.add(
            IssuedLine(
                agency_code=row.agency_code,
                document_id=row.id,
                ordinal=ordinal,
                entry=line.entry,
                text=line.text,
                recipient_code=line.recipient_code,
                address=line.address,
                reason=line.reason or "",
                reason_by=clerk.person_id if line.reason else None,
                reason_at=now if line.reason else None,
            )
        )
    await session.flush()


async def _known(session: ReadSession, lines: Sequence[NewLine]) -> tuple[NewLine, ...]:
    """The lines with the agencies the directory knows, and the boxes it knows as theirs: others are nobody's."""
    names = await directory.agency_names(session, {line.recipient_code for line in lines if line.recipient_code})
    boxes = await directory.mailboxes(session, {line.address.lower() for line in lines if line.address})
    own = {(box.agency.code, address) for address, box in boxes.items() if box.kind is not MailboxKind.PERSONAL}
    return tuple(
        replace(
            line,
            recipient_code=line.recipient_code if line.recipient_code in names else "",
            address=line.address.lower() if (line.recipient_code, line.address.lower()) in own else "",
        )
        for line in lines
    )


def _checked(new: NewDocument) -> NewDocument:
    symbol = read_symbol(new.symbol)
    fits = {
        "fingerprint": bool(_FINGERPRINT.fullmatch(new.fingerprint)),
        "symbol": symbol is not None,
        "kind": len(new.kind) <= KIND_LIMIT,
        "pages": new.pages is None or 0 < new.pages <= MOST_PAGES,
        "copies": 0 < new.copies <= MOST_COPIES,
        "lines": len(new.lines) <= MOST_LINES,
    }
    if wrong := [name for name, fitting in fits.items() if not fitting]:
        raise UsageError(f"{wrong[0]}: does not fit")
    lines = tuple(_checked_line(line) for line in new.lines)
    return replace(new, symbol=symbol.text if symbol else "", lines=lines)


def _checked_line(line: NewLine) -> NewLine:
    """Words of a line are kept where it names an agency, or has a stated reason that concerns no person; an address
    only with its agency: whoever is not in the directory may be a citizen."""
    if line.reason is Reason.SECRET or len(line.address) > ADDRESS_LENGTH:
        raise UsageError("lines: does not fit")
    if line.recipient_code and line.reason is not Reason.PERSON:
        return replace(line, text=_words(line.text))
    kept = line.reason is not None and line.reason is not Reason.PERSON
    return NewLine(line.entry, _words(line.text) if kept else "", reason=line.reason)


def _words(text: str) -> str:
    return " ".join(text.split())[:TEXT_LENGTH]


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    if len(url) > URL_LENGTH or parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise UsageError("url: an http or https address is needed, without a log-in in it")
    return url
