"""Enters, approves and revokes clearances: one function is one unit of work and leaves its line in the audit log."""

import re
from collections.abc import Sequence
from datetime import datetime

from backend.audit import service as audit
from backend.classification import queries
from backend.classification.clearances import LONGEST_VALID, Application, Standing
from backend.classification.declarations import Declarer
from backend.classification.models import Clearance
from backend.clock import VIETNAM
from backend.db import ReadSession, WriteSession
from backend.db.ids import new_id
from backend.errors import Forbidden, NotFound, UsageError

FINGERPRINT = re.compile(r"[A-Za-z0-9_-]{22}")
DECISION = re.compile(r"[0-9]{1,6}/[0-9A-ZĐa-zđ./-]{2,50}")


class InvalidClearance(UsageError):
    """`field` says which one of the form cannot be accepted."""

    code = "invalid_clearance"

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} cannot be accepted")
        self.field = field


class ClearanceNotFound(NotFound):
    code = "clearance_not_found"


class SamePerson(Forbidden):
    """Who entered it may not approve it, nor anybody by the same log-in: names are chosen, log-ins are proved."""

    code = "same_person"


def enter(session: WriteSession, wanted: Application, now: datetime) -> Clearance:
    """Keep it until a second person approves it; before that it lets nothing pass.

    Raises:
        InvalidClearance: the fingerprint or decision number is none, the decision lies in the future, or the end does
            not lie within 31 days from now.
    """
    if not FINGERPRINT.fullmatch(wanted.fingerprint):
        raise InvalidClearance("fingerprint")
    if not DECISION.fullmatch(wanted.decision_number):
        raise InvalidClearance("decision_number")
    if wanted.decided_on > now.astimezone(VIETNAM).date():
        raise InvalidClearance("decided_on")
    if not now < wanted.valid_until <= now + LONGEST_VALID:
        raise InvalidClearance("valid_until")
    row = Clearance(
        id=new_id(),
        agency_code=wanted.who.agency_code,
        fingerprint=wanted.fingerprint,
        decision_number=wanted.decision_number,
        decided_on=wanted.decided_on,
        valid_until=wanted.valid_until,
        entered_by=wanted.who.person_id,
        entered_login=wanted.who.login,
        entered_at=now,
    )
    session.add(row)
    audit.record_deed(session, "clearance.entered", row, wanted.who, now, {"decision_number": row.decision_number})
    return row


async def approve(session: WriteSession, clearance_id: str, who: Declarer, now: datetime) -> None:
    """The second person's word puts it in force.

    Raises:
        ClearanceNotFound: there is none of this agency that waits.
        SamePerson: the person entered it, or it was entered by the same log-in.
    """
    row = await _own(session, clearance_id, who.agency_code)
    if row.approved_at is not None or row.revoked_at is not None or row.valid_until <= now:
        raise ClearanceNotFound("no clearance waits under this id")
    if row.entered_by == who.person_id or row.entered_login == who.login:
        raise SamePerson("whoever entered a clearance does not approve it")
    row.approved_by, row.approved_at = who.person_id, now
    audit.record_deed(session, "clearance.approved", row, who, now, {"decision_number": row.decision_number})


async def revoke(session: WriteSession, clearance_id: str, who: Declarer, now: datetime) -> None:
    """One person is enough to end it.

    Raises:
        ClearanceNotFound: there is none of this agency, or it was revoked before.
    """
    row = await _own(session, clearance_id, who.agency_code)
    if row.revoked_at is not None:
        raise ClearanceNotFound("it was revoked before")
    row.revoked_by, row.revoked_at = who.person_id, now
    audit.record_deed(session, "clearance.revoked", row, who, now, {"decision_number": row.decision_number})


async def in_force(session: ReadSession, now: datetime, agency_code: str | None = None) -> tuple[Standing, ...]:
    """Clearances that let a file pass now, of one agency or of all, in a stable order."""
    return tuple(
        Standing(row.agency_code, row.fingerprint, row.decision_number, row.valid_until)
        for row in await queries.clearances_in_force(session, now, agency_code)
    )


async def of_agency(session: ReadSession, agency_code: str, now: datetime) -> Sequence[Clearance]:
    """Those that wait, stand, or ended within 31 days; the newest first."""
    return await queries.clearances_of(session, agency_code, now - LONGEST_VALID)


async def _own(session: WriteSession, clearance_id: str, agency_code: str) -> Clearance:
    row = await session.get(Clearance, clearance_id)
    if row is None or row.agency_code != agency_code:
        raise ClearanceNotFound("no clearance of this agency has this id")
    return row
