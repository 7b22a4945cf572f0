"""Database and journal on a real disk that is full, or was remounted read-only: told as what passes, and nothing is
lost."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend.backup.saving import save
from backend.clock import FixedClock
from backend.correspondence.models import Fact
from backend.db import Database
from backend.doctor.disks import disk_faults
from backend.errors import Unavailable
from backend.gateway.journal import Journal, JournalError
from backend.gateway.journal_reader import JournalPosition, JournalReader
from backend.web.health import disk_state
from backend.worker.loop import Worker
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN
from tests.unit.small_province import built
from tests.unit.worker.conftest import MONDAY, FakeMailServer, Office


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


async def office_on(disk: Path) -> Office:
    """Its database lies on the small disk; the journal does not, and letters go on."""
    url = f"sqlite+aiosqlite:///{disk / 'congvu.db'}"
    await built(url)
    elsewhere = disk.parent / "state"
    elsewhere.mkdir()
    office = Office(elsewhere, Database(url), FakeMailServer())
    office.settings = office.settings.changed(database_url=url)
    office.letter(1, MONDAY)
    await office.rounds()
    return office


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as stream, suppress(OSError):
        while stream.write(bytes(4096)):
            pass
    return filler


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", disk], check=True)


async def facts(database: Database) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(Fact)) or 0


async def waits(worker: Worker) -> bool:
    with pytest.raises((Unavailable, OSError)):  # what the worker's loop waits for
        await worker.round()
    return True


async def test_a_full_disk_under_the_database_is_waited_for(disk: Path) -> None:
    office = await office_on(disk)
    before = await facts(office.database)
    filler = fill(disk)
    for number in range(2, 40):
        office.letter(number, MONDAY, OTHER_CITIZEN)

    assert await waits(office.worker)
    assert await facts(office.database) == before
    assert disk_state(office.settings) == "full"
    assert "full" in [fault.reason for fault in disk_faults(office.settings)]
    filler.unlink()
    await office.rounds(3)
    assert len(await office.letters()) == 39
    assert len(office.mail_server.recipients) == len(set(map(str, _answered(office))))
    assert disk_state(office.settings) == "ok"
    await office.database.close()


def _answered(office: Office) -> list[object]:
    return [mail["In-Reply-To"] for mail in office.mail_server.taken]


async def test_a_disk_remounted_read_only_under_the_database_is_waited_for(disk: Path) -> None:
    office = await office_on(disk)
    await office.database.close()
    remount(disk, "ro")
    office.letter(2, MONDAY, OTHER_CITIZEN)
    office.database = Database(office.settings.database)
    office.worker = office.started()

    assert await waits(office.worker)
    assert disk_state(office.settings) == "read_only"
    assert "read_only" in [fault.reason for fault in disk_faults(office.settings)]
    await office.database.close()
    remount(disk, "rw")
    office.database = Database(office.settings.database)
    office.worker = office.started()
    await office.rounds()
    assert office.mail_server.recipients == [CITIZEN, OTHER_CITIZEN]
    await office.database.close()


async def test_a_backup_onto_a_full_disk_leaves_nothing_half_made(disk: Path) -> None:
    office = await office_on(disk)
    shutil.move(disk / "congvu.db", disk.parent / "congvu.db")
    await office.database.close()
    office.settings = office.settings.changed(database_url=f"sqlite+aiosqlite:///{disk.parent / 'congvu.db'}")
    fill(disk)

    with pytest.raises((Unavailable, OSError)):
        save(office.settings, disk / "tonight", MONDAY)
    assert not any(name.startswith("tonight") for name in os.listdir(disk))


async def test_what_was_refused_while_the_journal_had_no_room_is_written_once_it_has(disk: Path) -> None:
    long = "x" * 8_000  # more than what is left of the file's last page
    async with Journal(disk / "journal", FixedClock(MONDAY)) as journal:
        await journal.append({"id": "before"})
        filler = fill(disk)
        assert not await journal.note({"id": "refused", "long": long})
        with pytest.raises(JournalError):
            await journal.append({"id": "comes again", "long": long})
        filler.unlink()
        await journal.append({"id": "after"})

    batch = JournalReader(disk / "journal").read(JournalPosition())
    assert [record["id"] for record in batch.records] == ["before", "after", "refused"]
    assert (batch.torn, batch.lost) == (0, ())
