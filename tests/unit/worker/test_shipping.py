"""From journal and log to facts: nothing lost, nothing twice, whatever stops in between."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from backend.classification.models import GateCheck
from backend.correspondence.lost_letters import lost_letters
from backend.correspondence.models import Fact, Outbox, SourcePosition
from backend.db import Database
from backend.errors import Unavailable
from backend.gateway.journal_reader import JournalReader
from backend.gateway.postfix_log import PostfixLog
from backend.gateway.source_progress import SourceProgress
from backend.metrics.registry import REGISTRY
from backend.worker import run_worker
from backend.worker.seams import Outcome, Seams
from backend.worker.shipping import SetBack
from backend.worker_seams import JournalFiles, LogFile
from tests.unit.fresh_databases import file_of
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN
from tests.unit.small_province import CLERK_BOX
from tests.unit.worker.conftest import MONDAY, FakeMailServer, Office


async def facts(database: Database) -> dict[str, int]:
    async with database.read() as session:
        rows = await session.execute(select(Fact.kind, func.count()).group_by(Fact.kind))
        return dict(rows.all())


async def test_a_letter_becomes_a_correspondence_and_one_acknowledgement(office: Office) -> None:
    office.letter(1, MONDAY)
    await office.rounds(3)

    [letter] = await office.letters()
    assert letter.received_at == MONDAY + timedelta(seconds=2)
    assert office.mail_server.recipients == [CITIZEN]
    [mail] = office.mail_server.taken
    assert mail["From"].endswith(f"<{CLERK_BOX}>")
    assert mail["In-Reply-To"] == "<1@mail.example>"
    assert mail["Auto-Submitted"] == "auto-replied"
    text = mail.get_content()
    assert "https://thu.thainguyen.test/tra-cuu?ma=TDT.H55.05-260105-" in text
    assert "&khoa=" in text


async def test_an_answer_stops_the_clock_and_reaches_the_verdict_log(office: Office) -> None:
    office.letter(1, MONDAY)
    office.answer(2, MONDAY + timedelta(hours=1), CITIZEN, "1@mail.example")
    await office.rounds()

    [letter] = await office.letters()
    assert letter.answered_at == MONDAY + timedelta(hours=1, seconds=2)
    async with office.database.read() as session:
        check = (await session.scalars(select(GateCheck))).one()
    assert (check.fingerprint, check.login, check.agency_code, check.from_webmail) == (
        "F" * 22,
        CLERK_BOX,
        "H55.05",
        True,
    )


async def test_reading_everything_again_stores_nothing_twice(office: Office) -> None:
    office.letter(1, MONDAY)
    await office.rounds()
    office.answer(2, MONDAY + timedelta(hours=1), CITIZEN, "1@mail.example")
    await office.rounds()
    before = await facts(office.database)
    assert before == {"checked": 2, "accepted": 1, "in_mailbox": 2}

    office.worker = office.started()
    await office.rounds()

    assert await facts(office.database) == before
    assert len(office.mail_server.taken) == 1


async def test_a_log_that_was_copied_back_says_nothing_twice(office: Office) -> None:
    office.letter(1, MONDAY)
    office.answer(2, MONDAY + timedelta(hours=1), CITIZEN, "1@mail.example")
    await office.rounds()
    before = await facts(office.database)
    copy = office.log.with_suffix(".copy")  # another inode: read from its beginning
    copy.write_bytes(office.log.read_bytes())
    office.log.unlink()
    copy.rename(office.log)
    await office.rounds(3)

    assert await facts(office.database) == before


async def test_a_line_of_the_log_waits_for_the_record_that_was_written_before_it(office: Office) -> None:
    """The log is read first, but stored last: a record written between both reads is there in time."""
    office.letter(1, MONDAY)
    await office.rounds(1)

    assert len(await office.letters()) == 1


async def test_a_half_written_record_waits_for_its_other_half(office: Office) -> None:
    office.letter(1, MONDAY)
    whole = office.journal.read_bytes()
    office.journal.write_bytes(whole[:-20])
    office.log.rename(office.log.with_suffix(".later"))
    await office.rounds()
    assert await facts(office.database) == {}

    office.journal.write_bytes(whole)
    office.log.with_suffix(".later").rename(office.log)
    await office.rounds()
    assert len(await office.letters()) == 1


async def test_other_mails_lines_leave_no_trace(office: Office) -> None:
    office.delivered(77, MONDAY, "an.nguyen@thainguyen.gov.vn")
    office.write_log(MONDAY, "4QUEUE77", "message-id=<privat@thainguyen.gov.vn>", "cleanup")
    await office.rounds()

    assert await facts(office.database) == {}


def refused(seq: int, agency: str | None) -> dict[str, Any]:
    return {
        "seq": seq,
        "at": MONDAY.isoformat(),
        "kind": "refused",
        "id": "verdict",
        "direction": "inbound",
        "action": "block",
        "state": "marked",
        "rules": ["secrecy.marking"],
        "bundle": "1",
        "elapsed_ms": 3,
        "agency": agency,
    }


async def test_refusals_and_counts_are_facts_too(office: Office) -> None:
    counted = {"seq": 3, "at": MONDAY.isoformat(), "kind": "counted", "agency": "H55.07", "direction": "inbound"}
    office.write_journal(refused(1, "H55.05"), refused(2, None), counted)
    await office.rounds()

    async with office.database.read() as session:
        rows = list(await session.scalars(select(Fact).order_by(Fact.sequence)))
    assert [(row.kind, row.agency_code, row.month) for row in rows] == [
        ("refused", "H55.05", 202601),
        ("refused", "", 202601),
        ("counted", "H55.07", 202601),
    ]


async def test_a_record_nobody_can_read_does_not_hold_up_the_others(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.write_journal({"seq": 1, "kind": "checked", "at": "never"}, {"seq": 2, "kind": "unheard of"})
    office.letter(3, MONDAY)
    await office.rounds()

    assert len(await office.letters()) == 1
    assert caplog.text.count("a journal record cannot be read") == 2


@pytest.mark.sqlite
async def test_a_locked_database_loses_nothing_and_stores_nothing_twice(office: Office) -> None:
    office.letter(1, MONDAY)
    holder = sqlite3.connect(file_of(office.database.url), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Unavailable):
        await office.worker.round()
    office.letter(2, MONDAY + timedelta(minutes=1))
    holder.execute("ROLLBACK")
    holder.close()

    await office.rounds(3)
    assert len(await office.letters()) == 2
    assert await facts(office.database) == {"checked": 2, "accepted": 2, "in_mailbox": 2}
    assert len(office.mail_server.taken) == 2


async def test_a_rotated_log_is_read_to_its_end(office: Office) -> None:
    office.letter(1, MONDAY)
    await office.rounds()
    office.letter(2, MONDAY + timedelta(minutes=1))
    office.log.rename(office.log.with_name("mail.log.1"))
    office.letter(3, MONDAY + timedelta(minutes=2))
    await office.rounds(4)

    assert len(await office.letters()) == 3


async def test_what_a_disk_took_of_the_journal_is_kept_beside_the_facts_and_the_others_are_stored(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.letter(1, MONDAY)
    with office.journal.open("ab") as file:
        file.write(b"\0" * 300 + b"\n")
    office.letter(3, MONDAY + timedelta(minutes=2), OTHER_CITIZEN)
    await office.rounds()

    assert len(await office.letters()) == 2
    async with office.database.read() as session:
        [lost] = await lost_letters(session)
    assert (lost.records, lost.bytes, lost.segments) == (1, 301, 0)
    assert (lost.since, lost.until) == (MONDAY, MONDAY + timedelta(minutes=2))
    assert "the journal is damaged at segment 00000001: 1 records, 301 bytes, 0 segments lost" in caplog.text
    assert REGISTRY.get_sample_value("congvu_journal_lost_total", {"kind": "records"}) == 1


async def test_to_a_database_that_was_set_back_nothing_is_stored_and_nobody_is_written_to(
    office: Office, mail_server: FakeMailServer
) -> None:
    office.letter(1, MONDAY)
    await office.rounds()
    async with office.database.write() as session:
        await session.change(delete(Outbox))
        await session.change(delete(SourcePosition))
    office.worker = office.started()

    with pytest.raises(SetBack):
        await office.rounds()
    assert mail_server.recipients == [CITIZEN]


async def test_a_crash_after_the_claim_sends_no_second_acknowledgement(office: Office) -> None:
    office.letter(1, MONDAY)
    office.mail_server.outcome = Outcome.IN_DOUBT  # the server took it, and the worker died before it could note it
    await office.rounds(3)
    ours = office.mail_server.taken[0]["Message-ID"]
    office.write_log(MONDAY + timedelta(seconds=3), "4QUEUEACK", f"message-id={ours}", "cleanup")
    office.write_log(MONDAY + timedelta(seconds=3), "4QUEUEACK", "from=<>, size=999, nrcpt=1 (queue active)", "qmgr")

    office.worker = office.started()
    for minutes in (1, 4, 10, 60):
        office.clock.set(MONDAY + timedelta(minutes=minutes))
        await office.rounds()

    assert len(office.mail_server.taken) == 1
    async with office.database.read() as session:
        assert (await session.scalars(select(Outbox.state))).one() == "sent"


async def test_an_acknowledgement_the_server_never_took_is_sent_again_under_the_same_id(office: Office) -> None:
    office.letter(1, MONDAY)
    office.mail_server.outcome = Outcome.IN_DOUBT
    await office.rounds(3)
    office.mail_server.outcome = Outcome.SENT
    office.worker = office.started()
    for minutes in (1, 4, 10, 12):
        office.clock.set(MONDAY + timedelta(minutes=minutes))
        await office.rounds()

    first, second = office.mail_server.taken
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.sqlite
async def test_the_role_waits_for_a_locked_database_without_spinning_and_stops_when_told(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    holder = sqlite3.connect(file_of(office.database.url), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    office.letter(1, MONDAY)
    journal, log = JournalReader(office.settings.journal_dir), PostfixLog(office.log)
    progress = SourceProgress(office.settings.journal_dir, {})
    seams = Seams(JournalFiles(journal, progress), LogFile(log, progress), office.mail_server)
    stop = asyncio.Event()
    with told_when_waiting() as waiting:
        role = asyncio.create_task(run_worker(office.settings, office.database, office.clock, stop, seams))
        await asyncio.wait_for(waiting.wait(), 10)
    holder.execute("ROLLBACK")
    holder.close()
    await asyncio.wait_for(office.mail_server.busy.wait(), 10)
    stop.set()
    await role

    assert len(await office.letters()) == 1
    assert caplog.text.count("waiting") <= 3


@contextmanager
def told_when_waiting() -> Iterator[asyncio.Event]:
    """An event that is set once the worker has logged that it waits."""
    waiting = asyncio.Event()

    class Told(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.getMessage().startswith("waiting"):
                waiting.set()

    handler, logger = Told(), logging.getLogger("congvu.worker")
    logger.addHandler(handler)
    yield waiting
    logger.removeHandler(handler)
