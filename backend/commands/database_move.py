"""The move of a whole database, and what is looked at before the target is committed."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

import backend
from backend.commands.directory_database import trusted_keys
from backend.compliance.equal_figures import counted_anew, quarterly_report
from backend.compliance.quarter import Quarter
from backend.compliance.report_inputs import read_inputs
from backend.correspondence import fact_month_queries
from backend.correspondence.figure_queries import Month, months_of_letters
from backend.correspondence.models import Fact
from backend.db import moving
from backend.db.contents import Contents, contents
from backend.directory.history import Trust
from backend.directory.verifying import Verified, verify
from backend.settings import Settings

Tell = Callable[[str], None]


@dataclass(slots=True)
class Moved:
    """What was compared, and what differs: without anything there, the target holds what the source holds.

    `history`: problems that the source has too are no difference, and are told.
    """

    tables: dict[str, Contents] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    history: Verified | None = None
    months: int = 0
    groups: int = 0
    quarter: str = ""
    report: str = ""  # SHA-256 of the report's JSON
    differs: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.tables.values())

    def document(self) -> dict[str, Any]:
        history = self.history
        return {
            "equal": not self.differs,
            "differs": self.differs,
            "rows": self.rows,
            "tables": {name: asdict(one) for name, one in self.tables.items()},
            "counters": self.counters,
            "directory": history and {
                "changes": history.head.seq,
                "hash": history.head.hash,
                "signatures": history.signatures,
                "problems": list(history.problems),
            },
            "figures": {"months": self.months, "groups": self.groups},
            "report": {"quarter": self.quarter, "sha256": self.report},
        }  # fmt: skip

    def lines(self) -> Iterator[str]:
        if self.differs:
            yield from (f"differs: {one}" for one in self.differs)
            yield "nothing was kept: the target is as empty as before, the source as it was"
            return
        yield f"{len(self.tables)} tables, {self.rows} rows: the same number and the same content on both sides"
        if self.history is not None:
            found = self.history.problems
            standing = f"{len(found)} problem(s), as in the source" if found else "all is as it was signed"
            yield f"directory: {self.history.head.seq} changes, {self.history.signatures} signatures: {standing}"
        yield f"figures: {self.groups} groups of {self.months} months, counted anew from their letters: the same"
        yield f"quarterly report of {self.quarter}: the same"


class _Differs(Exception):
    """Takes back what was written to the target."""


async def move(source_url: str, target_url: str, settings: Settings, now: datetime, tell: Tell) -> Moved:
    """
    Raises:
        UsageError: as `moving.held_source` and `moving.empty_target`.
        DoesNotFit: as `moving.move_table`.
    """
    _load_models()
    moved = Moved()
    try:
        async with moving.held_source(source_url) as source, moving.empty_target(target_url) as target:
            await _rows(source, target, moved, tell)
            await _meaning(source, target, settings, now, moved, tell)
            if moved.differs:
                raise _Differs
    except _Differs:
        tell("something differs: nothing is kept")
    return moved


async def _rows(source: AsyncConnection, target: AsyncConnection, moved: Moved, tell: Tell) -> None:
    tables = moving.tables()
    months = (await source.scalars(select(Fact.month).distinct())).all()
    async with moving.writing(target) as session:
        await fact_month_queries.make(session, months)
    for number, table in enumerate(tables, 1):
        held = await moving.move_table(source, target, table, lambda name, rows: tell(f"  {name}: {rows} rows"))
        arrived = await contents(target, table)
        moved.tables[table.name] = held
        if arrived.rows != held.rows:
            moved.differs.append(f"table {table.name}: {held.rows} rows, there {arrived.rows}")
        elif arrived != held:
            columns = ", ".join(await moving.differing(source, target, table)) or "which rows there are"
            moved.differs.append(f"table {table.name}: {columns}")
        tell(f"{number}/{len(tables)} {table.name}: {held.rows} rows, {'the same' if arrived == held else 'DIFFERS'}")
    moved.counters = await moving.set_counters(target, tables)
    await target.execute(text(f"ANALYZE {', '.join(table.name for table in tables)}"))


async def _meaning(
    source: AsyncConnection, target: AsyncConnection, settings: Settings, now: datetime, moved: Moved, tell: Tell
) -> None:
    """What the rows say, asked of both by the code that will ask them."""
    trust = Trust(trusted_keys(settings) if all(file.exists() for file in settings.directory_trust) else [])
    inputs = read_inputs(settings.report_inputs)
    async with moving.reading(source) as here, moving.reading(target) as there:
        tell("the directory's signed history")
        told, moved.history = await verify(here, trust), await verify(there, trust)
        if told != moved.history:
            moved.differs.append("the directory's signed history: " + "; ".join(moved.history.problems))
        months = await months_of_letters(here)
        tell(f"figures of {len(months)} months, counted anew")
        groups, same = await counted_anew(here, months), await counted_anew(there, await months_of_letters(there))
        odd = sorted(key for key in {*groups, *same} if groups.get(key) != same.get(key))
        moved.differs += [f"figures of {code}, {month}, {cls}, {matter!r}" for code, month, cls, matter in odd]
        moved.months, moved.groups = len(months), len(groups)
        quarter = _latest(months, now)
        tell(f"quarterly report of {quarter}")
        first, second = [
            await quarterly_report(one, quarter, inputs, now, lambda _done, _of: None) for one in (here, there)
        ]
        moved.quarter, moved.report = str(quarter), sha256(first).hexdigest()
        if first != second:
            moved.differs.append(f"the quarterly report of {quarter}")


def _latest(months: Sequence[Month], now: datetime) -> Quarter:
    """The last in which letters came, else the last that is over."""
    if not months:
        return Quarter.ended_before(now)
    year, month = divmod(max(month for _, month in months), 100)
    return Quarter(year, (month + 2) // 3)


def _load_models() -> None:
    """Every module of tables, whatever its name: a table nobody loaded would be refused as unknown."""
    for module in pkgutil.walk_packages(backend.__path__, "backend."):
        if module.name.endswith("models"):
            importlib.import_module(module.name)
