"""How connections are made and how their transactions begin, per database.

`?pooler=transaction` in the URL says that a pooler stands before PostgreSQL which gives each transaction another of its
connections (PgBouncer's `pool_mode = transaction`). Nothing is then kept on a connection: statements have no names, and
settings are not sent along. Everything else we do lives within a transaction anyway (locks, savepoints, COPY).
"""

from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from backend.db.failures import READ_ONLY, state_of
from backend.db.sqlite_connection import SqliteConnection
from backend.db.storable_text import keep_storable, storable_json
from backend.errors import UsageError

OPTIONS: dict[str, Any] = {
    "hide_parameters": True,  # an error's text never carries what was to be stored
    "json_serializer": lambda value: storable_json(orjson.dumps(value).decode()),
    "json_deserializer": orjson.loads,
}
SQLITE: dict[str, Any] = OPTIONS | {"connect_args": {"async_creator_fn": SqliteConnection}}
READERS = 8  # connections for reading, each a thread on SQLite
BUSY_TIMEOUT_MILLISECONDS = 1_500  # below the 2 s in which a milter expects its answer
WRITE_CACHE_KIB = 65_536  # SQLite's own 2 MB make every new fact read index pages from the disk again
NO_NAMES = {"statement_cache_size": 0, "prepared_statement_cache_size": 0}  # of asyncpg; of SQLAlchemy's use of it
# A connection that writes would keep the plans it made while its tables were empty, and walk them when they are full.
PLANNED_ANEW = {"plan_cache_mode": "force_custom_plan"}
# A reader sees one state to its end, as on SQLite; the server's own way is one state a statement.
ONE_STATE = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
WRITE_TIMEOUT_SECONDS = 10.0  # how long a unit of work waits for its turn inside one process


def read_engine(url: str) -> AsyncEngine:
    """Connections on which the database refuses every change."""
    if make_url(url).get_backend_name() != "sqlite":
        return _postgresql_engine(url, connect_args={}, execution_options=ONE_STATE)
    engine = create_async_engine(url, pool_size=READERS, max_overflow=0, **SQLITE)
    _prepare_sqlite(engine, begin="BEGIN", pragmas=("query_only=ON",))
    return engine


def write_engine(url: str, busy_timeout_milliseconds: int = BUSY_TIMEOUT_MILLISECONDS) -> AsyncEngine:
    """Connections for units of work. SQLite has one writer, so it has one connection.

    Raises:
        OSError: SQLite's folder does not exist or may not be written.
    """
    if make_url(url).get_backend_name() != "sqlite":
        engine = _postgresql_engine(url, connect_args={"server_settings": PLANNED_ANEW})
        _leave_former_leaders(engine)
        return engine
    _make_private_file(make_url(url).database)
    engine = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=WRITE_TIMEOUT_SECONDS, **SQLITE)
    _prepare_sqlite(
        engine,
        begin="BEGIN IMMEDIATE",
        pragmas=(
            f"busy_timeout={busy_timeout_milliseconds}",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"cache_size=-{WRITE_CACHE_KIB}",
        ),
    )
    return engine


def _leave_former_leaders(engine: AsyncEngine) -> None:
    """A server that was told to follow another one still answers, but writes no more: whoever holds connections to it
    gives all of them up, and the next ones lead to the new leader."""

    @event.listens_for(engine.sync_engine, "handle_error")
    def _failed(context: ExceptionContext) -> None:
        if state_of(context.original_exception) == READ_ONLY:
            context.is_disconnect = True


def _postgresql_engine(url: str, connect_args: dict[str, Any], **more: Any) -> AsyncEngine:
    address, is_pooled = without_pooler(url)
    if is_pooled:
        connect_args = NO_NAMES  # a statement without a name is planned anew each time, which is what writers ask for
    engine = create_async_engine(address, pool_pre_ping=True, connect_args=connect_args, **more, **OPTIONS)
    keep_storable(engine)
    return engine


def without_pooler(url: str) -> tuple[URL, bool]:
    """What the driver takes of a URL, and whether it leads to a pooler.

    Raises:
        UsageError: another way of pooling than by transaction.
    """
    address = make_url(url)
    pooler = address.query.get("pooler")
    if pooler not in (None, "transaction"):
        raise UsageError("database_url: pooler is `transaction`, or left out")
    return address.difference_update_query(["pooler"]), pooler is not None


def _make_private_file(name: str | None) -> None:
    """A database that does not exist yet is created readable by its owner only: it holds who writes to whom."""
    if name and name != ":memory:" and not Path(name).exists():  # on a disk that may only be read it is left alone
        Path(name).touch(mode=0o600)


def _prepare_sqlite(engine: AsyncEngine, *, begin: str, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: DBAPIConnection, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's own rules never lock at the start
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MILLISECONDS}", "journal_mode=WAL", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
