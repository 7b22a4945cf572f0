"""Notes: what stands whether or not it can be written down is written once the disk takes it."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.gateway import journal as journal_module
from backend.gateway.journal import Journal, JournalError
from backend.gateway.journal_reader import JournalPosition, JournalReader

NOON = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)


@dataclass
class Disk:
    full: bool = False


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """One that can be full: what was written to it then may be there, and is not there for sure."""
    found, sync = Disk(), os.fdatasync

    def fdatasync(file: int) -> None:
        if found.full:
            raise OSError(28, "No space left on device")
        sync(file)

    monkeypatch.setattr(os, "fdatasync", fdatasync)
    return found


def noted(directory: Path) -> list[tuple[object, object]]:
    records = JournalReader(directory).read(JournalPosition(), limit=100_000).records
    return [(record["id"], record["at"]) for record in records]


async def test_a_note_the_disk_did_not_take_is_written_with_its_own_time_after_the_next_that_it_takes(
    tmp_path: Path, disk: Disk
) -> None:
    clock = FixedClock(NOON)
    async with Journal(tmp_path, clock) as journal:
        assert await journal.note({"id": "A"})
        disk.full = True
        assert not await journal.note({"id": "B"})
        clock.set(NOON + timedelta(minutes=1))
        assert not await journal.note({"id": "C"})
        with pytest.raises(JournalError):
            await journal.append({"id": "a letter that comes again"})
        assert noted(tmp_path) == [("A", "2026-11-28T05:00:00.000Z")]

        disk.full = False
        clock.set(NOON + timedelta(minutes=2))
        await journal.append({"id": "D"})

    assert noted(tmp_path) == [
        ("A", "2026-11-28T05:00:00.000Z"),
        ("D", "2026-11-28T05:02:00.000Z"),
        ("B", "2026-11-28T05:00:00.000Z"),
        ("C", "2026-11-28T05:01:00.000Z"),
    ]


async def test_notes_that_are_owed_are_written_at_the_end_however_many(tmp_path: Path, disk: Disk) -> None:
    async with Journal(tmp_path, FixedClock(NOON)) as journal:
        disk.full = True
        for number in range(120):
            await journal.note({"id": number})
        disk.full = False

    assert [one for one, _ in noted(tmp_path)] == list(range(120))


async def test_notes_that_no_disk_ever_took_are_counted_in_the_log(
    tmp_path: Path, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    async with Journal(tmp_path, FixedClock(NOON)) as journal:
        disk.full = True
        await journal.note({"id": "A"})
        await journal.note({"id": "B"})

    assert "2 notes are lost" in caplog.text
    assert not await journal.note({"id": "C"})
    assert "a note is lost: the journal is closed" in caplog.text


async def test_more_notes_than_memory_has_room_for_are_told_and_the_first_are_kept(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(journal_module, "NOTES_KEPT", 2)
    async with Journal(tmp_path, FixedClock(NOON)) as journal:
        disk.full = True
        for name in ("A", "B", "C"):
            await journal.note({"id": name})
        disk.full = False

    assert [one for one, _ in noted(tmp_path)] == ["A", "B"]
    assert "a note is lost: 2 others wait" in caplog.text
