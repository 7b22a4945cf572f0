"""The incident log on `/truc`: its forms read, its rows in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from backend.clock import VIETNAM
from backend.compliance import incident_queries as queries
from backend.compliance import incidents
from backend.compliance.duty_models import Incident
from backend.compliance.incidents import Begun, Mended, Service, Severity
from backend.compliance.reporting import Signer
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory
from backend.errors import UsageError
from backend.web.moments import date_and_time

YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class ShownIncident:
    """Moments in words, "" where it has none yet. `opened`, `closed`, `outage`: name and moment; `notes`: words, name
    and moment."""

    row: Incident
    began: str
    mended: str
    opened: tuple[str, str]
    closed: tuple[str, str]
    outage: tuple[str, str]
    notes: Sequence[tuple[str, str, str]]


async def do(session: WriteSession, agency: str, answers: Mapping[str, str], who: Signer, now: datetime) -> None:
    """
    Raises:
        UsageError: something of the form is not what it should be, or no such form is known.
    """
    id_ = answers.get("incident", "")
    match answers.get("deed"):
        case "open":
            await incidents.open_(session, agency, _begun(answers), who, now)
        case "note":
            await incidents.note(session, agency, id_, answers.get("words", ""), who, now)
        case "close":
            mended = Mended(moment_of(answers.get("mended", "")), answers.get("cause", ""), answers.get("by_what", ""))
            await incidents.close(session, agency, id_, mended, who, now)
        case "outage":
            await incidents.enter_as_outage(session, agency, id_, who, now)
        case _:
            raise UsageError("no such form", code="not_yours")


def _begun(answers: Mapping[str, str]) -> Begun:
    service, severity = answers.get("service", ""), answers.get("severity", "")
    if service not in set(Service) or severity not in set(Severity):
        raise UsageError("not on the list", code="incomplete")
    return Begun(Service(service), Severity(severity), answers.get("seen", ""), moment_of(answers.get("began", "")))


def moment_of(text: str) -> datetime:
    """As a browser's field for moments says it, in Vietnam's time.

    Raises:
        UsageError: it is none.
    """
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    except ValueError as error:
        raise UsageError("no moment", code="moment") from error
    if moment.year not in YEARS:
        raise UsageError("a moment of another age", code="moment")
    return moment.astimezone(UTC)


async def shown(session: ReadSession, rows: Sequence[Incident]) -> list[ShownIncident]:
    notes = await queries.notes_of(session, [row.id for row in rows])
    people = {one for row in rows for one in (row.opened_by, row.closed_by, row.outage_by) if one}
    people |= {note.noted_by for found in notes.values() for note in found}
    names = await directory.official_names(session, people)

    def by(person: str | None, at: datetime | None) -> tuple[str, str]:
        return (names.get(person, person), date_and_time(at)) if person and at else ("", "")

    return [
        ShownIncident(
            row,
            date_and_time(row.began_at),
            date_and_time(row.mended_at) if row.mended_at else "",
            by(row.opened_by, row.opened_at),
            by(row.closed_by, row.closed_at),
            by(row.outage_by, row.outage_at),
            [(note.words, *by(note.noted_by, note.noted_at)) for note in notes[row.id]],
        )
        for row in rows
    ]
