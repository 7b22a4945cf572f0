"""A province leaves SQLite for PostgreSQL: all arrives and is proved, or nothing does and what differs is named."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from backend.classification.keys import make_key, read_key
from backend.cli import main
from backend.correspondence import figure_queries
from backend.correspondence.counting import count_stale
from backend.correspondence.models import Correspondence, Fact, FigureRow, Outbox
from backend.db import Database
from backend.db.engines import write_engine
from backend.db.migrate import migrate
from backend.directory.history import Trust
from backend.directory.importer import import_files
from backend.directory.models import DirectoryRevision
from backend.directory.verifying import verify
from deploy.private_postgres import private_postgres
from tests.e2e.aside import aside
from tests.unit.journal_lines import OTHER_CITIZEN
from tests.unit.small_province import SCIENCE, built
from tests.unit.worker.conftest import MONDAY, FakeMailServer, Office
from tests.unit.worker.test_forgetting_letters import WEEK, answer_three

DATABASES = ("blank", "altering", "filled", "narrow")
TOO_LONG = "4" * 41  # a queue id has 40 characters


@pytest.fixture(scope="module")
def urls() -> Iterator[dict[str, str]]:
    with private_postgres(*DATABASES, durable=False) as found:
        assert found, "no PostgreSQL server is installed"
        yield dict(zip(DATABASES, found, strict=True))


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A province with a signed directory, letters that were answered and one that waits; nobody has it open."""
    monkeypatch.setenv("CONGVU_STATE_DIR", str(tmp_path))
    make_key(tmp_path / "directory.key")
    url = f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}"
    aside(asyncio.run, lived_in(url, tmp_path))
    return url


async def lived_in(url: str, folder: Path) -> None:
    await built(url)
    office = Office(folder, Database(url), FakeMailServer())
    async with office.database.write() as session:
        await import_files(session, {"weeks.csv": WEEK}, MONDAY, read_key(folder / "directory.key"))
    await answer_three(office)
    office.letter(21, office.clock.now(), OTHER_CITIZEN)
    await office.rounds(3)
    await office.database.close()


async def changed(url: str, *statements: str) -> None:
    engine = write_engine(url)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


async def number_of(url: str, *tables: Any) -> list[int]:
    database = Database(url)
    async with database.read() as session:
        found = [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    await database.close()
    return found


def test_a_province_arrives_and_lives_on(
    urls: dict[str, str], source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert aside(main, ["database", "move", "--from", source, "--to", urls["blank"], "--json"]) == 0
    said = capsys.readouterr()
    moved = json.loads(said.out)

    assert (moved["equal"], moved["differs"]) == (True, [])
    assert [moved["tables"]["correspondence"]["rows"], moved["tables"]["fact"]["rows"]] == aside(
        asyncio.run, number_of(source, Correspondence, Fact)
    )
    assert moved["tables"]["correspondence"]["rows"] == 4
    assert moved["directory"]["problems"] == []
    assert moved["directory"]["changes"] > 0
    assert moved["directory"]["signatures"] == 2
    assert moved["figures"] == {"months": 2, "groups": 2}
    assert moved["report"]["quarter"] == "2026Q1"
    assert moved["counters"] == {"directory_revision": 1}
    assert "correspondence: 4 rows, the same" in said.err

    aside(asyncio.run, lives_on(urls["blank"], tmp_path))


async def lives_on(url: str, folder: Path) -> None:
    """Figures count anew to what they were, the directory's history goes on, numbers are given after the highest."""
    database = Database(url)
    before = await figure_rows(database)
    async with database.write() as session:
        await figure_queries.mark_stale(session, [(SCIENCE, 202601), (SCIENCE, 202602)])
    async with database.write() as session:
        assert await count_stale(session) == 2
    assert await figure_rows(database) == before
    assert [row[:4] for row in before] == [(SCIENCE, 202601, "citizen", ""), (SCIENCE, 202602, "citizen", "")]
    async with database.write() as session:
        key = read_key(folder / "directory.key")
        await import_files(session, {"weeks.csv": WEEK.replace(b"12:00", b"11:30")}, MONDAY, key)
    async with database.write() as session:
        added = DirectoryRevision(revision=9, changed_at=MONDAY)
        session.add(added)
        await session.flush()
        assert added.id == 2
        await session.delete(added)
    async with database.read() as session:
        proved = await verify(session, Trust([read_key(folder / "directory.key")]))
    await database.close()
    assert (proved.problems, proved.signatures) == ([], 3)


async def figure_rows(database: Database) -> list[tuple[Any, ...]]:
    async with database.read() as session:
        return sorted(tuple(row) for row in await session.execute(select(*FigureRow.__table__.columns)))


def test_what_arrives_otherwise_is_named_and_nothing_is_kept(
    urls: dict[str, str], source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aside(asyncio.run, migrate(urls["altering"]))
    aside(
        asyncio.run,
        changed(
            urls["altering"],
            "create function later() returns trigger language plpgsql as "
            "$$ begin new.working_seconds := new.working_seconds + 1; return new; end $$",
            "create function lost() returns trigger language plpgsql as $$ begin return null; end $$",
            "create trigger later before insert on correspondence for each row execute function later()",
            "create trigger lost before insert on letter_token for each row execute function lost()",
        ),
    )
    before = Path(source.partition(":///")[2]).read_bytes()

    assert aside(main, ["database", "move", "--from", source, "--to", urls["altering"]]) == 1

    said = capsys.readouterr().out.splitlines()
    assert "differs: table correspondence: working_seconds" in said
    assert "differs: table letter_token: 4 rows, there 0" in said
    assert f"differs: figures of {SCIENCE}, 202601, citizen, ''" in said
    assert said[-1] == "nothing was kept: the target is as empty as before, the source as it was"
    assert aside(asyncio.run, number_of(urls["altering"], Correspondence, Fact, Outbox)) == [0, 0, 0]
    assert Path(source.partition(":///")[2]).read_bytes() == before


def test_a_target_with_rows_is_refused(urls: dict[str, str], source: str, capsys: pytest.CaptureFixture[str]) -> None:
    aside(asyncio.run, built(urls["filled"]))

    assert aside(main, ["database", "move", "--from", source, "--to", urls["filled"]]) == 2

    assert "--to: is not empty: there are rows in agency, " in capsys.readouterr().err
    assert aside(asyncio.run, number_of(urls["filled"], Fact)) == [0]


def test_a_value_that_does_not_fit_is_named_and_not_quoted(
    urls: dict[str, str], source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aside(asyncio.run, changed(source, f"update fact set queue_id = '{TOO_LONG}' where kind = 'checked'"))

    assert aside(main, ["database", "move", "--from", source, "--to", urls["narrow"]]) == 2

    said = capsys.readouterr().err
    assert "does_not_fit: fact, row " in said
    assert "PostgreSQL does not take queue_id" in said
    assert TOO_LONG not in said
    assert aside(asyncio.run, number_of(urls["narrow"], Fact, Correspondence)) == [0, 0]
