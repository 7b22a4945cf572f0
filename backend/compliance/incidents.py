"""The incident log: opened, noted and closed by name; what was written stays as it was written.

The caller has checked that this person keeps duty for the agency.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.audit import service as audit
from backend.compliance import incident_queries as queries
from backend.compliance import stating
from backend.compliance.duty_models import NOTE_LENGTH, WORDS_LENGTH, Incident, IncidentNote
from backend.compliance.report_inputs import InputKind, Outage
from backend.compliance.reporting import Signer
from backend.db import WriteSession
from backend.errors import UsageError


class Service(StrEnum):
    WEB = "web"
    MAIL_GATE = "mail_gate"
    WORKER = "worker"
    MAIL_SERVER = "mail_server"
    DATABASE = "database"
    OTHER = "other"


class Severity(StrEnum):
    STOPPED = "stopped"  # nobody can work
    HINDERED = "hindered"  # slow, at times, or for some
    MINOR = "minor"  # hardly anybody sees it


@dataclass(frozen=True, slots=True)
class Begun:
    service: Service
    severity: Severity
    seen: str
    began_at: datetime


@dataclass(frozen=True, slots=True)
class Mended:
    mended_at: datetime
    cause: str
    by_what: str


async def open_(session: WriteSession, agency_code: str, begun: Begun, who: Signer, now: datetime) -> Incident:
    """
    Raises:
        UsageError: what is seen is not said in one line, or it would begin in the future.
    """
    seen = line_of_words(begun.seen, WORDS_LENGTH)
    if begun.began_at > now:
        raise UsageError("an incident has begun when it is opened", code="future")
    for row in await queries.standing(session, agency_code):
        if (row.service, row.severity, row.seen, row.began_at) == (begun.service, begun.severity, seen, begun.began_at):
            return row  # pressed twice
    row = Incident(
        agency_code=agency_code,
        service=begun.service,
        severity=begun.severity,
        seen=seen,
        began_at=begun.began_at,
        opened_by=who.person_id,
        opened_at=now,
    )
    session.add(row)
    await session.flush()
    audit.record_deed(session, "incident.opened", row, who, now)
    return row


async def note(session: WriteSession, agency_code: str, id_: str, words: str, who: Signer, now: datetime) -> None:
    """To a closed one too: what is found out later belongs to it.

    Raises:
        UsageError: no such incident, or no words.
    """
    row = await _incident(session, agency_code, id_)
    told = line_of_words(words, NOTE_LENGTH)
    session.add(IncidentNote(incident_id=row.id, words=told, noted_by=who.person_id, noted_at=now))
    audit.record_deed(session, "incident.noted", row, who, now)


async def close(session: WriteSession, agency_code: str, id_: str, mended: Mended, who: Signer, now: datetime) -> None:
    """Once: one that comes back is another incident.

    Raises:
        UsageError: no such incident that stands, no cause or mend, or mended before it began or in the future.
    """
    row = await _incident(session, agency_code, id_)
    if row.closed_at is not None:
        raise UsageError("it is closed", code="gone")
    row.cause, row.mended_by_what = (line_of_words(one, WORDS_LENGTH) for one in (mended.cause, mended.by_what))
    if not row.began_at < mended.mended_at <= now:
        raise UsageError("mended after it began, and not in the future", code="mended")
    row.mended_at, row.closed_by, row.closed_at = mended.mended_at, who.person_id, now
    audit.record_deed(session, "incident.closed", row, who, now)


async def enter_as_outage(session: WriteSession, agency_code: str, id_: str, who: Signer, now: datetime) -> None:
    """For the quarterly report, where whoever approves it sees it among what was entered and can withdraw it.

    Raises:
        UsageError: no such incident that is closed and was not entered before.
    """
    row = await _incident(session, agency_code, id_)
    if row.mended_at is None or row.outage_at is not None:
        raise UsageError("it is not closed, or was entered", code="gone")
    outage = Outage(row.seen, row.began_at, row.mended_at, f"Nhật ký sự cố, mã {row.id}")
    stating.enter(session, InputKind.OUTAGE, outage, who, now)
    row.outage_by, row.outage_at = who.person_id, now
    audit.record_deed(session, "incident.outage", row, who, now)


def line_of_words(text: str, limit: int) -> str:
    """
    Raises:
        UsageError: not one line of at most so many characters.
    """
    words = text.strip()
    if not 0 < len(words) <= limit or not words.isprintable():
        raise UsageError("not one line of words", code="words")
    return words


async def _incident(session: WriteSession, agency_code: str, id_: str) -> Incident:
    row = await queries.incident(session, id_, agency_code)
    if row is None:
        raise UsageError("there is no such incident", code="gone")
    return row
