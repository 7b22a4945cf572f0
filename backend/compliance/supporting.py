"""Tickets to the support desk: noted, told by letter, moved on by a named person of the desk.

Their state is what the desk says of them and nothing else: no time that goes by makes a ticket an answered one.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.audit import service as audit
from backend.compliance import support_queries as queries
from backend.compliance.models import SupportTicket
from backend.correspondence import notices
from backend.correspondence.terms import NoticeKind
from backend.db import WriteSession
from backend.errors import NotFound, UsageError

OPEN_LIMIT = 10  # of one log-in, which clerks may share
REFERENCE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # read aloud: no I, O, 0, 1
REFERENCE_LENGTH = 8


class Difficulty(StrEnum):
    STOPPED = "stopped"  # a letter or a file, wrongly
    NOT_CHECKED = "not_checked"
    RECIPIENT = "recipient"
    FIGURE = "figure"
    SIGN_IN = "sign_in"
    SLOW = "slow"
    HOW_TO = "how_to"
    OTHER = "other"


class Place(StrEnum):
    COMPOSE = "compose"
    LETTER = "letter"
    EXTENSION = "extension"
    DESKTOP = "desktop"
    PAGES = "pages"


class TicketState(StrEnum):
    OPEN = "open"
    IN_WORK = "in_work"
    ANSWERED = "answered"


NEXT: Mapping[TicketState, tuple[TicketState, ...]] = {
    TicketState.OPEN: (TicketState.IN_WORK, TicketState.ANSWERED),
    TicketState.IN_WORK: (TicketState.ANSWERED,),
    TicketState.ANSWERED: (TicketState.IN_WORK,),  # it was not the answer after all
}


class TicketNotFound(NotFound):
    code = "support_ticket_not_found"


@dataclass(frozen=True, slots=True)
class Report:
    """What goes to the desk: nothing of a letter, no words of the person's."""

    difficulty: Difficulty
    place: Place
    version: str
    browser: str
    bundle: str


async def report(
    session: WriteSession, login: str, agency_code: str, told: Report, desk: str, now: datetime
) -> SupportTicket:
    """Note it, and queue its letter to `desk`; with "" the desk has no address and reads its page.

    Raises:
        UsageError: too many of this log-in's are open.
    """
    waiting = [one for one in await queries.of_login(session, login) if one.state != TicketState.ANSWERED]
    for one in waiting:
        if (one.difficulty, one.place, one.state) == (told.difficulty, told.place, TicketState.OPEN):
            return one  # pressed twice
    if len(waiting) >= OPEN_LIMIT:
        raise UsageError("too many tickets are open", code="too_many_tickets")
    row = SupportTicket(
        reference="".join(secrets.choice(REFERENCE_LETTERS) for _ in range(REFERENCE_LENGTH)),
        agency_code=agency_code,
        login=login,
        difficulty=told.difficulty,
        place=told.place,
        version=told.version,
        browser=told.browser,
        bundle=told.bundle,
        opened_at=now,
        state=TicketState.OPEN,
        state_at=now,
    )
    session.add(row)
    await session.flush()
    if desk:
        session.add(notices.mail(agency_code, "", NoticeKind.SUPPORT, row.id, _said(row), desk, now))
    audit.record(session, "support.opened", at=now, login=login, agency_code=agency_code, subject_id=row.id)
    return row


async def move(
    session: WriteSession, id_: str, state: TicketState, *, login: str, person_id: str, now: datetime
) -> None:
    """The caller has checked that this person is of the desk for the ticket's agency.

    Raises:
        TicketNotFound: there is no such ticket, or it cannot go there from where it is.
    """
    row = await queries.ticket(session, id_)
    if row is None or state not in NEXT[TicketState(row.state)]:
        raise TicketNotFound("no ticket that can be moved there has this id")
    row.state, row.state_at, row.handled_by = state, now, person_id
    audit.record(
        session,
        f"support.{state}",
        at=now,
        login=login,
        person_id=person_id,
        agency_code=row.agency_code,
        subject_id=row.id,
    )


def _said(row: SupportTicket) -> dict[str, str]:
    """Not who: whoever answers sees that on the desk's page, and it is kept no longer than the ticket."""
    names = ("reference", "difficulty", "place", "version", "browser", "bundle")
    return {name: str(getattr(row, name)) for name in names}
