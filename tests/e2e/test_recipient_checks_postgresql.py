"""What is said of addresses, on PostgreSQL as on SQLite."""

from pathlib import Path

from backend.db import Database
from backend.db.migrate import migrate
from backend.directory import queries
from backend.directory.exporter import as_json
from backend.directory.recipient_checks import Asker, check_recipients
from backend.directory.terms import RecipientCheck
from tests.unit.directory.conftest import NOW, take_over
from tests.unit.directory.test_round_trip import FULL

ASKED_ABOUT = [
    "sokhcn@thainguyen.gov.vn",
    "sokhcn@thainguyen-gov.vn",
    "sokhcm@thainguyen.gov.vn",
    "sokhcn@backan.gov.vn",
    "an@thainguyen.gov.vn",
    "an@thu.example",
    "dan@example.org",
]


async def asked(url: str) -> tuple[list[RecipientCheck], set[str]]:
    await migrate(url)
    database = Database(url)
    await take_over(database, {"full.json": as_json(FULL).decode()}, NOW)
    async with database.read() as session:
        checks = await check_recipients(session, ASKED_ABOUT, Asker(("thainguyen.gov.vn",), "H55"), NOW)
        recorded = await queries.recorded_addresses(session)
    await database.close()
    return checks, recorded


async def test_both_databases_say_the_same_of_addresses(postgres: str, tmp_path: Path) -> None:
    checks, recorded = await asked(postgres)

    assert (checks, recorded) == await asked(f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}")
    told = [check.lookalike and check.lookalike.instead for check in checks]
    assert told == [None, "sokhcn@thainguyen.gov.vn", "sokhcn@thainguyen.gov.vn", None, None, None, None]
    assert checks[5].official_instead is not None
    assert "sokhcn@backan.gov.vn" in recorded
