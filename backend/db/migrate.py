"""Brings a database to the current schema; works from the installed package, without an alembic.ini.

On PostgreSQL the version before this one goes on serving meanwhile: each migration is a transaction of its own, and
none waits long for a lock. A statement that waits for a table keeps everybody waiting who comes after it, for as long
as one slow reader reads; so it gives up after a moment, lets the others through, and tries again.
"""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.db.collation import MADE_SO, orders_otherwise
from backend.db.engines import write_engine
from backend.db.failures import as_unavailable
from backend.errors import Unavailable, UsageError

if TYPE_CHECKING:  # where the database is current, which is at nearly every start, nobody migrates
    from alembic.config import Config
    from alembic.script import Script

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE_MILLISECONDS = 20_000
LOCK_TIMEOUT = "2s"  # how long a migration may hold up those who come after it
PAUSE_SECONDS = 1.0  # in which they get through
TRIES = 60
_ADVISORY_LOCK = 0x434F4E47  # "CONG": two processes that start together migrate one after the other
_LOCK_NOT_AVAILABLE = "55P03"

Told = Callable[[str], None]


async def migrate(url: str, revision: str = "head", told: Told = lambda _what: None) -> None:
    """Apply every missing migration; wait for another process that does the same.

    In one transaction, but on PostgreSQL with tables already there in one each: what is done stays done when a later
    one gives up, and to begin anew goes on from there. `told`: which migration is done, which waits.

    Raises:
        UsageError: it is empty, and made to order words otherwise than others do.
        Unavailable: the database is locked or does not answer; on PostgreSQL, others held a table throughout.
        OSError: SQLite's folder does not exist or may not be written.
    """
    engine = write_engine(url, PATIENCE_MILLISECONDS)
    try:
        with as_unavailable():
            if engine.dialect.name == "postgresql" and await _is_served(engine):
                while await _one_more(engine, revision, told):
                    pass
            else:
                async with engine.begin() as connection:
                    await connection.run_sync(_refuse_other_order)
                    await connection.run_sync(_upgrade, revision)
    finally:
        await engine.dispose()


async def _is_served(engine: AsyncEngine) -> bool:
    async with engine.connect() as connection:
        return bool(await connection.run_sync(lambda one: inspect(one).get_table_names()))


def _refuse_other_order(connection: Connection) -> None:
    """Now it costs nothing to make another; one that has been filled goes on, and `congvu doctor` tells."""
    if orders_otherwise(connection):
        raise UsageError(f"this database orders words by a language's rules; make one that does not: {MADE_SO}")


async def _one_more(engine: AsyncEngine, revision: str, told: Told) -> bool:
    """Whether there was one to apply.

    Raises:
        Unavailable: lock_timeout.
    """
    for tried in range(1, TRIES + 1):
        began = time.monotonic()
        try:
            async with engine.begin() as connection:
                first = await connection.run_sync(_prepared, revision)
            for statement in first:
                async with engine.begin() as connection:
                    await connection.execute(text(f"set local lock_timeout = '{LOCK_TIMEOUT}'"))
                    await connection.execute(text(statement))
            async with engine.begin() as connection:
                applied = await connection.run_sync(_upgrade_once, revision)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            told(f"others use a table that changes; nothing is done yet, trying again ({tried} of {TRIES})")
            await asyncio.sleep(PAUSE_SECONDS)
            continue
        if applied:
            told(f"{applied} ({time.monotonic() - began:.1f} s)")
        return bool(applied)
    raise Unavailable("another session holds a table for minutes: end it, then migrate again", code="lock_timeout")


def _prepared(connection: Connection, revision: str) -> list[str]:
    """What the next migration wants to have run before it, while everybody works (its function `prepare`)."""
    following = _following(connection, revision)
    prepare = getattr(following.module, "prepare", None) if following else None
    return prepare(connection) if prepare else []


def _upgrade_once(connection: Connection, revision: str) -> str:
    """The next migration towards a revision, as number and title; empty: there is none."""
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    connection.execute(text(f"set local lock_timeout = '{LOCK_TIMEOUT}'"))
    following = _following(connection, revision)
    if following is None:
        return ""
    _to(connection, following.revision)
    return f"{following.revision} {following.doc.splitlines()[0]}"


def _following(connection: Connection, revision: str) -> "Script | None":
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    standing = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(configuration())
    missing = list(scripts.iterate_revisions(revision, standing or "base"))
    return missing[-1] if missing else None


async def is_current(url: str) -> bool:
    """Whether the database stands at the newest migration.

    Raises:
        Unavailable, OSError: as `migrate`.
    """
    engine = write_engine(url)
    try:
        with as_unavailable():
            async with engine.connect() as connection:
                return await connection.run_sync(_standing) == _newest()
    finally:
        await engine.dispose()


def _standing(connection: Connection) -> str | None:
    """The migration a database stands at; None: no migration was ever applied."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    standing: str | None = connection.scalar(text("select version_num from alembic_version"))
    return standing


def _newest() -> str:
    """The files of migrations begin with their numbers, each follows the one before."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def configuration(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    _to(connection, revision)


def _to(connection: Connection, revision: str) -> None:
    from alembic import command

    command.upgrade(configuration(connection), revision)


async def has_other_order(url: str) -> bool:
    """Whether the database orders words by a language's rules.

    Raises:
        Unavailable, OSError: as `migrate`.
    """
    engine = write_engine(url)
    try:
        with as_unavailable():
            async with engine.connect() as connection:
                return await connection.run_sync(orders_otherwise)
    finally:
        await engine.dispose()


async def make_ready(url: str) -> None:
    """Migrate SQLite by itself; on another database only check, since its schema is its administrator's to change.

    Raises:
        UsageError: the database waits for `congvu migrate`.
        Unavailable, OSError: as `migrate`.
    """
    if await is_current(url):
        return
    if make_url(url).get_backend_name() == "sqlite":
        await migrate(url)
    else:
        raise UsageError("the database is not current: run `congvu migrate` first")
