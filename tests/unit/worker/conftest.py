"""The worker over real journal files, a real Postfix log file and a mail server of our own hand."""

import asyncio
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from backend.clock import VIETNAM, FixedClock
from backend.correspondence.models import Correspondence
from backend.db import Database
from backend.gateway.dovecot_events import DovecotEvents
from backend.gateway.journal import segment_path
from backend.gateway.journal_reader import JournalReader
from backend.gateway.postfix_log import PostfixLog
from backend.gateway.source_progress import SourceProgress
from backend.settings import Settings
from backend.worker.loop import Worker
from backend.worker.seams import Outcome, Seams, Sent
from backend.worker_seams import JournalFiles, LogFile, MailboxLogFile
from tests.unit.journal_lines import CITIZEN, checked, vietnam
from tests.unit.small_province import CLERK_BOX, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")


class FakeMailServer:
    """Takes every mail, or answers as told."""

    def __init__(self) -> None:
        self.outcome = Outcome.SENT
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.busy = asyncio.Event()  # set by the first mail

    async def send(self, message: bytes, recipient: str) -> Sent:
        self.taken.append(message_from_bytes(message, policy=policy.default))
        self.recipients.append(recipient)
        self.busy.set()
        return Sent(self.outcome, "250")


class FakeGateway:
    """Rings whoever is on duty, or answers as told."""

    def __init__(self) -> None:
        self.outcome = Outcome.SENT
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def call(self, call_id: str, body: bytes) -> Sent:
        self.calls.append((call_id, orjson.loads(body)))
        return Sent(self.outcome, "200")


class Office:
    """A worker with its files. `letter` and `answer` write what the milter and Postfix write."""

    def __init__(self, folder: Path, database: Database, mail_server: FakeMailServer) -> None:
        self.settings = Settings(
            state_dir=folder, public_url="https://thu.thainguyen.test", postfix_log=folder / "mail.log"
        )
        self.clock = FixedClock(MONDAY)
        self.database = database
        self.mail_server = mail_server
        self.gateway: FakeGateway | None = None
        self.issuance_gateway: FakeGateway | None = None
        self.journal = segment_path(self.settings.journal_dir, 1)
        self.log = folder / "mail.log"
        self.mailbox_log = folder / "dovecot.log"
        self.settings.journal_dir.mkdir()
        self.worker = self.started()

    def started(self) -> Worker:
        """A new process: it knows only what is on disk and in the database."""
        return Worker(self.settings, self.database, self.clock, self.seams())

    def seams(self) -> Seams:
        progress = SourceProgress(self.settings.journal_dir, {})
        return Seams(
            journal=JournalFiles(JournalReader(self.settings.journal_dir), progress),
            log=LogFile(PostfixLog(self.log, VIETNAM), progress),
            mailer=self.mail_server,
            mailbox_log=MailboxLogFile(DovecotEvents(self.mailbox_log, VIETNAM), progress),
            caller=self.gateway,
            issuance_caller=self.issuance_gateway,
        )

    def write_journal(self, *records: dict[str, Any]) -> None:
        with self.journal.open("ab") as file:
            file.writelines(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in records)

    def write_log(self, at: datetime, queue_id: str, rest: str, program: str = "lmtp") -> None:
        local = at.astimezone(VIETNAM)
        with self.log.open("a") as file:
            file.write(f"{local:%b} {local.day:2d} {local:%H:%M:%S} mail postfix/{program}[12]: {queue_id}: {rest}\n")

    def mailbox_says(self, at: datetime, program: str, rest: str) -> None:
        local = at.astimezone(VIETNAM)
        with self.mailbox_log.open("a") as file:
            file.write(f"{local:%b} {local.day:2d} {local:%H:%M:%S} {program}({CLERK_BOX})<9><x>: Info: {rest}\n")

    def letter(self, seq: int, at: datetime, sender: str = CITIZEN, **how: Any) -> None:
        """A letter to the agency's mailbox, delivered two seconds later."""
        self.write_journal(checked(seq, at, sender, CLERK_BOX, **how) | {"queue_id": f"4QUEUE{seq}"})
        self.write_log(at, f"4QUEUE{seq}", f"from=<{sender}>, size=2048, nrcpt=1 (queue active)", "qmgr")
        self.delivered(seq, at + timedelta(seconds=2), CLERK_BOX)

    def answer(self, seq: int, at: datetime, to: str, *names: str) -> None:
        record = checked(seq, at, CLERK_BOX, to, login=CLERK_BOX, reply_to=names, webmail=True, attachments=("F" * 22,))
        self.write_journal(record | {"queue_id": f"4QUEUE{seq}"})
        self.delivered(seq, at + timedelta(seconds=2), to)

    def delivered(self, seq: int, at: datetime, to: str) -> None:
        rest = f"to=<{to}>, relay=mail[private/lmtp], delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 2.0.0)"
        self.write_log(at, f"4QUEUE{seq}", rest)

    async def rounds(self, count: int = 2) -> None:
        for _ in range(count):
            await self.worker.round()

    async def every_letter(self, agency: str = SCIENCE) -> list[Correspondence]:
        async with self.database.read() as session:
            rows = await session.scalars(select(Correspondence).where(Correspondence.agency_code == agency))
        return sorted(rows, key=lambda row: (row.received_at, row.id))

    async def letters(self) -> list[Correspondence]:
        async with self.database.read() as session:
            rows = await session.scalars(
                select(Correspondence).where(Correspondence.agency_code == SCIENCE, Correspondence.awaits_answer)
            )
        return sorted(rows, key=lambda row: (row.received_at, row.id))


@pytest.fixture
def mail_server() -> FakeMailServer:
    return FakeMailServer()


@pytest.fixture
def office(tmp_path: Path, database: Database, mail_server: FakeMailServer) -> Office:
    return Office(tmp_path, database, mail_server)
