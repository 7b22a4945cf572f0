"""Mails of ours that wait are sent a few at once, each claimed before its dialogue."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.correspondence.models import Outbox
from backend.correspondence.terms import OutboxState
from backend.worker.outbox import OutboxSender
from backend.worker.seams import Outcome, Sent
from tests.unit.worker.conftest import MONDAY, Office


class SlowMailServer:
    """Answers nobody before so many dialogues are open, or one of them breaks."""

    def __init__(self, crowd: int, breaks: bool = False) -> None:
        self._crowd = asyncio.Barrier(crowd)
        self._breaks = breaks
        self.recipients: list[str] = []

    async def send(self, message: bytes, recipient: str) -> Sent:
        self.recipients.append(recipient)
        is_first = len(self.recipients) == 1
        async with asyncio.timeout(10):
            await self._crowd.wait()
        if self._breaks and is_first:
            raise ConnectionError("cut off")
        return Sent(Outcome.SENT, "250")


async def with_letters(office: Office, count: int) -> None:
    """So many citizens wrote, each is to be acknowledged, and nothing was sent yet."""
    office.mail_server.outcome = Outcome.TEMPORARY
    for number in range(1, count + 1):
        office.letter(number, MONDAY, f"dan{number}@mail.example")
    await office.rounds()
    office.clock.set(MONDAY + timedelta(minutes=5))


async def states(office: Office) -> dict[str, int]:
    async with office.database.read() as session:
        rows = await session.execute(select(Outbox.state, func.count()).group_by(Outbox.state))
        return {row[0]: row[1] for row in rows}


async def test_eight_dialogues_are_open_at_once_and_each_mail_goes_once(office: Office) -> None:
    await with_letters(office, 8)
    server = SlowMailServer(8)

    tried = await OutboxSender(office.settings, office.database, office.clock, server).send_waiting()

    assert tried == 8
    assert sorted(server.recipients) == [f"dan{number}@mail.example" for number in range(1, 9)]
    assert await states(office) == {OutboxState.SENT: 8}


async def test_a_dialogue_that_breaks_stays_in_doubt_alone(office: Office) -> None:
    await with_letters(office, 8)
    sender = OutboxSender(office.settings, office.database, office.clock, SlowMailServer(8, breaks=True))

    with pytest.raises(ConnectionError):
        await sender.send_waiting()

    assert await states(office) == {OutboxState.SENT: 7, OutboxState.CLAIMED: 1}
