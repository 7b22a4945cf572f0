"""The milter's socket: it is there, the mail server may reach it, and a milter answers at it."""

import asyncio
import stat
import struct
from collections.abc import Iterator
from pathlib import Path

from backend.doctor.fault import Fault
from backend.doctor.place import PROBE_SECONDS
from backend.doctor.reaching import Account, closed_folder, may_write
from backend.gateway import milter_frames as wire
from backend.gateway.milter_frames import Actions, Command, Negotiation, Reply, Steps

_LENGTH = struct.Struct("!I")


def socket_faults(socket: Path) -> Iterator[Fault]:
    try:
        mode = socket.stat().st_mode
    except FileNotFoundError:
        yield Fault("missing", {"socket": str(socket)})
        return
    if not stat.S_ISSOCK(mode):
        yield Fault("no_socket", {"socket": str(socket)})


def visitor_faults(socket: Path, name: str, visitor: Account | None, peers: tuple[str, ...]) -> Iterator[Fault]:
    """Of the user that the mail server runs as."""
    said = {"socket": str(socket), "user": name}
    if name not in peers:
        yield Fault("stranger", {**said, "peers": ", ".join(peers)})
    if visitor is None:
        yield Fault("no_user", said)
    elif (closed := closed_folder(socket, visitor)) is not None:
        yield Fault("closed", {**said, "folder": str(closed)})
    elif not may_write(socket, visitor):
        yield Fault("not_writable", said)


async def answer_faults(socket: Path) -> list[Fault]:
    """Begins a session as a mail server does and ends it again."""
    said = {"socket": str(socket)}
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            reader, writer = await asyncio.open_unix_connection(socket)
            try:
                return [] if is_negotiation(await _asked(reader, writer)) else [Fault("no_milter", said)]
            finally:
                writer.close()
    except (ConnectionRefusedError, ConnectionResetError, BrokenPipeError):
        return [Fault("silent", said)]
    except (TimeoutError, asyncio.IncompleteReadError):
        return [Fault("no_milter", said)]


def question() -> bytes:
    """What Postfix begins with; the frame is the same in both directions."""
    offered = Negotiation(wire.VERSION, Actions(sum(Actions)), Steps(sum(Steps)))
    return wire.negotiation(offered, {})


def is_negotiation(answer: bytes) -> bool:
    return answer[:1] == Reply.NEGOTIATE.value.encode("ascii")


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    writer.write(question())
    await writer.drain()
    (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
    answer = await reader.readexactly(min(length, wire.FRAME_LIMIT_BYTES))
    writer.write(_LENGTH.pack(1) + Command.QUIT.value.encode("ascii"))
    await writer.drain()
    return answer
