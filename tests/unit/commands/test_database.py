"""`congvu database move` refuses what it could not move whole, and says why in one line."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import delete

from backend.cli import main
from backend.db import Database, moving
from backend.db.migrate import migrate
from backend.directory.models import PrivateAddress
from backend.errors import Unavailable, UsageError
from tests.unit.db.test_migrations import load_models

pytestmark = pytest.mark.sqlite
TARGET = "postgresql+asyncpg://congvu@/nowhere?host=/nowhere"


@pytest.fixture
def file(url: str) -> Path:
    return Path(url.partition(":///")[2])


def refusal(source: str, capsys: pytest.CaptureFixture[str], target: str = TARGET) -> str:
    assert main(["database", "move", "--from", source, "--to", target]) == 2
    return capsys.readouterr().err


def test_a_file_that_is_not_there_is_named_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(f"sqlite:///{tmp_path / 'congvu.db'}", capsys)

    assert said == f"congvu: {tmp_path / 'congvu.db'}: No such file or directory\n"
    assert list(tmp_path.iterdir()) == []


def test_only_sqlite_is_left_and_only_postgresql_moved_to(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--from: a SQLite database is moved" in refusal(TARGET, capsys)
    assert "--to: a PostgreSQL database" in refusal(f"sqlite:///{file}", capsys, f"sqlite:///{file}2")


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_a_password_on_the_command_line_is_refused(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    addresses = {"--from": "sqlite:///congvu.db", "--to": TARGET, option: "postgresql://congvu:geheim@db/congvu"}

    assert main(["database", "move", *(word for pair in addresses.items() for word in pair)]) == 2

    said = capsys.readouterr().err
    assert said.startswith(f"congvu: {option}: a password belongs into")
    assert "geheim" not in said


async def test_a_database_that_a_process_has_open_is_refused(file: Path) -> None:
    running = Database(f"sqlite+aiosqlite:///{file}")
    async with running.write() as session:
        await session.change(delete(PrivateAddress))
    try:
        with pytest.raises(UsageError, match="a process has it open"):
            async with moving.held_source(f"sqlite:///{file}"):
                pass
    finally:
        await running.close()


async def test_nobody_writes_while_it_is_read(file: Path) -> None:
    load_models()
    async with moving.held_source(f"sqlite:///{file}"):
        late = Database(f"sqlite+aiosqlite:///{file}")
        with pytest.raises(Unavailable):
            async with late.write() as session:
                await session.change(delete(PrivateAddress))
        await late.close()


def test_an_older_schema_is_refused_and_not_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}"
    asyncio.run(migrate(url, "0026"))
    before = (tmp_path / "congvu.db").read_bytes()

    assert "stands at migration 0026, this version at " in refusal(url, capsys)
    assert (tmp_path / "congvu.db").read_bytes() == before


def test_a_table_nobody_knows_is_not_left_behind_silently(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("create table notes (a)")
    connection.close()

    assert "holds tables that this version does not know: notes" in refusal(f"sqlite:///{file}", capsys)


def test_what_is_no_database_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "congvu.db").write_bytes(b"not a database, only as long as a page's head would be" * 100)

    assert "congvu.db: file is not a database" in refusal(f"sqlite:///{tmp_path / 'congvu.db'}", capsys)
