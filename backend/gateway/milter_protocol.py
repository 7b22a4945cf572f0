"""Serves the milter protocol on a unix socket: frames in, decisions out; nothing is parsed, judged or synced here."""

import asyncio
import logging
import os
import pwd
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from backend.errors import UsageError
from backend.gateway import milter_frames as wire
from backend.gateway.milter_frames import Command, Frame, FrameDecoder, ProtocolError, Reply
from backend.gateway.milter_session import Mail, MemoryBudget, Session

READ_BYTES = 128 * 1024
PROGRESS_SECONDS = 10.0  # how often the mail server is told that a decision is still being made
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid of SO_PEERCRED
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
            await _hang_up(writer)

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


def encode(decision: Decision) -> bytes:
    """Changes first, the verdict last, as the protocol wants it. Removal goes from the last field to the first."""
    if decision.refusal:
        return wire.reply_code(decision.refusal.code, decision.refusal.status, decision.refusal.text)
    removals = [wire.change_header(index, name, "") for index, name in sorted(decision.remove, reverse=True)]
    additions = [wire.add_header(name, value) for name, value in decision.add]
    return b"".join([*removals, *additions, wire.frame(Reply.CONTINUE)])


class MilterServer:
    """Listens on a unix socket. Anyone on the machine may connect, but only processes of `peers` are served."""

    def __init__(self, path: Path, decide: Decide, peers: frozenset[int]) -> None:
        self._path = path
        self._decide = decide
        self._peers = peers
        self._budget = MemoryBudget()
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._server: asyncio.Server | None = None
        self._closing = False

    async def __aenter__(self) -> "MilterServer":
        """Raises UsageError: another milter listens there, or the path is too long for a socket."""
        if await _listens(self._path):
            raise UsageError(f"{self._path}: another milter listens there")
        try:
            self._server = await asyncio.start_unix_server(self._accept, self._path)
        except OSError as error:
            raise UsageError(f"{self._path}: {error.strerror or error}") from error
        self._path.chmod(0o666)  # who may speak is decided by SO_PEERCRED, not by groups an administrator must set
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening and hang up: what was not yet decided is refused temporarily by the mail server."""
        if self._server:
            self._server.close()
        self._closing = True
        self._path.unlink(missing_ok=True)
        open_now = dict(self._connections)
        for task in open_now:
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)
        for writer in open_now.values():  # a task that was cancelled before its first step closed nothing
            await _hang_up(writer)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._closing:  # accepted while the server was closing
            writer.close()
            return
        if _peer(writer) not in self._peers:
            _log.warning("a user who is not the mail server tried to speak to the milter")
            writer.close()
            return
        task = asyncio.create_task(Connection(self._decide, self._budget).serve(reader, writer))
        self._connections[task] = writer
        task.add_done_callback(self._connections.pop)


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


def peer_ids(mail_server_users: Iterable[str]) -> frozenset[int]:
    """Who may speak to the milter: root, this process's own user, and the users that the mail server runs as."""
    found = {0, os.geteuid()}
    for name in mail_server_users:
        with suppress(KeyError):
            found.add(pwd.getpwnam(name).pw_uid)
    return frozenset(found)


def _peer(writer: asyncio.StreamWriter) -> int:
    """The user id at the other end of the socket."""
    descriptor = os.dup(writer.get_extra_info("socket").fileno())  # uvloop's socket objects answer no getsockopt
    with socket.socket(fileno=descriptor) as peer:
        _, uid, _ = _CREDENTIALS.unpack(peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    return int(uid)


async def _listens(path: Path) -> bool:
    try:
        _, writer = await asyncio.open_unix_connection(path)
    except (FileNotFoundError, ConnectionRefusedError):
        return False
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    writer.close()
    return True
