"""Backup and restore: figures and facts agree, letters after it come back from the journal, nothing is sent twice."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from backend.backup.manifest import Manifest
from backend.backup.replaying import Replayed, replay
from backend.backup.restoring import put_back
from backend.backup.saving import save
from backend.clock import VIETNAM, FixedClock
from backend.db import Database
from backend.errors import UsageError
from backend.gateway.journal import segment_path
from backend.gateway.journal_reader import JournalReader
from backend.gateway.postfix_log import PostfixLog
from backend.gateway.source_progress import SourceProgress
from backend.settings import Settings
from backend.worker.seams import Outcome, Seams
from backend.worker.shipping import SetBack
from backend.worker_seams import JournalFiles, LogFile
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN
from tests.unit.small_province import built
from tests.unit.worker.conftest import MONDAY, FakeMailServer, Office

WHAT_AGREES = (
    "SELECT agency_code, kind, source, at, message_id FROM fact WHERE message_id NOT LIKE 'ack.%' ORDER BY 4, 1, 2, 3",
    "SELECT agency_code, message_id, received_at, answered_at FROM correspondence ORDER BY 1, 2, 3",
    "SELECT kind, state FROM outbox ORDER BY 1, 2",
    "SELECT name, position FROM source_position WHERE name IN ('journal', 'postfix') ORDER BY 1",
)
TUESDAY = MONDAY + timedelta(days=1)


class Deployment:
    """An office on a SQLite file in its state folder, or elsewhere, with a journal, a mail log and a mail server."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.file = folder / "congvu.db"
        self.url = url or f"sqlite+aiosqlite:///{self.file}"
        self.office = Office(folder, Database(self.url), FakeMailServer())
        self.settings = self.office.settings

    async def work(self) -> None:
        """Until nothing is left to do; what our mail server took stands in Postfix's log."""
        for _ in range(3):
            taken = len(self.office.mail_server.taken)
            await self.office.rounds()
            for number, mail in enumerate(self.office.mail_server.taken[taken:], start=taken):
                queue_id = f"4OURS{number}"
                own, letter = (str(mail[name]).strip("<>") for name in ("Message-ID", "In-Reply-To"))
                record = {"kind": "acknowledged", "message_id": own, "in_reply_to": [letter]}
                self.office.write_journal({"seq": 900 + number, "at": self.office.clock.now().isoformat(), **record})
                self.office.write_log(self.office.clock.now(), queue_id, f"message-id={mail['Message-ID']}", "cleanup")
                from_us = "from=<>, size=900, nrcpt=1 (queue active)"
                self.office.write_log(self.office.clock.now(), queue_id, from_us, "qmgr")

    def lose_the_database(self) -> Path:
        """What it was, beside the folder."""
        for file in self.file.parent.glob("congvu.db*"):
            file.rename(file.parent.parent / f"lost-{file.name}")
        return self.file.parent.parent / "lost-congvu.db"

    async def restore(self, folder: Path) -> Replayed:
        put_back(self.settings, folder)
        return await replay(self.settings, self.office.clock, self.seams())

    def seams(self) -> Seams:
        progress = SourceProgress(self.settings.journal_dir, {})
        return Seams(
            journal=JournalFiles(JournalReader(self.settings.journal_dir), progress),
            log=LogFile(PostfixLog(self.office.log, VIETNAM), progress),
            mailer=self.office.mail_server,
        )

    async def serve_again(self, *, after: timedelta = timedelta(minutes=20)) -> None:
        await self.office.database.close()
        self.office.database = Database(self.url)
        self.office.clock = FixedClock(self.office.clock.now() + after)
        self.office.worker = self.office.started()
        await self.work()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "congvu.db"
    asyncio.run(built(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
async def deployment(tmp_path: Path, template: Path) -> AsyncIterator[Deployment]:
    folder = tmp_path / "state"
    folder.mkdir()
    shutil.copy(template, folder / "congvu.db")
    deployment = Deployment(folder)
    deployment.office.letter(1, MONDAY)
    await deployment.work()
    yield deployment
    await deployment.office.database.close()


def rows(file: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as connection:
        return [connection.execute(query).fetchall() for query in WHAT_AGREES]


async def test_what_came_after_the_backup_comes_back_from_the_journal_and_nothing_is_sent_twice(
    deployment: Deployment, tmp_path: Path
) -> None:
    saved = save(deployment.settings, tmp_path / "saved", MONDAY)
    deployment.office.letter(2, MONDAY + timedelta(hours=1), OTHER_CITIZEN)
    deployment.office.answer(3, MONDAY + timedelta(hours=2), CITIZEN, "1@mail.example")
    await deployment.work()
    assert deployment.office.mail_server.recipients == [CITIZEN, OTHER_CITIZEN]
    await deployment.office.database.close()
    lost = deployment.lose_the_database()

    replayed = await deployment.restore(tmp_path / "saved")

    assert replayed.facts_before == saved.facts
    assert replayed.facts_after > saved.facts
    assert not replayed.log_gap
    assert (replayed.answered, replayed.doubted) == (1, 0)
    await deployment.serve_again()
    assert rows(deployment.file) == rows(lost)
    assert deployment.office.mail_server.recipients == [CITIZEN, OTHER_CITIZEN]


async def test_a_database_put_back_by_hand_sends_nothing_until_the_journal_was_read_again(
    deployment: Deployment, tmp_path: Path
) -> None:
    await deployment.office.database.close()
    shutil.copy(deployment.file, tmp_path / "copy")
    deployment.office.letter(2, MONDAY + timedelta(hours=1), OTHER_CITIZEN)
    await deployment.serve_again()
    await deployment.office.database.close()
    lost = deployment.lose_the_database()
    shutil.copy(tmp_path / "copy", deployment.file)

    with pytest.raises(SetBack):
        await deployment.serve_again()
    replayed = await replay(deployment.settings, deployment.office.clock, deployment.seams())
    await deployment.serve_again()

    assert replayed.answered == 1
    assert rows(deployment.file) == rows(lost)
    assert deployment.office.mail_server.recipients == [CITIZEN, OTHER_CITIZEN]


async def test_a_mail_that_did_not_go_goes_after_the_restore(deployment: Deployment, tmp_path: Path) -> None:
    save(deployment.settings, tmp_path / "saved", MONDAY)
    deployment.office.letter(2, MONDAY + timedelta(hours=1), OTHER_CITIZEN)  # the worker never saw it
    await deployment.office.database.close()
    deployment.lose_the_database()

    await deployment.restore(tmp_path / "saved")

    await deployment.serve_again()
    await deployment.serve_again()
    assert deployment.office.mail_server.recipients == [CITIZEN, OTHER_CITIZEN]


async def test_where_the_log_is_gone_nothing_is_sent_that_may_have_gone(deployment: Deployment, tmp_path: Path) -> None:
    office = deployment.office
    office.mail_server.outcome = Outcome.TEMPORARY
    office.letter(2, MONDAY, OTHER_CITIZEN)
    await office.rounds()
    save(deployment.settings, tmp_path / "saved", MONDAY)
    office.mail_server.outcome = Outcome.SENT
    await deployment.serve_again()
    assert office.mail_server.recipients == [CITIZEN, OTHER_CITIZEN, OTHER_CITIZEN]
    await office.database.close()
    deployment.lose_the_database()
    office.log.unlink()
    office.write_log(TUESDAY, "4NEW", "removed", "qmgr")

    replayed = await deployment.restore(tmp_path / "saved")

    assert (replayed.log_gap, replayed.given_up, replayed.doubted) == (True, 0, 0)
    assert replayed.answered == 1
    await deployment.serve_again()
    assert office.mail_server.recipients == [CITIZEN, OTHER_CITIZEN, OTHER_CITIZEN]


async def test_a_whole_lost_folder_is_as_it_was_saved(deployment: Deployment, tmp_path: Path) -> None:
    save(deployment.settings, tmp_path / "saved", MONDAY)
    await deployment.office.database.close()
    before = rows(deployment.file)
    deployment.settings.state_dir.rename(tmp_path / "lost")
    deployment.settings.state_dir.mkdir(mode=0o750)
    shutil.copy(tmp_path / "lost" / "mail.log", deployment.office.log)

    put_back(deployment.settings, tmp_path / "saved")

    assert rows(deployment.file) == before
    assert deployment.file.stat().st_mode & 0o777 == 0o600
    assert (
        deployment.office.journal.read_bytes()
        == (tmp_path / "lost" / "journal" / deployment.office.journal.name).read_bytes()
    )


async def test_a_backup_is_made_while_others_write(deployment: Deployment, tmp_path: Path) -> None:
    async with deployment.office.database.write() as session:
        await session.flush()
        saved = save(deployment.settings, tmp_path / "saved", MONDAY)
    assert saved.facts > 0
    assert Manifest.read(tmp_path / "saved") == saved


async def test_nothing_is_ever_written_over(deployment: Deployment, tmp_path: Path) -> None:
    save(deployment.settings, tmp_path / "saved", MONDAY)
    with pytest.raises(UsageError, match="never written over"):
        save(deployment.settings, tmp_path / "saved", MONDAY)
    with pytest.raises(UsageError, match="is there"):
        put_back(deployment.settings, tmp_path / "saved")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda folder: os.truncate(folder / "congvu.db", 4096), "is not what was saved"),
        (lambda folder: next((folder / "journal").iterdir()).unlink(), "is missing"),
        (lambda folder: (folder / "backup.json").write_text("{}", "utf-8"), "no list of a backup"),
    ],
)
async def test_a_backup_that_was_altered_is_refused_before_anything_is_written(
    spoil: Callable[[Path], object], reason: str, deployment: Deployment, tmp_path: Path
) -> None:
    save(deployment.settings, tmp_path / "saved", MONDAY)
    await deployment.office.database.close()
    deployment.lose_the_database()
    spoil(tmp_path / "saved")
    with pytest.raises(UsageError, match=reason):
        put_back(deployment.settings, tmp_path / "saved")
    assert not deployment.file.exists()


async def test_a_journal_of_another_machine_is_refused(deployment: Deployment, tmp_path: Path) -> None:
    save(deployment.settings, tmp_path / "saved", MONDAY)
    await deployment.office.database.close()
    deployment.lose_the_database()
    deployment.office.journal.write_bytes(b'{"seq":1,"other":true}\n')
    with pytest.raises(UsageError, match="another journal"):
        put_back(deployment.settings, tmp_path / "saved")


async def test_a_journal_whose_next_segment_is_gone_is_told(deployment: Deployment, tmp_path: Path) -> None:
    save(deployment.settings, tmp_path / "saved", MONDAY)
    later = segment_path(deployment.settings.journal_dir, 9)
    later.write_bytes(b"")
    await deployment.office.database.close()
    deployment.lose_the_database()
    assert not put_back(deployment.settings, tmp_path / "saved").journal_gap
    deployment.lose_the_database()
    segment = tmp_path / "saved" / "journal" / deployment.office.journal.name
    manifest = Manifest.read(tmp_path / "saved")
    segment.unlink()
    deployment.office.journal.unlink()
    without = {name: digest for name, digest in manifest.files.items() if not name.startswith("journal/")}
    Manifest(manifest.made_at, manifest.facts, manifest.journal_position, without).write(tmp_path / "saved")
    assert put_back(deployment.settings, tmp_path / "saved").journal_gap


def test_a_database_on_a_server_is_sent_to_its_own_backup(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path, database_url="postgresql+asyncpg://db/congvu")
    with pytest.raises(UsageError, match="pg_basebackup"):
        save(settings, tmp_path / "saved", MONDAY)
    assert os.listdir(tmp_path) == []
