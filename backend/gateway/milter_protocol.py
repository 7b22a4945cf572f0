"""Serves connections of the milter protocol: frames in, decisions out; nothing is parsed, judged or synced here."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from backend.gateway import milter_frames as wire
from backend.gateway.milter_frames import Command, Frame, FrameDecoder, ProtocolError, Reply
from backend.gateway.milter_session import Mail, MemoryBudget, Session
from backend.gateway.unix_server import hang_up

READ_BYTES = 128 * 1024
PROGRESS_SECONDS = 10.0  # how often the mail server is told that a decision is still being made
_log = logging.getLogger("congvu.milter")


@dataclass(frozen=True, slots=True)
class SmtpReply:
    """What the SMTP client reads, such as 550 5.7.1 with a text; ASCII only."""

    code: int
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """`refusal` None accepts the mail. Fields are removed by (index among those of the name, from 1; name)."""

    refusal: SmtpReply | None = None
    remove: tuple[tuple[int, str], ...] = ()
    add: tuple[tuple[str, str], ...] = ()


TRY_AGAIN = Decision(
    SmtpReply(451, "4.3.0", "Thu chua kiem tra duoc, xin gui lai sau. Not checked yet, try again later")
)
Decide = Callable[[Mail], Awaitable[Decision]]


class Connection:
    """One connection of the mail server; answers frames in the order in which they came."""

    def __init__(self, decide: Decide, budget: MemoryBudget, progress_seconds: float = PROGRESS_SECONDS) -> None:
        self._decide = decide
        self._progress_seconds = progress_seconds
        self._decoder = FrameDecoder()
        self._session = Session(budget)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(READ_BYTES):
                for frame in self._decoder.feed(data):
                    if frame.command is Command.QUIT:
                        return
                    await self._answer(frame, writer)
                await writer.drain()
        except ProtocolError as error:
            _log.warning("a peer does not speak the milter protocol: %s", error)
        except ConnectionError:
            _log.debug("the mail server hung up")
        finally:
            self._session.end_message()
            await hang_up(writer)

    async def _answer(self, frame: Frame, writer: asyncio.StreamWriter) -> None:
        answer = self._session.receive(frame)
        if isinstance(answer, Mail):
            try:
                decision = await self._decided(answer, writer)
            finally:
                self._session.end_message()
            answer = encode(decision)
        if answer:
            writer.write(answer)

    async def _decided(self, mail: Mail, writer: asyncio.StreamWriter) -> Decision:
        task = asyncio.ensure_future(self._decide(mail))
        try:
            while not (await asyncio.wait({task}, timeout=self._progress_seconds))[0]:
                writer.write(wire.frame(Reply.PROGRESS))
                await writer.drain()
            return task.result()
        except ConnectionError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever went wrong: the mail waits, it does not pass
            _log.error("a decision failed: %s", type(error).__name__)
            return TRY_AGAIN
        finally:
            task.cancel()


class MilterConnections:
    """Serves every connection with a session of its own; all of them share one memory budget."""

    def __init__(self, decide: Decide, budget: MemoryBudget) -> None:
        self._decide = decide
        self._budget = budget

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Connection(self._decide, self._budget).serve(reader, writer)


def encode(decision: Decision) -> bytes:
    """Changes first, the verdict last, as the protocol wants it. Removal goes from the last field to the first."""
    if decision.refusal:
        return wire.reply_code(decision.refusal.code, decision.refusal.status, decision.refusal.text)
    removals = [wire.change_header(index, name, "") for index, name in sorted(decision.remove, reverse=True)]
    additions = [wire.add_header(name, value) for name, value in decision.add]
    return b"".join([*removals, *additions, wire.frame(Reply.CONTINUE)])
