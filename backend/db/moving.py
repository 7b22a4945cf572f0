"""Every row of a SQLite database into an empty PostgreSQL database, in one transaction of each.

The source is held against writers while it is read, and nothing in it is changed. On the target all is one transaction:
what breaks off halfway leaves it as empty as it was, and the move is begun anew.
"""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, func, inspect, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from backend.db.base import Base
from backend.db.collation import MADE_SO, orders_otherwise
from backend.db.contents import Contents, Digest, contents, rows_of
from backend.db.engines import write_engine
from backend.db.migrate import configuration, migrate
from backend.db.session import ReadSession, WriteSession
from backend.errors import DomainError, UsageError

VERSIONS = "alembic_version"
TOLD_EVERY = 100_000  # rows
Told = Callable[[str, int], None]  # a table, and how many of its rows have passed so far
_PLACE = re.compile(r"COPY \w+, line (\d+)(?:, column (\w+))?")  # where the server found a value that does not fit


class DoesNotFit(DomainError):
    code = "does_not_fit"


def tables() -> list[Table]:
    """All that there are, those that others refer to first. Whoever asks has loaded the models."""
    return list(Base.metadata.sorted_tables)


def file_of(url: str) -> Path:
    """
    Raises:
        UsageError: it is no SQLite database, or none that is a file.
        FileNotFoundError: there is no such file; none is made.
    """
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or not parts.database or parts.database == ":memory:":
        raise UsageError("--from: a SQLite database is moved, named like sqlite:////var/lib/congvu/congvu.db")
    file = Path(parts.database)
    if not file.exists():
        raise FileNotFoundError(2, "No such file or directory", str(file))
    return file


@asynccontextmanager
async def held_source(url: str) -> AsyncIterator[AsyncConnection]:
    """The database that is left, with no one writing to it until the block ends.

    Raises:
        UsageError: a process has it open, it does not stand at the newest migration, or it holds a table that this
            version does not know.
        OSError: as `file_of`.
    """
    file = file_of(url)
    await asyncio.to_thread(_refuse_in_use, file)
    engine = write_engine(f"sqlite+aiosqlite:///{file}")
    try:
        async with engine.connect() as connection, connection.begin() as transaction:
            await connection.run_sync(_refuse_other_schema, f"{file}")
            yield connection
            await transaction.rollback()
    finally:
        await engine.dispose()


@asynccontextmanager
async def empty_target(url: str) -> AsyncIterator[AsyncConnection]:
    """The database that is moved to, with its tables, and no rows in them; whoever else writes to it waits. Committed
    when the block ends, left as it was when it raises.

    Raises:
        UsageError: it is no PostgreSQL database, orders words otherwise, has rows, or does not stand at the newest
            migration.
        Unavailable: it does not answer.
    """
    parts = make_url(url)
    if parts.get_backend_name() != "postgresql":
        raise UsageError("--to: a PostgreSQL database, named like postgresql+asyncpg://congvu@db.example/congvu")
    url = parts.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
    engine = write_engine(url)
    try:
        async with engine.connect() as connection:
            is_blank = not await connection.run_sync(lambda one: inspect(one).get_table_names())
        if is_blank:
            await migrate(url)
        async with engine.begin() as connection:
            if await connection.run_sync(orders_otherwise):
                raise UsageError(f"--to: orders words by a language's rules; make one that does not: {MADE_SO}")
            await connection.run_sync(_refuse_other_schema, "--to")
            await connection.run_sync(_refuse_rows)
            yield connection
    finally:
        await engine.dispose()


@asynccontextmanager
async def writing(connection: AsyncConnection) -> AsyncIterator[WriteSession]:
    """As `reading`; committed with all else."""
    async with AsyncSession(bind=connection, expire_on_commit=False) as session:
        yield WriteSession(session)


@asynccontextmanager
async def reading(connection: AsyncConnection) -> AsyncIterator[ReadSession]:
    """A session inside what the connection has begun; it ends nothing of it."""
    async with AsyncSession(bind=connection, expire_on_commit=False, autoflush=False) as session:
        yield ReadSession(session)


async def move_table(source: AsyncConnection, target: AsyncConnection, table: Table, told: Told) -> Contents:
    """One stream from the one into the other; what the source held of it.

    Raises:
        DoesNotFit: SQLite kept a value that PostgreSQL's column does not take.
    """
    columns = tuple(table.columns)
    stored = [place for place, column in enumerate(columns) if column.computed is None]
    digest, passed = Digest(), 0

    async def rows() -> AsyncIterator[tuple[Any, ...]]:
        nonlocal passed
        async for row in rows_of(source, table, columns):
            digest.add(row)
            passed += 1
            if passed % TOLD_EVERY == 0:
                told(table.name, passed)
            yield tuple(row) if len(stored) == len(row) else tuple(row[place] for place in stored)

    driver: Any = (await target.get_raw_connection()).driver_connection
    try:
        await driver.copy_records_to_table(table.name, records=rows(), columns=[columns[one].name for one in stored])
    except Exception as error:  # of the driver, which a deployment on SQLite does not have
        refusal = _refusal(error, table, passed)
        if refusal is None:
            raise
        raise refusal from None  # the driver's own words may hold the value
    return digest.contents()


async def set_counters(target: AsyncConnection, tables: Sequence[Table]) -> dict[str, int]:
    """Numbers that PostgreSQL gives by itself go on after the highest there is; the highest, by table."""
    highest: dict[str, int] = {}
    for table in tables:
        column = table.autoincrement_column
        if column is None:
            continue
        counter = await target.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        last = await target.scalar(select(func.max(column)))
        if counter is not None and last is not None:
            await target.execute(select(func.setval(counter, last)))
            highest[table.name] = last
    return highest


async def differing(source: AsyncConnection, target: AsyncConnection, table: Table) -> list[str]:
    """Which columns of a table hold something else there, each read with its row's key."""
    keys = tuple(table.primary_key.columns)
    found = []
    for column in table.columns:
        read = (*(key for key in keys if key is not column), column)
        if await contents(source, table, read) != await contents(target, table, read):
            found.append(column.name)
    return found


def _refusal(error: Exception, table: Table, passed: int) -> DoesNotFit | None:
    """What a server or its driver refused, without the value that either quotes; None: it is something else."""
    said: Mapping[str, Any] = vars(error)
    if "sqlstate" not in dir(error) and not type(error).__module__.startswith("asyncpg"):
        return None
    place = _PLACE.search(said.get("context") or "")
    row, column = (place.group(1), place.group(2)) if place else (str(passed), None)
    what = column or said.get("column_name") or said.get("constraint_name") or "one of its columns"
    return DoesNotFit(f"{table.name}, row {row} as they are read: PostgreSQL does not take {what}")


def _refuse_in_use(file: Path) -> None:
    """A process that has the database open in WAL mode holds a lock for as long; to ask for all of it tells."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise UsageError(f"{file}: {error}") from error
            raise UsageError(f"{file}: a process has it open; stop the web, milter and worker roles first") from None
        except sqlite3.DatabaseError as error:
            raise UsageError(f"{file}: {error}") from error


def _refuse_other_schema(connection: Connection, name: str) -> None:
    newest = ScriptDirectory.from_config(configuration()).get_current_head()
    standing = MigrationContext.configure(connection).get_current_revision()
    if standing != newest:
        said = f"stands at migration {standing or 'none'}, this version at {newest}"
        raise UsageError(f"{name}: {said}; run `congvu migrate` on it first")
    known = {VERSIONS, *Base.metadata.tables}
    if unknown := sorted(set(inspect(connection).get_table_names()) - known - partitions(connection)):
        raise UsageError(f"{name}: holds tables that this version does not know: {', '.join(unknown)}")


def partitions(connection: Connection) -> set[str]:
    """Tables that hold a part of another's rows, and are no tables of their own."""
    if connection.dialect.name == "sqlite":
        return set()
    return set(connection.scalars(text("select relname from pg_class where relispartition and relkind = 'r'")))


def _refuse_rows(connection: Connection) -> None:
    """After taking every table for ourselves: whoever reads may."""
    names = ", ".join(table.name for table in tables())
    connection.execute(text(f"LOCK TABLE {names}, {VERSIONS} IN EXCLUSIVE MODE"))
    filled = [one.name for one in tables() if connection.scalar(select(select(one).exists()))]
    if filled:
        raise UsageError(f"--to: is not empty: there are rows in {', '.join(filled)}")
