"""How Dovecot asks about a message that a client has just stored (Pigeonhole's `vnd.dovecot.execute` over a socket).

A connection is one question: a few lines, an empty line, the message as it lies in the mailbox, and the end of the
stream. The answer is a word for the Sieve script (`deploy/dovecot/congvu-append.sieve`) and a line that says whether
the word counts. Any other end of the connection means to the script that the message was not checked.

Source: Dovecot 2.3, src/lib-program-client/program-client-remote.c (script service, version 4).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from backend.gateway.milter_session import MESSAGE_LIMIT_BYTES, MemoryBudget
from backend.gateway.unix_server import hang_up

GREETING = b"VERSION\tscript\t4\t"
USER = b"env_USER="
HEAD_LINES = 50
READ_BYTES = 128 * 1024
WAIT_SECONDS = 30.0  # for Dovecot to say all it has to say
COUNTS = b"+\n"
_log = logging.getLogger("congvu.append")


class Verdict(StrEnum):
    """The words that the Sieve script knows."""

    KEEP = "keep"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Stored:
    """A message that a client stored. `login` is the mailbox's owner, in lower case."""

    login: str
    raw: bytes


class ProtocolError(Exception):
    """The peer is no Dovecot of a version we know."""


Decide = Callable[[Stored], Awaitable[Verdict | None]]
"""Called with each message; None: it could not be checked."""


class AppendConnections:
    """Serves one question after another, each on a connection of its own; all of them share one memory budget."""

    def __init__(self, decide: Decide, budget: MemoryBudget, message_limit_bytes: int = MESSAGE_LIMIT_BYTES) -> None:
        self._decide = decide
        self._budget = budget
        self._message_limit_bytes = message_limit_bytes

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held = 0
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                login = await _login(reader)
                pieces: list[bytes] = []
                while piece := await reader.read(READ_BYTES):
                    if held + len(piece) > self._message_limit_bytes or not self._budget.take(len(piece)):
                        raise ProtocolError("a message too large to be checked")
                    held += len(piece)
                    pieces.append(piece)
            verdict = await self._decide(Stored(login, b"".join(pieces)))
            if verdict is not None:
                writer.write(verdict.encode() + COUNTS)
                await writer.drain()
        except (ProtocolError, TimeoutError, ValueError) as error:
            _log.warning("a stored message was not checked: %s", str(error) or type(error).__name__)
        except ConnectionError:
            _log.debug("Dovecot hung up")
        finally:
            self._budget.give_back(held)
            await hang_up(writer)


async def _login(reader: asyncio.StreamReader) -> str:
    """Read the lines before the message; the script passes no arguments, so they end with the first empty one.

    Raises:
        ProtocolError: no such greeting, no user, or more lines than Dovecot sends.
        ValueError: a line longer than a stream's buffer.
    """
    login = ""
    for number in range(HEAD_LINES):
        line = await reader.readline()
        if number == 0 and not line.startswith(GREETING):
            raise ProtocolError("not Dovecot's script protocol, version 4")
        if line.startswith(USER):
            login = line[len(USER) :].strip().decode("utf-8", "replace").lower()
        if not line.rstrip(b"\n"):
            break
    if not login:
        raise ProtocolError("Dovecot did not say whose mailbox it is")
    return login
