"""Dovecot's log into facts by the worker: after the journal's records, each once, over restarts and rotations."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.correspondence.models import Fact
from tests.unit.journal_lines import CITIZEN, checked
from tests.unit.small_province import CLERK_BOX
from tests.unit.worker.conftest import MONDAY, Office

STORED = "save: box=INBOX, uid=1, msgid=<1@mail.example>, flags=()"
OPENED = r"flag_change: box=INBOX, uid=1, msgid=<1@mail.example>, flags=(\Seen \Recent)"
SOON = MONDAY + timedelta(seconds=1)


async def told(office: Office) -> list[str]:
    async with office.database.read() as session:
        return list(await session.scalars(select(Fact.kind).where(Fact.source == "dovecot").order_by(Fact.sequence)))


async def test_a_letter_opens_its_correspondence_by_dovecots_word_alone(office: Office) -> None:
    office.write_journal(checked(1, MONDAY, CITIZEN, CLERK_BOX))
    office.mailbox_says(SOON, "lmtp", STORED)
    await office.rounds()

    [letter] = await office.letters()
    assert (letter.received_at, letter.mailbox) == (SOON, CLERK_BOX)


async def test_a_restart_stores_nothing_twice_and_goes_on_after_a_rotation(office: Office) -> None:
    office.write_journal(checked(1, MONDAY, CITIZEN, CLERK_BOX))
    office.mailbox_says(SOON, "lmtp", STORED)
    await office.rounds()
    office.mailbox_log.rename(office.mailbox_log.with_name("dovecot.log.1"))
    office.mailbox_says(SOON + timedelta(minutes=5), "imap", OPENED)
    office.worker = office.started()
    await office.rounds(3)
    office.worker = office.started()
    await office.rounds(3)

    assert await told(office) == ["in_mailbox", "opened"]


async def test_lines_it_cannot_read_are_counted_in_its_own_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.write_journal(checked(1, MONDAY, CITIZEN, CLERK_BOX))
    office.mailbox_says(SOON, "lmtp", "save: of another format")
    office.mailbox_says(SOON, "lmtp", STORED)
    await office.rounds()

    assert await told(office) == ["in_mailbox"]
    assert "1 lines of Dovecot's mail_log could not be read" in caplog.text
