"""The migrations make what the models say, from the installed package, as often as they are run."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.orm import configure_mappers
from sqlalchemy.schema import CreateTable

import backend
from backend.cli import main
from backend.db import Base
from backend.db.engines import write_engine
from backend.db.migrate import is_current, make_ready, migrate


def url_of(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'congvu.db'}"


def load_models() -> None:
    for module in pkgutil.walk_packages(backend.__path__, "backend."):
        if module.name.endswith("models"):
            importlib.import_module(module.name)


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


async def test_the_migrated_schema_is_the_models_schema(tmp_path: Path) -> None:
    load_models()
    await migrate(url_of(tmp_path))
    engine = write_engine(url_of(tmp_path))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()

    assert found == []


async def test_migrating_twice_is_migrating_once(tmp_path: Path) -> None:
    assert not await is_current(url_of(tmp_path))
    for _ in range(2):
        await migrate(url_of(tmp_path))
        assert await is_current(url_of(tmp_path))


async def test_weeks_entered_before_there_were_seasons_hold_all_year(tmp_path: Path) -> None:
    await migrate(url_of(tmp_path), "0007")
    engine = write_engine(url_of(tmp_path))
    async with engine.begin() as connection:
        await connection.execute(text("insert into agency (code, name, kind, symbol) values ('H55', 'x', 'y', '')"))
        await connection.execute(text("insert into agency_week values ('H55', '2026-01-01', 'mon 08:00-12:00', 'x')"))
    await migrate(url_of(tmp_path))
    async with engine.connect() as connection:
        rows = (
            await connection.execute(text("select valid_from, season, valid_to, hours, source from agency_week"))
        ).all()
    await engine.dispose()

    assert [tuple(row) for row in rows] == [("2026-01-01", "", None, "mon 08:00-12:00", "x")]


async def test_a_missing_folder_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await make_ready(f"sqlite+aiosqlite:///{tmp_path / 'missing' / 'congvu.db'}")


def test_the_command_says_that_it_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--database", url_of(tmp_path)]) == 0
    assert capsys.readouterr().out == "the database is current\n"


def test_every_table_can_be_made_on_both_databases() -> None:
    load_models()
    tables = Base.metadata.sorted_tables
    assert {"fact", "agency", "outbox", "declaration"} <= {table.name for table in tables}
    for table in tables:
        for dialect in (SQLiteDialect(), PGDialect()):  # type: ignore[no-untyped-call]
            assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=dialect))


def test_relationships_load_nothing_behind_a_callers_back() -> None:
    load_models()
    configure_mappers()
    eager = [str(one) for mapper in Base.registry.mappers for one in mapper.relationships if one.lazy != "raise"]
    assert eager == []


def test_every_derived_or_factual_table_is_keyed_by_its_agency() -> None:
    load_models()
    for name in ("fact", "fact_party", "correspondence", "correspondence_segment", "letter_reference"):
        assert "agency_code" in Base.metadata.tables[name].primary_key.columns, name


async def test_links_sent_before_each_mail_had_its_own_still_open(tmp_path: Path) -> None:
    await migrate(url_of(tmp_path), "0009")
    engine = write_engine(url_of(tmp_path))
    async with engine.begin() as connection:
        for code, token in (("A", "'hash'"), ("B", "null")):
            values = f"'H55', '{code}', 'TDT.{code}', {token}, '2026-01-05 01:00:00+00:00'"
            await connection.execute(text(f"insert into letter_reference values ({values})"))
    await migrate(url_of(tmp_path))
    async with engine.connect() as connection:
        rows = await connection.execute(text("select token_hash, agency_code, correspondence_id from letter_token"))
        kept = [tuple(row) for row in rows]
    await engine.dispose()

    assert kept == [("hash", "H55", "A")]


async def test_what_the_directory_held_undated_is_kept(tmp_path: Path) -> None:
    await migrate(url_of(tmp_path), "0012")
    engine = write_engine(url_of(tmp_path))
    async with engine.begin() as connection:
        for statement in (
            "insert into agency (code, name, kind, symbol) values ('H55', 'x', 'y', '')",
            "insert into agency values ('H55.1', 'x', 'y', 'H55', 'S', null, '2025-07-01', 'H55')",
            "insert into former_name values ('H55', 'z')",
            "insert into official (id, name, post, agency_code) values ('A', 'n', 'p', 'H55.1')",
            "insert into role_assignment values ('A', 'clerk', 'H55.1', '1/QĐ', '2025-01-01', null)",
        ):
            await connection.execute(text(statement))
    await migrate(url_of(tmp_path))
    async with engine.connect() as connection:
        agencies = [tuple(row) for row in await connection.execute(text("select * from agency order by code"))]
        names = [tuple(row) for row in await connection.execute(text("select * from agency_name"))]
        heirs = [tuple(row) for row in await connection.execute(text("select * from agency_succession"))]
        held = [tuple(row) for row in await connection.execute(text("select * from role_assignment"))]
        loose = [tuple(row) for row in await connection.execute(text("pragma foreign_key_check"))]
    await engine.dispose()

    assert agencies == [
        ("H55", "x", "y", None, "", None, None, "[]", ""),
        ("H55.1", "x", "y", "H55", "S", None, "2025-07-01", "[]", ""),
    ]
    assert names == [("H55", "z", None, None)]
    assert heirs == [("H55.1", "H55", "merged", "2025-07-01", None)]
    assert [row[1:] for row in held] == [("A", "clerk", "H55.1", None, "", "1/QĐ", "2025-01-01", None)]
    assert (len(held[0][0]), loose) == (26, [])
