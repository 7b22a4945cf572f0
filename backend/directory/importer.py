"""Takes CSV tables over into the directory: all or nothing, and again without harm.

A row that exists is brought to what the file says; what no file names stays as it is.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.audit.service import record
from backend.db import Base, WriteSession
from backend.db.ids import new_id
from backend.directory import queries
from backend.directory.csv_tables import read_table
from backend.directory.import_checks import Known, check
from backend.directory.models import (
    Agency,
    AgencyChannel,
    AgencyDay,
    AgencySuccession,
    AgencyWeek,
    BusinessAddress,
    DirectoryRevision,
    LoginMailbox,
    Mailbox,
    Official,
    PrivateAddress,
    RoleAssignment,
)
from backend.directory.rows import OfficialRow, Problem, Tables
from backend.directory.terms import SuccessionKind
from backend.errors import UsageError

TABLES = ("agencies", "mailboxes", "officials", "businesses", "weeks", "days", "channels")
_Person = tuple[str, str, str | None]  # agency, name, log-in


class ImportRefused(UsageError):
    """Nothing was taken over; `problems` names every line that stood in the way."""

    code = "import_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        lines = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"nothing was imported, {len(self.problems)} problem(s):\n{lines}")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many rows each table brought, and how many of all rows were new or different."""

    rows: Mapping[str, int]
    changed: int


async def import_files(session: WriteSession, files: Mapping[str, bytes], now: datetime) -> ImportReport:
    """Read and take over CSV files, by name. One unit of work.

    Raises:
        ImportRefused: with every problem of every file; nothing was changed.
    """
    tables = Tables()
    for name, data in files.items():
        read_table(name, data, tables)
    check(tables, await _known(session))
    if tables.problems:
        raise ImportRefused(tables.problems)
    changed = await _take_over(session, tables, now)
    rows = {kind: len(getattr(tables, kind)) for kind in TABLES}
    if changed:
        await _bump(session, now)
        record(session, "directory.imported", at=now, data={**rows, "changed": changed})
    return ImportReport(rows, changed)


async def _known(session: WriteSession) -> Known:
    owners = await queries.private_address_owners(session)
    return Known(
        parents=await queries.parents(session),
        mailboxes=frozenset(mailbox.address for mailbox in await queries.every_mailbox(session)),
        private={address: (official.agency_code, official.name) for address, official in owners.items()},
    )


async def _take_over(session: WriteSession, tables: Tables, now: datetime) -> int:
    changed = await _agencies(session, tables)
    changed += await _mailboxes(session, tables, now)
    changed += await _officials(session, tables)
    changed += await _businesses(session, tables)
    changed += await _weeks(session, tables)
    changed += await _days(session, tables, now)
    changed += await _channels(session, tables)
    await session.flush()
    return changed


async def _agencies(session: WriteSession, tables: Tables) -> int:
    standing = {row.code: row for row in await queries.every_agency(session)}
    new = [row for row in tables.agencies if row.code not in standing]
    for row in new:  # first all of them, then who stands under whom: a parent may come later in the file
        agency = Agency(code=row.code, name=row.name, kind=row.kind, symbol=row.symbol)
        standing[row.code] = agency
        session.add(agency)
    await session.flush()
    changed = len(new)
    for row in tables.agencies:
        different = _bring(
            standing[row.code],
            name=row.name,
            kind=row.kind,
            parent=row.parent,
            symbol=row.symbol,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        changed += different and row not in new
    await _successors(session, tables)
    return changed + await _former_names(session, tables)


async def _successors(session: WriteSession, tables: Tables) -> None:
    standing = {(row.predecessor, row.successor) for row in await queries.successions(session)}
    for row in tables.agencies:
        if row.successor is not None and (row.code, row.successor) not in standing:
            session.add(
                AgencySuccession(
                    predecessor=row.code, successor=row.successor, kind=SuccessionKind.MERGED, on_date=row.valid_to
                )
            )


async def _former_names(session: WriteSession, tables: Tables) -> int:
    standing = await queries.former_names(session)
    changed = 0
    for row in tables.agencies:
        if sorted(standing.get(row.code, [])) != sorted(row.former_names):
            await queries.replace_former_names(session, row.code, row.former_names)
            changed += 1
    return changed


async def _mailboxes(session: WriteSession, tables: Tables, now: datetime) -> int:
    standing = {row.address: row for row in await queries.every_mailbox(session)}
    changed = 0
    for row in tables.mailboxes:
        mailbox = standing.get(row.address)
        if mailbox is None:
            mailbox = Mailbox(address=row.address, agency_code=row.agency, kind=row.kind.value)
            session.add(mailbox)
            changed += 1
        published_at = (mailbox.published_at or now) if row.published else None
        different = _bring(mailbox, agency_code=row.agency, kind=row.kind.value, published_at=published_at)
        changed += different and row.address in standing
    await session.flush()
    new = [row.address for row in tables.mailboxes if row.address not in standing]
    session.add_all([LoginMailbox(login=address, address=address) for address in new])
    return changed


async def _officials(session: WriteSession, tables: Tables) -> int:
    people: dict[_Person, list[OfficialRow]] = defaultdict(list)
    for row in tables.officials:
        people[row.agency, row.name, row.login].append(row)
    found = await _found_or_added(session, people)
    changed = 0
    for person, (official, is_new) in found.items():
        rows = people[person]
        different = _bring(official, post=rows[0].post, login=rows[0].login)
        changed += is_new or different
    await session.flush()
    by_official = {official.id: people[person] for person, (official, _) in found.items()}
    return changed + await _roles(session, by_official) + await _private_addresses(session, by_official)


async def _found_or_added(
    session: WriteSession, people: Mapping[_Person, Sequence[OfficialRow]]
) -> dict[_Person, tuple[Official, bool]]:
    """The official of each person of the file, and whether it is a new one.

    The same agency, name and log-in are the same person; so is the only one of that name there, whose log-in moved.
    """
    namesakes: dict[tuple[str, str], list[Official]] = defaultdict(list)
    for official in await queries.every_official(session):
        namesakes[official.agency_code, official.name].append(official)
    brought = Counter(person[:2] for person in people)
    found: dict[_Person, tuple[Official, bool]] = {}
    for person, rows in people.items():
        standing = namesakes[person[:2]]
        same = [one for one in standing if one.login == person[2]]
        if same or (len(standing) == brought[person[:2]] == 1):
            found[person] = ((same or standing)[0], False)
            continue
        official = Official(id=new_id(), name=person[1], post=rows[0].post, agency_code=person[0], login=person[2])
        session.add(official)
        found[person] = (official, True)
    return found


async def _roles(session: WriteSession, by_official: Mapping[str, Sequence[OfficialRow]]) -> int:
    standing = await queries.roles_held(session)
    wanted = {(official, rows[0].agency): {row.role.value for row in rows} for official, rows in by_official.items()}
    changes = {key: roles for key, roles in wanted.items() if standing.get(key, frozenset()) != roles}
    await queries.drop_roles(session, changes.keys() & standing.keys())
    session.add_all(
        [
            RoleAssignment(official_id=official, agency_code=agency, role=role)
            for (official, agency), roles in changes.items()
            for role in sorted(roles)
        ]
    )
    return len(changes)


async def _private_addresses(session: WriteSession, by_official: Mapping[str, Sequence[OfficialRow]]) -> int:
    standing: dict[str, set[str]] = defaultdict(set)
    for address, official in (await queries.private_address_owners(session)).items():
        standing[official.id].add(address)
    wanted = {one: {address for row in rows for address in row.private_addresses} for one, rows in by_official.items()}
    changes = {official: addresses for official, addresses in wanted.items() if standing[official] != addresses}
    # First all old ones go: an address may move from one official to another.
    await queries.drop_private_addresses(session, [official for official in changes if standing[official]])
    session.add_all(
        [
            PrivateAddress(address=address, official_id=official)
            for official, addresses in changes.items()
            for address in sorted(addresses)
        ]
    )
    return len(changes)


async def _businesses(session: WriteSession, tables: Tables) -> int:
    standing = {row.pattern: row for row in await queries.businesses(session)}
    changed = 0
    for row in tables.businesses:
        if row.pattern not in standing:
            session.add(BusinessAddress(pattern=row.pattern, name=row.name, agency_code=row.agency))
            changed += 1
        else:
            changed += _bring(standing[row.pattern], name=row.name, agency_code=row.agency)
    return changed


async def _weeks(session: WriteSession, tables: Tables) -> int:
    changed = 0
    for row in tables.weeks:
        key = {"agency_code": row.agency, "valid_from": row.valid_from, "season": row.season}
        changed += await _dated(session, AgencyWeek, key, hours=row.hours, source=row.source, valid_to=row.valid_to)
    return changed


async def _days(session: WriteSession, tables: Tables, now: datetime) -> int:
    """`entered_at` says when what the row says now was entered."""
    changed = 0
    for row in tables.days:
        key = {"agency_code": row.agency, "day": row.day}
        said = {
            "kind": row.kind.value,
            "hours": row.hours,
            "stands_for": row.stands_for,
            "name": row.name,
            "decision_number": row.decision_number,
        }
        day = await session.get(AgencyDay, key)
        if day is None:
            session.add(AgencyDay(**key, **said, entered_at=now))
            changed += 1
        elif _bring(day, **said):
            day.entered_at = now
            changed += 1
    return changed


async def _channels(session: WriteSession, tables: Tables) -> int:
    changed = 0
    for row in tables.channels:
        key = {"agency_code": row.agency, "document_kind": row.document_kind, "valid_from": row.valid_from}
        said = {"valid_to": row.valid_to, "channel": row.channel.value, "source": row.source}
        changed += await _dated(session, AgencyChannel, key, **said)
    return changed


async def _dated(session: WriteSession, table: type[Base], key: Mapping[str, Any], **said: Any) -> bool:
    """Add the row with this key or bring it to what the file says; whether that changed anything."""
    row = await session.get(table, key)
    if row is None:
        session.add(table(**key, **said))
        return True
    return _bring(row, **said)


def _bring(row: Base, **wanted: Any) -> bool:
    """Set what differs; whether anything did."""
    different = {column: value for column, value in wanted.items() if getattr(row, column) != value}
    for column, value in different.items():
        setattr(row, column, value)
    return bool(different)


async def _bump(session: WriteSession, now: datetime) -> None:
    revision = await session.get(DirectoryRevision, 1)
    if revision is None:
        session.add(DirectoryRevision(id=1, revision=1, changed_at=now))
    else:
        revision.revision += 1
        revision.changed_at = now
