"""The database, and what it tells of the worker: real SQLite files and a real journal."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.correspondence import fact_queries
from backend.correspondence.lost_letters import LostLetters, note_lost
from backend.correspondence.models import Outbox
from backend.db import Database
from backend.db.migrate import migrate
from backend.doctor.stored import (
    Stored,
    clock_faults,
    database_faults,
    journal_faults,
    look,
    outbox_faults,
)
from backend.errors import Unavailable
from backend.gateway.journal import Journal
from backend.gateway.journal_reader import JournalPosition, JournalReader
from backend.settings import Settings
from tests.unit.doctor.telling import told

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
FINE = Stored(NOW, JournalPosition(), 0, None, {})


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    settings = Settings(state_dir=tmp_path)
    await migrate(settings.database)
    return settings


def waiting(name: str, not_before: datetime, state: str = "waiting") -> Outbox:
    return Outbox(
        id=name,
        agency_code="H55.05",
        correspondence_id="c",
        kind="acknowledgement",
        data={},
        message_id=f"{name}@thainguyen.gov.vn",
        recipient="ba.lien@hopthu.example",
        state=state,
        attempts=0,
        not_before=not_before,
    )


async def test_a_current_database_is_fine(settings: Settings) -> None:
    assert await database_faults(settings) == []
    assert await look(settings, NOW) == replace(FINE, clock=None)


async def test_a_database_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path)
    assert told("database", await database_faults(settings)) == ["missing"]
    with pytest.raises(Unavailable):
        await look(settings, NOW)
    assert os.listdir(tmp_path) == []


async def test_a_database_of_an_older_version_is_told(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path)
    await migrate(settings.database, "0020")
    assert told("database", await database_faults(settings)) == ["not_current"]
    with pytest.raises(Unavailable):
        await look(settings, NOW)


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path)
    (tmp_path / "congvu.db").write_bytes(b"no database")
    assert told("database", await database_faults(settings)) == ["damaged"]


@pytest.mark.parametrize(("seconds", "expected"), [(2, []), (-2, []), (60, ["skew"]), (-3600, ["skew"])])
def test_a_database_server_whose_clock_is_away_is_told(seconds: int, expected: list[str]) -> None:
    seen = replace(FINE, clock=NOW + timedelta(seconds=seconds))
    assert told("clock", clock_faults(seen, NOW)) == expected


async def test_a_journal_that_nobody_reads_is_told(settings: Settings) -> None:
    async with Journal(settings.journal_dir, FixedClock(NOW)) as journal:
        await journal.append({"kind": "checked"})
    minutes = timedelta(minutes=4)
    assert list(journal_faults(FINE, settings.journal_dir, NOW + minutes)) == []
    [fault] = journal_faults(FINE, settings.journal_dir, NOW + 2 * minutes)
    assert told("journal", [fault]) == ["unread"]
    assert fault.said["minutes"] == "8"


async def test_what_a_disk_took_of_the_journal_is_told_for_a_week(settings: Settings) -> None:
    lost = LostLetters(7, 3, 812, 0, NOW - timedelta(hours=1), NOW)
    database = Database(settings.database)
    async with database.write() as session:
        for _ in range(2):
            await note_lost(session, "journal", lost, NOW)
        await note_lost(session, "journal:2", lost, NOW)  # another machine's
    await database.close()
    seen = await look(settings, NOW + timedelta(days=6))

    [fault] = journal_faults(seen, settings.journal_dir, NOW)
    assert told("journal", [fault]) == ["lost"]
    assert (fault.said["records"], fault.said["bytes"], fault.said["since"]) == ("6", "1624", "2026-11-28 08:00")
    assert (await look(settings, NOW + timedelta(days=8))).lost == ()


async def test_a_database_that_was_set_back_is_told(settings: Settings) -> None:
    async with Journal(settings.journal_dir, FixedClock(NOW)) as journal:
        await journal.append({"kind": "checked"})
    reader = JournalReader(settings.journal_dir)
    reader.shipped(reader.read(JournalPosition()).position, NOW)

    assert told("journal", list(journal_faults(FINE, settings.journal_dir, NOW))) == ["set_back"]


async def test_a_journal_that_was_read_is_fine_however_old(settings: Settings) -> None:
    async with Journal(settings.journal_dir, FixedClock(NOW)) as journal:
        await journal.append({"kind": "checked"})
    end = JournalReader(settings.journal_dir).read(JournalPosition()).position
    database = Database(settings.database)
    async with database.write() as session:
        written = f'{{"offset":{end.offset},"segment":{end.segment}}}'
        await fact_queries.store_position(session, "journal", written, 0, NOW)
    await database.close()
    seen = await look(settings, NOW)
    assert list(journal_faults(seen, settings.journal_dir, NOW + timedelta(days=9))) == []


async def test_mail_of_ours_that_waits_too_long_is_told(settings: Settings) -> None:
    database = Database(settings.database)
    async with database.write() as session:
        session.add_all(
            [
                waiting("old", NOW - timedelta(minutes=40)),
                waiting("new", NOW - timedelta(minutes=5)),
                waiting("later", NOW + timedelta(hours=1)),
                waiting("sent", NOW - timedelta(days=1), "sent"),
            ]
        )
    await database.close()
    [fault] = outbox_faults(await look(settings, NOW), NOW)
    assert told("outbox", [fault]) == ["old"]
    assert fault.said == {"count": "1", "minutes": "40"}
    assert list(outbox_faults(FINE, NOW)) == []
