"""Who looked at what concerns others: recorded before the answer is given, shown to those it concerns (`/nhat-ky`).

Lists that a webmail asks for by itself, without anybody opening anything, are no looks. What is recorded names no
letter to whoever reads it, and of letters for named receivers stands apart, for named receivers alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.audit import queries
from backend.audit.service import record
from backend.db import WriteSession

AGAIN = timedelta(hours=1)  # the same look at the same thing within it is one look


class Look(StrEnum):
    """The deed of its entry; the people it concerns are the agency's, or those named in it."""

    FIGURES = "look.figures"
    FIGURE_LETTERS = "look.figure_letters"
    LETTER = "look.letter"
    SHIELDED = "look.shielded"  # a letter for named receivers only, or their list
    NUMBER_GAPS = "look.number_gaps"
    CLEARANCES = "look.clearances"
    SECRECY_COUNTS = "look.secrecy_counts"
    ADDRESS_HEALTH = "look.address_health"  # names mailboxes
    GATE_DIFFERENCES = "look.gate_differences"  # names log-ins; needs a reason


class LookReason(StrEnum):
    """Why somebody looks at what is told of single persons; nothing else is taken, so no content gets in."""

    PLANNED_CHECK = "planned_check"
    INCIDENT = "incident"
    COMPLAINT = "complaint"
    ASKED_BY_PERSON = "asked_by_person"


@dataclass(frozen=True, slots=True)
class Looker:
    """`person_id`: None where several share the log-in; `agency_code`: "" where the directory knows none."""

    login: str
    person_id: str | None
    agency_code: str


@dataclass(frozen=True, slots=True)
class Looked:
    """`agency_code`: whose it is. `subject_id`: the letter, where it was one. `people`: mailboxes or log-ins shown."""

    look: Look
    agency_code: str
    subject_id: str | None = None
    reason: LookReason | None = None
    people: Collection[str] = ()


async def note(session: WriteSession, looker: Looker, looked: Looked, now: datetime) -> None:
    """Once an hour for the same thing, but always where a reason is given or people are new."""
    last = await queries.last_look(
        session, looker.login, looked.look, looked.agency_code, looked.subject_id, now - AGAIN
    )
    if last is not None and looked.reason is None and set(looked.people) <= set(last.data.get("people", ())):
        return
    data: dict[str, object] = {"from": looker.agency_code}
    if looked.reason is not None:
        data["reason"] = str(looked.reason)
    if looked.people:
        data["people"] = sorted(looked.people)
    record(
        session,
        looked.look,
        at=now,
        login=looker.login,
        person_id=looker.person_id,
        agency_code=looked.agency_code,
        subject_id=looked.subject_id,
        data=data,
    )
