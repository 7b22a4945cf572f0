"""What the worker learns about a mail it sends: real sockets, servers that fail at every step."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from backend.gateway.smtp_out import Delivery, MailServer, Outcome, send

PORT = 22010
MESSAGE = b"Message-ID: <ack.1@thainguyen.gov.vn>\r\n\r\nxin chao\r\n.dot\r\n"
CITIZEN = "congdan@nguoidan.example"


class FakeMailServer:
    """Answers each command by its first word; None hangs up, "" stays silent. Remembers what it was told."""

    def __init__(self, **answers: str | None) -> None:
        self.answers = {
            "EHLO": "250 mail", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "END": "250 taken",
            "QUIT": "221 bye", **answers,
        }  # fmt: skip
        self.commands: list[str] = []
        self.talks: list[asyncio.Task[None]] = []
        self.message = b""

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.talks.append(asyncio.create_task(self._talk(reader, writer)))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail\r\n")
        while line := await reader.readline():
            word = line.split()[0].decode().upper()
            self.commands.append(line.decode().strip())
            if not await self._answer(word, writer):
                break
            if word == "DATA" and self.answers["DATA"] == "354 go on":
                self.message = await reader.readuntil(b"\r\n.\r\n")
                if not await self._answer("END", writer):
                    break
        writer.close()
        await writer.wait_closed()

    async def _answer(self, word: str, writer: asyncio.StreamWriter) -> bool:
        answer = self.answers[word]
        if answer:
            writer.write(answer.encode() + b"\r\n")
            await writer.drain()
        return answer is not None


@asynccontextmanager
async def listening(server: FakeMailServer) -> AsyncIterator[MailServer]:
    async with await asyncio.start_server(server.accept, "127.0.0.1", PORT):
        yield MailServer("127.0.0.1", PORT, timeout_seconds=0.5)
        await asyncio.gather(*server.talks)


async def test_a_mail_goes_out_with_the_null_sender_as_it_was_composed() -> None:
    server = FakeMailServer()
    async with listening(server) as address:
        delivery = await send(address, MESSAGE, CITIZEN)

    assert delivery == Delivery(Outcome.SENT, 250, "")
    assert server.commands[1:3] == ["MAIL FROM:<>", f"RCPT TO:<{CITIZEN}>"]
    assert server.message == MESSAGE.replace(b".dot", b"..dot") + b".\r\n"


@pytest.mark.parametrize(
    ("answers", "outcome", "code"),
    [
        ({"EHLO": "421 go away"}, Outcome.TEMPORARY, 421),
        ({"EHLO": None}, Outcome.TEMPORARY, None),
        ({"MAIL": "451 later"}, Outcome.TEMPORARY, 451),
        ({"RCPT": "550 5.1.1 nobody here"}, Outcome.PERMANENT, 550),
        ({"RCPT": "450 greylisted"}, Outcome.TEMPORARY, 450),
        ({"RCPT": None}, Outcome.TEMPORARY, None),
        ({"RCPT": ""}, Outcome.TEMPORARY, None),
        ({"DATA": "451 later"}, Outcome.TEMPORARY, 451),
        ({"END": "451 4.7.1 later"}, Outcome.TEMPORARY, 451),
        ({"END": "554 5.7.1 no"}, Outcome.PERMANENT, 554),
        ({"END": None}, Outcome.IN_DOUBT, None),
        ({"END": ""}, Outcome.IN_DOUBT, None),
        ({"END": "what?"}, Outcome.IN_DOUBT, None),
        ({"QUIT": None}, Outcome.SENT, 250),
    ],
)
async def test_what_became_of_it_is_told_honestly(
    answers: dict[str, str | None], outcome: Outcome, code: int | None
) -> None:
    async with listening(FakeMailServer(**answers)) as address:
        delivery = await send(address, MESSAGE, CITIZEN)

    assert (delivery.outcome, delivery.code) == (outcome, code)
    assert "nobody" not in delivery.reason


async def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    delivery = await send(MailServer("127.0.0.1", PORT, 0.5), MESSAGE, CITIZEN)

    assert delivery == Delivery(Outcome.TEMPORARY, None, "connection")
