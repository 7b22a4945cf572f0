"""Two kinds of session on a real database."""

import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from backend.audit.models import AuditEntry
from backend.audit.service import record
from backend.clock import VIETNAM
from backend.db import Database
from backend.db.migrate import migrate
from backend.directory.models import Agency, AgencyPastName
from backend.errors import Unavailable
from tests.unit.fresh_databases import file_of

MOMENT = datetime(2026, 1, 5, 8, 15, 30, tzinfo=VIETNAM)


@pytest.fixture
def url(empty_url: str) -> str:
    return empty_url


def agency(code: str) -> Agency:
    return Agency(code=code, name="Cơ quan", kind="department")


async def codes(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Agency.code).order_by(Agency.code)))


async def test_a_unit_of_work_is_committed_when_its_block_ends(database: Database) -> None:
    async with database.write() as session:
        session.add(agency("H55"))

    assert await codes(database) == ["H55"]


async def test_a_unit_of_work_that_raises_leaves_nothing(database: Database) -> None:
    async def breaks_off() -> None:
        async with database.write() as session:
            session.add(agency("H55"))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await breaks_off()
    assert await codes(database) == []


async def test_the_database_itself_refuses_a_change_through_a_read_session(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        async with database.read() as session:
            await session.execute(insert(Agency).values(code="H55", name="x", kind="y", symbol=""))


async def test_a_reader_sees_one_state_while_a_writer_commits(database: Database) -> None:
    async with database.read() as session:
        before = list(await session.scalars(select(Agency.code)))
        async with database.write() as writer:
            writer.add(agency("H55"))
        assert list(await session.scalars(select(Agency.code))) == before == []

    assert await codes(database) == ["H55"]


@pytest.mark.sqlite
async def test_a_locked_database_is_unavailable_and_works_again_afterwards(database: Database) -> None:
    holder = sqlite3.connect(file_of(database.url), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(Unavailable) as refused:
            async with database.write() as session:
                session.add(agency("H55"))
        assert refused.value.code == "database_busy"
        assert await codes(database) == []
    finally:
        holder.execute("ROLLBACK")
        holder.close()

    async with database.write() as session:
        session.add(agency("H55"))
    assert await codes(database) == ["H55"]


async def test_a_broken_rule_of_the_schema_is_a_defect_and_its_text_holds_no_values(database: Database) -> None:
    with pytest.raises(IntegrityError) as refused:
        async with database.write() as session:
            session.add(AgencyPastName(agency_code="H99", name="Tên bí mật"))

    assert "Tên bí mật" not in str(refused.value)


async def test_moments_come_back_in_utc(database: Database) -> None:
    async with database.write() as session:
        record(session, "test.done", at=MOMENT, login="ai@thainguyen.gov.vn", data={"count": 1})

    async with database.read() as session:
        entry = (await session.scalars(select(AuditEntry))).one()
    assert entry.at == MOMENT
    assert entry.at.tzinfo is UTC
    assert entry.data == {"count": 1}


async def test_a_naive_moment_is_not_stored(database: Database) -> None:
    with pytest.raises(Exception, match="needs a time zone"):
        async with database.write() as session:
            record(session, "test.done", at=MOMENT.replace(tzinfo=None))


async def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    await migrate(f"sqlite+aiosqlite:///{tmp_path}/congvu.db")

    assert stat.S_IMODE((tmp_path / "congvu.db").stat().st_mode) == 0o600


@pytest.mark.sqlite
async def test_readers_do_not_wait_for_writers(database: Database) -> None:
    async with database.read() as session:
        assert (await session.execute(text("PRAGMA journal_mode"))).scalar() == "wal"
