"""Several mail servers, each with a worker beside it; and several workers beside one."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from backend.correspondence import fact_queries
from backend.correspondence.models import Fact, Outbox, SourcePosition
from backend.correspondence.terms import OutboxState
from backend.db import Database
from backend.worker.seams import Outcome
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN, checked
from tests.unit.small_province import CLERK_BOX
from tests.unit.worker.conftest import MONDAY, FakeMailServer, Office

FIRST, SECOND = 1, 2
DOUBT_IS_OVER = timedelta(minutes=10)


def server(number: int, folder: Path, database: Database, mail_server: FakeMailServer) -> Office:
    folder.mkdir()
    office = Office(folder, database, mail_server)
    office.settings = office.settings.changed(mail_server=number)
    office.worker = office.started()
    return office


async def sequences(database: Database, kind: str) -> list[int]:
    async with database.read() as session:
        return sorted(await session.scalars(select(Fact.sequence).where(Fact.kind == kind)))


async def from_dovecot(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Fact.kind).where(Fact.source == "dovecot")))


async def states(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Outbox.state)))


async def test_journals_begun_in_one_minute_on_two_servers_are_both_stored(
    tmp_path: Path, database: Database, mail_server: FakeMailServer
) -> None:
    first = server(FIRST, tmp_path / "1", database, mail_server)
    second = server(SECOND, tmp_path / "2", database, mail_server)
    first.letter(1, MONDAY, CITIZEN)
    named = {"queue_id": "4QUEUE2", "message_id": "2@mail.example"}
    second.write_journal(checked(1, MONDAY, OTHER_CITIZEN, CLERK_BOX) | named)
    second.delivered(2, MONDAY + timedelta(seconds=2), CLERK_BOX)
    for office in (first, second):
        await office.rounds()

    assert await sequences(database, "checked") == [1_000_000_000_000_001, 2_000_000_000_000_001]
    assert len(await sequences(database, "in_mailbox")) == 2
    assert sorted(mail_server.recipients) == sorted([CITIZEN, OTHER_CITIZEN])
    async with database.read() as session:
        names = await session.scalars(select(SourcePosition.name).where(SourcePosition.name.like("journal:%")))
        assert sorted(names) == ["journal:1", "journal:2"]


async def test_a_dialogue_cut_off_at_one_server_is_not_repeated_by_the_other(
    tmp_path: Path, database: Database, mail_server: FakeMailServer
) -> None:
    first = server(FIRST, tmp_path / "1", database, mail_server)
    second = server(SECOND, tmp_path / "2", database, mail_server)
    mail_server.outcome = Outcome.IN_DOUBT
    first.letter(1, MONDAY)
    await first.rounds()
    assert await states(database) == [OutboxState.CLAIMED]

    second.clock.set(MONDAY + DOUBT_IS_OVER)
    await second.rounds()
    assert await states(database) == [OutboxState.CLAIMED]

    first.clock.set(MONDAY + DOUBT_IS_OVER)
    await first.rounds()
    assert await states(database) == [OutboxState.WAITING]


async def test_of_two_workers_that_read_one_source_one_has_the_turn(database: Database) -> None:
    async with database.write() as session:
        assert await fact_queries.take_turn(session, "postfix", "", 0, MONDAY) == 0
        await fact_queries.store_position(session, "postfix", "line 7", 3, MONDAY)

    async with database.write() as session:
        assert await fact_queries.take_turn(session, "postfix", "", 0, MONDAY) is None
        assert await fact_queries.take_turn(session, "postfix", "line 7", 0, MONDAY) == 3


async def test_the_mailboxes_log_waits_for_the_journal_of_the_other_server(
    tmp_path: Path, database: Database, mail_server: FakeMailServer
) -> None:
    first = server(FIRST, tmp_path / "1", database, mail_server)
    second = server(SECOND, tmp_path / "2", database, mail_server)
    for office in (first, second):
        await office.rounds(1)
    at = MONDAY + timedelta(minutes=1)
    for office in (first, second):
        office.clock.set(at + timedelta(seconds=1))
    second.letter(1, at, CITIZEN)
    first.mailbox_says(at, "lmtp", "save: box=INBOX, uid=1, msgid=<1@mail.example>, flags=()")

    await first.rounds(3)
    assert await from_dovecot(database) == []
    for office in (second, first):
        office.clock.set(at + timedelta(seconds=5))
        await office.rounds(1)
    assert await from_dovecot(database) == ["in_mailbox"]


async def test_a_mail_server_that_is_gone_for_a_day_is_not_waited_for(
    tmp_path: Path, database: Database, mail_server: FakeMailServer
) -> None:
    first = server(FIRST, tmp_path / "1", database, mail_server)
    second = server(SECOND, tmp_path / "2", database, mail_server)
    await second.rounds(1)
    at = MONDAY + timedelta(days=1, minutes=1)
    first.clock.set(at)
    first.letter(1, at, CITIZEN)
    first.mailbox_says(at, "lmtp", "save: box=INBOX, uid=1, msgid=<1@mail.example>, flags=()")

    await first.rounds(2)
    assert await from_dovecot(database) == ["in_mailbox"]
