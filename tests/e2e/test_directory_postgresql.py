"""The directory on PostgreSQL as on SQLite: taken over, changed, proved, exported, and a change by hand found;
recipients are resolved and remembered, and the search follows."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import select, text, update

from backend.clock import FixedClock
from backend.db import Database
from backend.db.engines import write_engine
from backend.db.migrate import migrate
from backend.directory import corrections, history_queries
from backend.directory.corrections import Chooser
from backend.directory.exporter import as_json
from backend.directory.history import Trust
from backend.directory.models import Mailbox, Official
from backend.directory.official_address import official_addresses
from backend.directory.portable import portable, public
from backend.directory.search import DirectorySearch
from backend.directory.service import resolve_recipients
from backend.directory.verifying import verify
from tests.unit.directory.conftest import NOW, take_over
from tests.unit.directory.test_round_trip import FULL
from tests.unit.directory_key import DIRECTORY_KEY

TRUST = Trust([DIRECTORY_KEY])
DAY = date(2026, 1, 5)
LATER = datetime(2026, 2, 1, tzinfo=UTC)


async def story(url: str) -> tuple[object, ...]:
    """A province is taken over from before its history began, changed, asked and exported; then touched by hand."""
    await migrate(url)
    database = Database(url)
    await take_over(database, {"full.json": as_json(FULL).decode()}, NOW)
    async with database.write() as session:
        for table in ("directory_change", "directory_signature"):
            await session.execute(text(f"delete from {table}"))
    ended = "address,agency,kind,published,published_to\nsokhcn@thainguyen.gov.vn,H55.05,agency,yes,2026-06-01\n"
    changed = (await take_over(database, {"m.csv": ended}, LATER)).changed
    async with database.read() as session:
        standing = await history_queries.standing(session)
        seen = public(await history_queries.public_standing(session), DAY)
        answer = await official_addresses(session, "H55.05", DAY, LATER, TRUST)
        whole = await verify(session, TRUST)
    again = (await take_over(database, {"all.json": as_json(portable(standing)).decode()}, LATER)).changed
    async with database.write() as session:
        await session.change(update(Mailbox).where(Mailbox.kind == "role").values(agency_code="H55"))
    async with database.read() as session:
        touched = (await verify(session, TRUST)).problems
    await database.close()
    told = [(one.address, one.valid_from, one.valid_to, one.proof.holds) for one in answer.addresses]
    return changed, again, told, whole.head.seq, whole.problems, touched, portable(standing), seen


async def test_both_databases_hold_and_prove_the_same_directory(postgres: str, tmp_path: Path) -> None:
    found = await story(postgres)

    assert found == await story(f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}")
    assert found[:2] == (1, 0)
    assert found[2] == [("sokhcn@thainguyen.gov.vn", date(2025, 3, 1), date(2026, 6, 1), True)]
    assert found[4:6] == ([], ["mailbox motcua@thainguyen.gov.vn was changed outside the history"])


COMMUNES = """code,name,kind,parent,valid_from,valid_to
H55.50,Ủy ban nhân dân xã Văn Lang,commune,H55,,
H55.51,Ủy ban nhân dân xã Văn Lăng,commune,H55,,
"""
BOXES = """address,agency,kind,published
vanlang@thainguyen.gov.vn,H55.50,agency,yes
vanlang.donghy@thainguyen.gov.vn,H55.51,agency,yes
"""
ENTRIES = (
    "- Sở KH&CN (để t/h);",
    "Sở Thông tin và Truyền thông",
    "Các sở, ban, ngành",
    "UBND xa Van Lang",
    "UBND xã Văn Lăng",
    "Sở Y tế",
    "Như trên",
    "Lưu: VT",
)

Told: TypeAlias = tuple[str, list[tuple[str, str]], list[tuple[str, ...]]]


async def addressed(url: str) -> tuple[list[Told], list[Told], list[Told], list[list[str]]]:
    """A block of Nơi nhận is resolved; what a clerk chose is remembered and taken back; and the search."""
    await migrate(url)
    database = Database(url)
    await take_over(database, {"full.json": as_json(FULL).decode(), "a.csv": COMMUNES, "m.csv": BOXES}, NOW)
    async with database.read() as session:
        official = (await session.scalars(select(Official.id).order_by(Official.id))).first() or ""
    chooser = Chooser("H55.05", "an@thainguyen.gov.vn", official)
    first = await resolved(database)
    async with database.write() as session:
        await corrections.remember(session, "UBND xa Van Lang", ["H55.50"], chooser, NOW)
    async with database.write() as session:
        await corrections.remember(session, "UBND xa Van Lang", ["H55.51"], chooser, NOW)
    remembered = await resolved(database)
    async with database.write() as session:
        await corrections.forget(session, "- UBND xa Van Lang;", chooser, NOW)
    forgotten = await resolved(database)
    found = await searched(database)
    await database.close()
    return first, remembered, forgotten, found


async def resolved(database: Database) -> list[Told]:
    """Of each entry its state, who is meant and why, and the candidates of every question."""
    async with database.read() as session:
        entries = await resolve_recipients(
            session, ENTRIES, LATER, "H55.05", issued_on=date(2025, 1, 10), addressees=("UBND tỉnh",)
        )
    return [
        (
            str(entry.state),
            [(match.agency_code, str(match.reason)) for match in entry.matches],
            [tuple(one.agency_code for one in question.candidates) for question in entry.questions],
        )
        for entry in entries
    ]


async def searched(database: Database) -> list[list[str]]:
    """Found before a change, after one that was followed, and by a search made anew then."""
    clock = FixedClock(LATER)
    search, anew = DirectorySearch(database, clock), DirectorySearch(database, clock)
    found = [await addresses(search)]
    change = BOXES.replace("H55.51", "H55.05").replace("agency,yes\nvanlang.d", "agency,no\nvanlang.d")
    await take_over(database, {"m.csv": change}, LATER)
    clock.set(LATER + timedelta(seconds=5))
    await search.find("x", 1)
    await search.close()
    found += [await addresses(search), await addresses(anew)]
    await search.close()
    await anew.close()
    return found


async def addresses(search: DirectorySearch) -> list[str]:
    found = [await search.find(typed, 20) for typed in ("van lang", "nguyen", "so khcn")]
    return sorted(entry.address for entries in found for entry in entries)


async def test_recipients_mean_the_same_and_search_finds_the_same_on_both(postgres: str, tmp_path: Path) -> None:
    engine = write_engine(postgres)
    async with engine.begin() as connection:
        await connection.execute(text("drop schema public cascade"))
        await connection.execute(text("create schema public"))
    await engine.dispose()

    first, remembered, forgotten, found = await addressed(postgres)

    assert (first, remembered, forgotten, found) == await addressed(f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}")
    assert first == forgotten
    assert first[3] == ("ask", [], [("H55.50", "H55.51")])
    assert remembered[3] == ("resolved", [("H55.51", "remembered")], [])
    assert first[1] == ("resolved", [("H55.05", "successor")], [])
    assert found[0] != found[1] == found[2]


async def test_what_was_held_undated_is_kept_on_postgresql_too(postgres: str) -> None:
    engine = write_engine(postgres)
    async with engine.begin() as connection:
        await connection.execute(text("drop schema public cascade"))
        await connection.execute(text("create schema public"))
    await migrate(postgres, "0012")
    async with engine.begin() as connection:
        for statement in (
            "insert into agency (code, name, kind, symbol) values ('H55', 'x', 'y', '')",
            "insert into agency values ('H55.1', 'x', 'y', 'H55', 'S', null, '2025-07-01', 'H55')",
            "insert into official (id, name, post, agency_code) values ('A', 'n', 'p', 'H55.1')",
            "insert into role_assignment values ('A', 'clerk', 'H55.1', '1/QĐ', '2025-01-01', null)",
        ):
            await connection.execute(text(statement))
    await migrate(postgres)
    async with engine.connect() as connection:
        heirs = [tuple(row) for row in await connection.execute(text("select * from agency_succession"))]
        held = [tuple(row) for row in await connection.execute(text("select * from role_assignment"))]
    await engine.dispose()

    assert heirs == [("H55.1", "H55", "merged", date(2025, 7, 1), None)]
    assert [row[1:] for row in held] == [("A", "clerk", "H55.1", None, "", "1/QĐ", date(2025, 1, 1), None)]
