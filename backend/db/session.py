"""Short sessions of two kinds: one reads, the other is one unit of work.

`async with database.read()` gives a `ReadSession`: the database itself refuses a change through it.
`async with database.write()` gives a `WriteSession`: committed when the block ends, rolled back when it raises; no
code inside commits. On SQLite a write takes the lock at its beginning (BEGIN IMMEDIATE), so that it never fails halfway
because a reader became a writer.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar, overload

from sqlalchemy import Delete, Executable, Insert, Table, Update, inspect
from sqlalchemy.engine import CursorResult, Result, ScalarResult
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.selectable import TypedReturnsRows
from typing_extensions import TypeVarTuple

from backend.db.base import Base
from backend.db.driver_insert import driver_insert
from backend.db.engines import read_engine, write_engine
from backend.db.failures import as_unavailable
from backend.db.sqlite_connection import connections_ended

_T = TypeVar("_T")
_Row = TypeVar("_Row", bound=Base)
_Ts = TypeVarTuple("_Ts")


class ReadSession:
    """Reads only. Rows stay usable after the session is closed; nothing is loaded behind a caller's back."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._session.get_bind().dialect.name

    async def scalars(self, statement: TypedReturnsRows[_T]) -> ScalarResult[_T]:
        return await self._session.scalars(statement)

    async def scalar(self, statement: TypedReturnsRows[_T]) -> _T | None:
        return await self._session.scalar(statement)

    @overload
    async def execute(
        self, statement: TypedReturnsRows[*_Ts], values: Mapping[str, object] | None = None
    ) -> Result[*_Ts]: ...
    @overload
    async def execute(
        self, statement: Executable, values: Mapping[str, object] | None = None
    ) -> Result[*tuple[Any, ...]]: ...
    async def execute(
        self, statement: Executable, values: Mapping[str, object] | None = None
    ) -> Result[*tuple[Any, ...]]:
        """`values`: of the parameters that the statement names."""
        return await self._session.execute(statement, values)

    async def get(self, table: type[_Row], key: Any) -> _Row | None:
        """The row with this primary key."""
        return await self._session.get(table, key)


class WriteSession(ReadSession):
    """One unit of work. The edge that opened it commits; there is no commit to call."""

    def add(self, row: Base) -> None:
        self._session.add(row)

    def add_all(self, rows: Sequence[Base]) -> None:
        self._session.add_all(rows)

    async def delete(self, row: Base) -> None:
        await self._session.delete(row)

    async def flush(self) -> None:
        await self._session.flush()

    async def change(self, statement: Insert | Update | Delete, rows: Sequence[dict[str, Any]] | None = None) -> int:
        """Run one statement (once per row, if rows are given) and return how many rows it touched.

        The count is exact on both databases for one statement; over several rows it may be -1.
        """
        result = await self._session.execute(statement, rows)
        return result.rowcount if isinstance(result, CursorResult) else -1

    async def copy(self, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bool:
        """Stream rows into a table, on PostgreSQL: half of what a statement with the same rows costs.

        Values go as the driver takes them, JSON as text. False, and nothing is stored, where the server refuses,
        because a key is taken or a value fits no column: a statement with the same rows sorts that out, or says why.
        """
        connection = await self._session.connection()
        driver = (await connection.get_raw_connection()).driver_connection
        if driver is None:
            return False
        try:
            async with connection.begin_nested():
                await driver.copy_records_to_table(table.name, columns=names, records=rows)
        except Exception as error:  # of the driver, which a deployment on SQLite does not have
            if getattr(error, "sqlstate", None) is None:
                raise
            return False
        return True

    async def insert_all(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """Insert rows that all say the same columns, by the driver's own executemany: a third of what `change` takes
        for ten thousands of them."""
        if not rows:
            return
        await self._session.flush()
        connection = await self._session.connection()
        statement, made = driver_insert(table, rows, connection.dialect)
        await connection.exec_driver_sql(statement, made)

    def bring_up_to_date(
        self, table: type[_Row], names: Sequence[str], rows: Mapping[tuple[Any, ...], Sequence[Any]]
    ) -> None:
        """Tell the objects that this unit of work may hold of some rows, by key, what `change` has stored in them."""
        for held in list(self._session.identity_map.values()):
            values = rows.get(inspect(held).identity or ()) if isinstance(held, table) else None
            for name, value in zip(names, values or (), strict=False):
                set_committed_value(held, name, value)


class Database:
    """The one database of a deployment. Holds connections; `close` gives them back."""

    def __init__(self, url: str) -> None:
        """`url` as in settings: `sqlite+aiosqlite:///path` or `postgresql+asyncpg://…`.

        Raises:
            OSError: SQLite's folder does not exist or may not be written.
        """
        self.url = url
        self._reading: AsyncEngine = read_engine(url)
        self._writing: AsyncEngine = write_engine(url)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadSession]:
        """A session that sees one state of the database.

        Raises:
            Unavailable: the database is locked or does not answer.
        """
        with as_unavailable():
            async with AsyncSession(self._reading, expire_on_commit=False, autoflush=False) as session:
                yield ReadSession(session)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[WriteSession]:
        """A unit of work, committed at the end of the block.

        Raises:
            Unavailable: the database is locked or does not answer. Nothing of the block was kept, or all of it, where
                a server was lost between COMMIT and its answer: what is tried again must be the same when done twice.
        """
        with as_unavailable():
            async with AsyncSession(self._writing, expire_on_commit=False) as session, session.begin():
                yield WriteSession(session)

    async def close(self) -> None:
        await asyncio.gather(self._reading.dispose(), self._writing.dispose())
        await connections_ended()
