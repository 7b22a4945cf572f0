"""Asks official mailboxes once a quarter whether they are still read, and says which are in trouble.

The answer is a button pressed in the mailbox itself; opening the link changes nothing, for scanners open links.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from backend.audit import service as audit
from backend.compliance import address_queries
from backend.compliance.address_health import (
    LOOKED_BACK,
    BoxTrace,
    Confirmation,
    Trouble,
    quarter_of,
    troubles_of,
)
from backend.correspondence import escalating, notices
from backend.correspondence.terms import FactKind, NoticeKind
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory
from backend.directory.models import Mailbox
from backend.directory.terms import MailboxKind

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Task:
    """Something for the directory's owner to look after."""

    agency_code: str
    agency_name: str
    address: str
    trouble: Trouble
    since: datetime


@dataclass(frozen=True, slots=True)
class AgencyAddresses:
    """How many of an agency's published mailboxes there are, and how many were confirmed this quarter."""

    code: str
    name: str
    published: int
    confirmed: int


async def ask(session: WriteSession, now: datetime) -> int:
    """Queue a question to every published mailbox that was not asked this quarter, some at a time; returns how many.
    A mail goes when the mailbox's agency works."""
    quarter = quarter_of(now)
    asked = {row.address for row in await address_queries.confirmations(session, quarter)}
    waiting = [box for box in await _published(session) if box.address not in asked]
    for box in waiting[:AT_ONCE]:
        if not await address_queries.note_asked(session, box.agency_code, box.address, quarter, now):
            continue
        key, data = f"{quarter}.{box.address}", {"address": box.address, "quarter": quarter}
        goes_at = await escalating.may_go_at(session, box.agency_code, now)
        kind = NoticeKind.CONFIRM_ADDRESS
        session.add(notices.mail(box.agency_code, "", kind, key.replace("@", "."), data, box.address, goes_at))
    await session.flush()
    return len(waiting[:AT_ONCE])


async def confirm(session: WriteSession, address: str, quarter: str, now: datetime) -> bool:
    """Somebody who reads the mailbox says so; the caller has checked the token. False for a box that was not asked."""
    if not await address_queries.note_confirmed(session, address, quarter, now):
        return False
    audit.record(session, "address.confirmed", at=now, login=address, data={"quarter": quarter})
    return True


async def tasks(session: ReadSession, now: datetime, agency_code: str | None = None) -> list[Task]:
    """What is wrong with published mailboxes now, by agency and address; of one agency, or of all, for which every
    fact of a month is read. What was mended is gone by itself. Of a mailbox that went from one agency to another, what
    happened before is the other's."""
    traces, openings_seen = await _traces(session, now, agency_code)
    asked = {
        row.address: Confirmation(row.asked_at, row.confirmed_at)
        for row in await address_queries.confirmations(session, quarter_of(now))
    }
    boxes = await _published(session, agency_code)
    names = await directory.agency_names(session, {box.agency_code for box in boxes})
    return [
        Task(box.agency_code, names.get(box.agency_code, box.agency_code), box.address, trouble, since)
        for box in boxes
        for trouble, since in troubles_of(
            traces.get((box.agency_code, box.address), BoxTrace()),
            asked.get(box.address),
            now,
            openings_seen=openings_seen,
        ).items()
    ]


async def addresses_of_agencies(session: ReadSession, now: datetime) -> list[AgencyAddresses]:
    """Every agency with how many of its mailboxes were confirmed this quarter; one without any stands there too."""
    confirmed = {
        row.address
        for row in await address_queries.confirmations(session, quarter_of(now))
        if row.confirmed_at is not None
    }
    boxes: dict[str, list[str]] = defaultdict(list)
    for box in await _published(session):
        boxes[box.agency_code].append(box.address)
    parents = await directory.parents(session)
    names = await directory.agency_names(session, parents)
    return [
        AgencyAddresses(code, names[code], len(boxes[code]), len(confirmed & set(boxes[code])))
        for code in sorted(names)
    ]


async def _published(session: ReadSession, agency_code: str | None = None) -> list[Mailbox]:
    """Shared mailboxes to write to; an official's own is nobody's business."""
    if agency_code is None:
        boxes = await directory.every_mailbox(session)
    else:
        boxes = await directory.mailboxes_at(session, agency_code)
    shared = [box for box in boxes if box.published_at is not None and box.kind != MailboxKind.PERSONAL]
    return sorted(shared, key=lambda box: (box.agency_code, box.address))


async def _traces(
    session: ReadSession, now: datetime, agency_code: str | None
) -> tuple[dict[tuple[str, str], BoxTrace], bool]:
    """By agency and address; and whether the province's mail servers tell of openings."""
    traces: dict[tuple[str, str], BoxTrace] = defaultdict(BoxTrace)
    since = now - LOOKED_BACK
    for what, code, address, first, last in await address_queries.seen_of_boxes(session, since, agency_code):
        trace, key = traces[code, address], (code, address)
        if what == FactKind.IN_MAILBOX:
            traces[key] = replace(trace, arrived_first=first, arrived=last)
        elif what == FactKind.BOUNCED:
            traces[key] = replace(trace, bounced=last)
        elif what == FactKind.OPENED:
            traces[key] = replace(trace, opened=last)
        else:
            traces[key] = replace(trace, sent=last)
    return traces, await address_queries.is_any_opened(session, since)
