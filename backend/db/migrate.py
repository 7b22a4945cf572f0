"""Brings a database to the current schema; works from the installed package, without an alembic.ini."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url, text

from backend.db.engines import write_engine
from backend.db.failures import as_unavailable
from backend.errors import UsageError

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE_MILLISECONDS = 20_000
_ADVISORY_LOCK = 0x434F4E47  # "CONG": two processes that start together migrate one after the other


async def migrate(url: str, revision: str = "head") -> None:
    """Apply every missing migration in one transaction; wait for another process that does the same.

    Raises:
        Unavailable: the database is locked or does not answer.
        OSError: SQLite's folder does not exist or may not be written.
    """
    engine = write_engine(url, PATIENCE_MILLISECONDS)
    try:
        with as_unavailable():
            async with engine.begin() as connection:
                await connection.run_sync(_upgrade, revision)
    finally:
        await engine.dispose()


async def is_current(url: str) -> bool:
    """Whether the database stands at the newest migration.

    Raises:
        Unavailable, OSError: as `migrate`.
    """
    engine = write_engine(url)
    try:
        with as_unavailable():
            async with engine.connect() as connection:
                standing = await connection.run_sync(lambda one: MigrationContext.configure(one).get_current_revision())
    finally:
        await engine.dispose()
    return standing == ScriptDirectory.from_config(configuration()).get_current_head()


def configuration(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    command.upgrade(configuration(connection), revision)


async def make_ready(url: str) -> None:
    """Migrate SQLite by itself; on another database only check, since its schema is its administrator's to change.

    Raises:
        UsageError: the database waits for `congvu migrate`.
        Unavailable, OSError: as `migrate`.
    """
    if make_url(url).get_backend_name() == "sqlite":
        await migrate(url)
    elif not await is_current(url):
        raise UsageError("the database is not current: run `congvu migrate` first")
