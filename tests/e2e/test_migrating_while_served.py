"""PostgreSQL is brought to the newest schema while a process of the version before writes, and goes on writing."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.engines import write_engine
from backend.db.migrate import configuration, is_current, migrate
from backend.db.moving import partitions
from deploy.private_postgres import private_postgres

MOMENT = datetime(2026, 1, 5, 8, tzinfo=UTC)
BY_TYPE = {str: "x", int: 1, bool: True, datetime: MOMENT, date: date(2026, 1, 5), bytes: b"x", object: {}}


@pytest.fixture
def url() -> Iterator[str]:
    with private_postgres("congvu", durable=False) as urls:
        assert urls, "no PostgreSQL server is installed"
        yield urls[0]


def the_version_before() -> str:
    scripts = ScriptDirectory.from_config(configuration())
    newest = scripts.get_revision(scripts.get_current_head() or "")
    return str(newest.down_revision)


class OldProcess:
    """Knows the tables and columns of its own version, and writes a fact after the other."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._tables = MetaData()
        self.written = 0
        self._more = asyncio.Condition()

    async def read_its_schema(self) -> None:
        async with self._engine.connect() as connection:
            parts = await connection.run_sync(partitions)
            await connection.run_sync(self._tables.reflect, only=lambda name, _: name not in parts)

    async def write_for_ever(self) -> None:
        for number in count(1):
            row = {"agency_code": "H55", "month": 202601, "source": "milter", "sequence": number}
            said = {"kind": "checked", "at": MOMENT, "data": {}}
            async with self._engine.begin() as connection:
                await connection.execute(insert(self._tables.tables["fact"]).values(**row, **said))
            async with self._more:
                self.written = number
                self._more.notify_all()

    async def until_it_wrote(self, more: int) -> None:
        wanted = self.written + more
        async with self._more:
            await self._more.wait_for(lambda: self.written >= wanted)

    async def facts(self) -> int:
        async with self._engine.connect() as connection:
            return await connection.scalar(select(func.count()).select_from(self._tables.tables["fact"])) or 0

    async def one_row_everywhere(self) -> set[str]:
        """Into every table it knows, and read again; all values of a type are the same, so that keys refer to rows."""
        filled = set()
        async with self._engine.begin() as connection:
            for table in self._tables.sorted_tables:
                if table.name in ("fact", "alembic_version"):
                    continue
                columns = [one for one in table.columns if one.computed is None]
                await connection.execute(insert(table).values({one.name: value_of(one) for one in columns}))
                assert (await connection.execute(select(*table.columns))).one()
                filled.add(table.name)
        return filled


def value_of(column: Column[Any]) -> object:
    return BY_TYPE[column.type.python_type]


async def test_writers_are_not_held_up_and_lose_nothing(url: str) -> None:
    await migrate(url, the_version_before())
    engine = write_engine(url)
    old, told, waits = OldProcess(engine), list[str](), asyncio.Event()

    def tell(what: str) -> None:
        told.append(what)
        waits.set()

    await old.read_its_schema()
    writing = asyncio.create_task(old.write_for_ever())
    await old.until_it_wrote(3)
    async with engine.connect() as slow:  # somebody who keeps a table that every migration changes
        await slow.execute(text("lock table alembic_version in share mode"))
        migrating = asyncio.create_task(migrate(url, told=tell))
        await waits.wait()
        await old.until_it_wrote(3)
        assert not await is_current(url)
        await slow.rollback()
    await migrating
    await old.until_it_wrote(3)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)

    assert await is_current(url)
    assert told[0] == "others use a table that changes; nothing is done yet, trying again (1 of 60)"
    assert told[-1].startswith(str(ScriptDirectory.from_config(configuration()).get_current_head()))
    assert await old.facts() in (old.written, old.written + 1)  # the last may have been told to nobody
    assert {"correspondence", "outbox", "agency", "figure"} <= await old.one_row_everywhere()
    await engine.dispose()
