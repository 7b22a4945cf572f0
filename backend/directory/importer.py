"""Takes tables over into the directory: all or nothing, again without harm, and signed into its history.

A row that exists is brought to what the file says; what no file names stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from joserfc.jwk import OKPKey

from backend.audit.service import record
from backend.db import ReadSession, WriteSession
from backend.directory import history_queries
from backend.directory.draft import Difference, Draft, Standing
from backend.directory.history import Author, Head, chained
from backend.directory.import_checks import check, known
from backend.directory.import_files import read_file
from backend.directory.recorded import RECORDED
from backend.directory.rows import Problem, Tables
from backend.directory.table_columns import TABLES
from backend.directory.taking_over import take_over_agencies, take_over_calendars, take_over_mailboxes
from backend.directory.taking_over_people import take_over_people
from backend.errors import UsageError


class ImportRefused(UsageError):
    """Nothing was taken over; `problems` names every line that stood in the way."""

    code = "import_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        lines = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"nothing was imported, {len(self.problems)} problem(s):\n{lines}")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an import would change, and over what."""

    rows: Mapping[str, int]
    standing: Standing
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many rows each table brought, and how many rows of the directory are new, different or gone."""

    rows: Mapping[str, int]
    changed: int


async def import_files(
    session: WriteSession, files: Mapping[str, bytes], now: datetime, key: OKPKey, by: Author | None = None
) -> ImportReport:
    """Read and take over files, by name. One unit of work.

    Raises:
        ImportRefused: with every problem of every file; nothing was changed.
    """
    proposed = await propose(session, files, now)
    if proposed.differences:
        await history_queries.write(session, proposed.differences)
        await _sign(session, proposed, now, key, by or Author())
        record(session, "directory.imported", at=now, data={**proposed.rows, "changed": len(proposed.differences)})
    return ImportReport(proposed.rows, len(proposed.differences))


async def propose(session: ReadSession, files: Mapping[str, bytes], now: datetime) -> Proposed:
    """What taking these files over would change; changes nothing.

    Raises:
        ImportRefused: as `import_files`.
    """
    tables = Tables()
    for name, data in files.items():
        read_file(name, data, tables)
    standing = await history_queries.standing(session)
    check(tables, known(standing))
    if tables.problems:
        raise ImportRefused(tables.problems)
    draft = Draft(standing)
    take_over_agencies(draft, tables)
    take_over_mailboxes(draft, tables, now)
    take_over_people(draft, tables)
    take_over_calendars(draft, tables, now)
    rows = {name: len(getattr(tables, name)) for name in TABLES}
    return Proposed(rows, standing, draft.differences())


async def _sign(session: WriteSession, proposed: Proposed, now: datetime, key: OKPKey, by: Author) -> None:
    head = await history_queries.head(session)
    revision = await history_queries.bump(session, now)
    if head.seq == 0:
        head = await _adopt(session, proposed.standing, revision - 1, now, key)
    made = chained((one.as_change() for one in proposed.differences), head, revision, now, by, key)
    await history_queries.append(session, made)


async def _adopt(session: WriteSession, standing: Standing, revision: int, now: datetime, key: OKPKey) -> Head:
    """What the directory held before it had a history stands at its beginning, as of now."""
    found = [Difference(one, None, row) for one in RECORDED for row in standing[one.name].values()]
    made = chained((one.as_change() for one in found), Head(), revision, now, Author(), key)
    await history_queries.append(session, made)
    return made.head
