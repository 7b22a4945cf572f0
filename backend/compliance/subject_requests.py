"""Requests of people about data held on them: noted, decided by the data-protection officer, and never acted on here.

What is wrong in the directory is corrected where it always is, by `congvu directory import`; a sender's class by the
list of businesses. Whether that has happened is looked up, not claimed. Facts stay as they are, with the request beside
them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.audit import service as audit
from backend.compliance import subject_request_queries as queries
from backend.compliance.models import WANTED_LENGTH, SubjectRequest
from backend.correspondence.terms import SenderClass
from backend.db import ReadSession, WriteSession
from backend.directory.models import Official
from backend.errors import NotFound, UsageError

OPEN_LIMIT = 5  # of one person, undecided


class About(StrEnum):
    NAME = "name"
    POST = "post"
    PHONE = "phone"
    SENDER_CLASS = "sender_class"
    COPY = "copy"  # everything that is held


OF_OFFICIALS = (About.NAME, About.POST, About.PHONE)


class Outcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"


class RequestNotFound(NotFound):
    code = "subject_request_not_found"


@dataclass(frozen=True, slots=True)
class Noted:
    """`applied`: of a correction that was granted, whether what was wanted stands there now; None of all else."""

    row: SubjectRequest
    applied: bool | None


async def ask_as_official(session: WriteSession, official: Official, about: str, wanted: str, now: datetime) -> None:
    """
    Raises:
        UsageError: it asks for nothing, for too much, or for more than can be open at once.
    """
    wanted = " ".join(wanted.split())
    if about not in OF_OFFICIALS or not 0 < len(wanted) <= WANTED_LENGTH:
        raise UsageError("name, post or phone, and what should stand there", code="wrong_request")
    await _note(session, SubjectRequest(official_id=official.id, about=about, wanted=wanted), official.agency_code, now)


async def ask_as_sender(
    session: WriteSession, correspondent_id: str, agency_code: str, about: str, wanted: str, now: datetime
) -> None:
    """
    Raises:
        UsageError: it asks for nothing, or for more than can be open at once.
    """
    classes = (SenderClass.CITIZEN, SenderClass.BUSINESS)
    if not (about == About.COPY and not wanted) and not (about == About.SENDER_CLASS and wanted in classes):
        raise UsageError("a copy, or citizen or business", code="wrong_request")
    row = SubjectRequest(correspondent_id=correspondent_id, about=about, wanted=wanted)
    await _note(session, row, agency_code, now)


async def decide(
    session: WriteSession, id_: str, outcome: Outcome, said: str, *, login: str, person_id: str, now: datetime
) -> None:
    """The first decision stands. The caller has checked that the person may decide for the request's agency.

    Raises:
        RequestNotFound: there is no undecided request with this id.
        UsageError: a refusal without a reason, or too many words.
    """
    row = await queries.undecided(session, id_)
    if row is None:
        raise RequestNotFound("no undecided request has this id")
    said = " ".join(said.split())
    if len(said) > WANTED_LENGTH or (outcome is Outcome.REFUSED and not said):
        raise UsageError("a refusal says why", code="reason_needed")
    row.outcome, row.said, row.decided_by, row.decided_at = outcome, said, person_id, now
    audit.record(
        session,
        f"subject.{outcome}",
        at=now,
        login=login,
        person_id=person_id,
        agency_code=row.agency_code,
        subject_id=row.id,
        data={"about": row.about},
    )


async def of_person(session: ReadSession, official_id: str = "", correspondent_id: str = "") -> list[Noted]:
    """The latest first."""
    rows = await queries.of_person(session, official_id, correspondent_id)
    return [Noted(row, await _applied(session, row)) for row in rows]


async def address_behind(session: ReadSession, id_: str) -> str:
    """Where a sender who asked gets the answer.

    Raises:
        RequestNotFound: there is no such request of a sender, or the address was erased.
    """
    row = await queries.request(session, id_)
    address = await queries.address_of(session, row.correspondent_id) if row and row.correspondent_id else None
    if address is None:
        raise RequestNotFound("no request of a sender whose address is kept has this id")
    return address


async def _note(session: WriteSession, row: SubjectRequest, agency_code: str, now: datetime) -> None:
    earlier = await queries.of_person(session, row.official_id or "", row.correspondent_id or "")
    waiting = [one for one in earlier if not one.outcome]
    if any((one.about, one.wanted) == (row.about, row.wanted) for one in waiting):
        return  # pressed twice
    if len(waiting) >= OPEN_LIMIT:
        raise UsageError("too many requests are open", code="too_many_requests")
    row.agency_code, row.asked_at, row.outcome, row.said = agency_code, now, "", ""
    session.add(row)
    await session.flush()
    audit.record(
        session, "subject.asked", at=now, agency_code=agency_code, subject_id=row.id, data={"about": row.about}
    )


async def _applied(session: ReadSession, row: SubjectRequest) -> bool | None:
    if row.outcome != Outcome.GRANTED or row.about == About.COPY:
        return None
    return await queries.stands_there(session, row) == row.wanted
