"""Everything held about one person, as it stands in the tables. Reads only.

Of a log-in that several people share only what names the person is theirs. What an official did about letters that are
for named receivers only is left out of every export but a sender's own, whose letters all show the same columns: a file
that travels must not tell anybody that there is such a letter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend.clock import VIETNAM
from backend.compliance import subject_queries
from backend.compliance.reach import By, Way, reach
from backend.compliance.subject_queries import Row
from backend.db import ReadSession
from backend.directory.models import Official
from backend.directory.recipients import stands
from backend.errors import UsageError


class NameThePerson(UsageError):
    """Several people share the log-in, or it is nobody's own, so that somebody has to be named."""


@dataclass(frozen=True, slots=True)
class Subject:
    """`officials`: the person's offices. `is_shared`: the address is a log-in of several people, or an agency's box."""

    address: str
    officials: tuple[Official, ...]
    correspondents: tuple[str, ...]
    is_shared: bool

    @property
    def id(self) -> str:
        """What the audit log may call them."""
        return next((one.id for one in self.officials), next(iter(self.correspondents), ""))


@dataclass(frozen=True, slots=True)
class Found:
    """What one way of the register found; `rows` with the columns that are shown."""

    purpose: str
    table: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SubjectExport:
    subject: Subject
    made_at: datetime
    found: tuple[Found, ...]
    unreached: tuple[Way, ...]

    @property
    def count(self) -> int:
        return sum(len(one.rows) for one in self.found)


async def subject_of(session: ReadSession, address: str, now: datetime, person: str = "") -> Subject:
    """Who an address is. `person`: an id of the directory, of one who uses it as log-in.

    Raises:
        NameThePerson: nobody is named and several people share the log-in, or whoever is named does not use it.
    """
    address = address.strip().lower()
    everybody = await subject_queries.officials_of(session, address)
    today = now.astimezone(VIETNAM).date()
    chosen = [one for one in everybody if one.id == person] if person else _only(everybody, today)
    is_box = await subject_queries.is_shared_box(session, address)
    if (person and not chosen) or (is_box and not chosen) or (everybody and not chosen):
        among = ", ".join(f"{one.id} ({one.name})" for one in everybody) or "nobody uses it"
        raise NameThePerson(f"name one person of this log-in: {among}", code="name_the_person")
    offices = [office for one in chosen for office in await subject_queries.offices_of(session, one)]
    in_office = {one.staff_number or one.id for one in everybody if stands(one.valid_from, one.valid_to, today)}
    correspondents = await subject_queries.correspondents_of(session, address)
    return Subject(address, tuple(offices), tuple(correspondents), is_box or len(in_office) > 1)


async def export(session: ReadSession, subject: Subject, now: datetime) -> SubjectExport:
    keys = await _keys(session, subject)
    agencies = sorted({one.agency_code for one in subject.officials})
    found: list[Found] = []
    unreached: list[Way] = []
    for way in reach().ways:
        if way.by is None:
            unreached.append(way)
            continue
        rows = await subject_queries.rows_of(session, way, keys[way.by], agencies)
        if way.table == "declaration_request":
            keys[By.CODE] = [str(row["code"]) for row in rows]
        if way.by in (By.ADDRESS, By.OFFICIAL):
            rows = await _without_shielded(session, rows)
        found.append(Found(way.purpose, way.table, tuple(_shown(row, way) for row in rows)))
    return SubjectExport(subject, now, tuple(_each_once(found)), tuple(unreached))


async def _keys(session: ReadSession, subject: Subject) -> dict[By, Sequence[str]]:
    return {
        By.ADDRESS: [] if subject.is_shared else [subject.address],
        By.OFFICIAL: [one.id for one in subject.officials],
        By.CORRESPONDENT: subject.correspondents,
        By.LETTER: await subject_queries.letters_of(session, subject.correspondents),
        By.CODE: [],
    }


async def _without_shielded(session: ReadSession, rows: Sequence[Row]) -> list[Row]:
    named = {letter for row in rows for letter in subject_queries.letters_named(row)}
    shielded = await subject_queries.shielded_among(session, named)
    return [row for row in rows if not subject_queries.letters_named(row) & shielded]


def _shown(row: Row, way: Way) -> Row:
    hidden = reach().hidden - set(way.show)
    return {name: value for name, value in row.items() if name not in hidden and (not way.show or name in way.show)}


def _only(everybody: Sequence[Official], today: date) -> list[Official]:
    """The one person who is, or else was, alone under the log-in."""
    current = [one for one in everybody if stands(one.valid_from, one.valid_to, today)] or list(everybody)
    return current if len({one.staff_number or one.id for one in current}) == 1 else []


def _each_once(found: Sequence[Found]) -> list[Found]:
    """By purpose and table, where several ways lead to it; the same row once."""
    merged: dict[tuple[str, str], list[Row]] = {}
    for one in found:
        rows = merged.setdefault((one.purpose, one.table), [])
        rows += [row for row in one.rows if row not in rows]
    return [Found(purpose, table, tuple(rows)) for (purpose, table), rows in merged.items()]


def by_purpose(made: SubjectExport) -> Mapping[str, int]:
    """How many rows each purpose has of the person; those without any are absent."""
    counts: dict[str, int] = {}
    for one in made.found:
        if one.rows:
            counts[one.purpose] = counts.get(one.purpose, 0) + len(one.rows)
    return counts
