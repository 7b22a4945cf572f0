"""The directory as its public pages show it, read once for every revision and day."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from backend.clock import VIETNAM, Clock
from backend.db import Database
from backend.directory import history_queries, queries
from backend.directory.draft import Standing
from backend.directory.exporter import as_csv, as_json
from backend.directory.portable import public
from backend.directory.public_directory import PublicDirectory, public_directory
from backend.directory.public_list import public_list
from backend.directory.vcard import as_vcards


@dataclass(frozen=True, slots=True)
class View:
    """`modified_at`: when something changed last, or the day began on which it shows."""

    revision: int
    day: date
    modified_at: datetime
    directory: PublicDirectory
    csv: bytes
    json: bytes
    vcards: bytes


class DirectoryView:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._view: View | None = None
        self._reading = asyncio.Lock()

    async def current(self) -> View:
        """The view of today; read anew where the directory has changed or a day has begun."""
        async with self._database.read() as session:
            revision, changed_at = await queries.revision(session), await history_queries.last_change_at(session)
        async with self._reading:
            now = self._clock.now()
            today = now.astimezone(VIETNAM).date()
            if self._view is None or (self._view.revision, self._view.day) != (revision, today):
                async with self._database.read() as session:
                    standing = await history_queries.public_standing(session)
                begun = datetime.combine(today, time.min, VIETNAM)
                modified_at = max(changed_at, begun) if changed_at else begun
                self._view = await asyncio.to_thread(_made, standing, revision, today, modified_at)
            return self._view


def _made(standing: Standing, revision: int, today: date, modified_at: datetime) -> View:
    tables, directory = public(standing, today), public_directory(standing, today)
    return View(
        revision=revision,
        day=today,
        modified_at=modified_at,
        directory=directory,
        csv=("\ufeff" + as_csv(public_list(directory))).encode(),  # a byte order mark, or Excel reads no Vietnamese
        json=as_json(tables),
        vcards="".join(as_vcards(tables)).encode(),
    )


FORMATS: dict[str, tuple[str, Callable[[View], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", lambda view: view.csv),
    "json": ("application/json", lambda view: view.json),
    "vcf": ("text/vcard; charset=utf-8", lambda view: view.vcards),
}
