"""Listens on a unix socket and serves only processes of certain users: Postfix's milter client, Dovecot's imap."""

import asyncio
import logging
import os
import pwd
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path

from backend.errors import UsageError

_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid of SO_PEERCRED
_log = logging.getLogger("congvu.milter")
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class UnixServer:
    """Calls `serve` for each connection. Anyone on the machine may connect, but only users in `peers` are served."""

    def __init__(self, path: Path, serve: Serve, peers: frozenset[int]) -> None:
        self._path = path
        self._serve = serve
        self._peers = peers
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._server: asyncio.Server | None = None
        self._closing = False

    async def __aenter__(self) -> "UnixServer":
        """Raises UsageError: another process listens there, or the path is too long for a socket."""
        if await _listens(self._path):
            raise UsageError(f"{self._path}: another process listens there")
        try:
            self._server = await asyncio.start_unix_server(self._accept, self._path)
        except OSError as error:
            raise UsageError(f"{self._path}: {error.strerror or error}") from error
        self._path.chmod(0o666)  # who may speak is decided by SO_PEERCRED, not by groups an administrator must set
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening and hang up: whoever waits for an answer gets none and must not take that for a yes."""
        if self._server:
            self._server.close()
        self._closing = True
        self._path.unlink(missing_ok=True)
        open_now = dict(self._connections)
        for task in open_now:
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)
        for writer in open_now.values():  # a task that was cancelled before its first step closed nothing
            await hang_up(writer)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._closing:  # accepted while the server was closing
            writer.close()
            return
        if _peer(writer) not in self._peers:
            _log.warning("a user who is not the mail server tried to speak to %s", self._path.name)
            writer.close()
            return
        task = asyncio.create_task(self._serve_one(reader, writer))
        self._connections[task] = writer
        task.add_done_callback(self._connections.pop)

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._serve(reader, writer)


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


def peer_ids(users: Iterable[str]) -> frozenset[int]:
    """Who may speak to us: root, this process's own user, and the users named, as far as the machine knows them."""
    found = {0, os.geteuid()}
    for name in users:
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
