"""One milter connection as a state machine, without any input or output of its own.

It collects a message in memory, bounded, never on disk, and hands it over at its end. A connection carries several
messages, and with QUIT_NC several SMTP clients.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from backend.gateway import milter_frames as wire
from backend.gateway.milter_frames import Actions, Command, Frame, Negotiation, ProtocolError, Reply, Steps

MESSAGE_LIMIT_BYTES = 64 * 1024 * 1024  # Postfix's message_size_limit should be lower
TOTAL_LIMIT_BYTES = 512 * 1024 * 1024  # all messages that are being received or judged
OVERHEAD_BYTES = 64  # charged for each field and recipient on top of its length

_ACTIONS = Actions.ADD_HEADERS | Actions.CHANGE_HEADERS | Actions.CHOOSE_MACROS
_STEPS = (
    Steps.NO_HELO | Steps.NO_END_OF_HEADER | Steps.NO_UNKNOWN | Steps.NO_DATA
    | Steps.SILENT_CONNECT | Steps.SILENT_SENDER | Steps.SILENT_RECIPIENT | Steps.SILENT_HEADER | Steps.SILENT_BODY
)  # fmt: skip
_SILENT = {
    Command.CONNECT: Steps.SILENT_CONNECT,
    Command.HELO: Steps.SILENT_HELO,
    Command.SENDER: Steps.SILENT_SENDER,
    Command.RECIPIENT: Steps.SILENT_RECIPIENT,
    Command.DATA: Steps.SILENT_DATA,
    Command.UNKNOWN: Steps.SILENT_UNKNOWN,
    Command.HEADER: Steps.SILENT_HEADER,
    Command.END_OF_HEADER: Steps.SILENT_END_OF_HEADER,
    Command.BODY: Steps.SILENT_BODY,
}
_MACROS = {2: "{auth_authen}", 5: "i"}  # SMFIM_ENVFROM, SMFIM_EOM: all that decisions need
_OF_THE_MESSAGE = frozenset("MRTLNBE")  # commands whose macros end with the message


class Overflow(StrEnum):
    """Why a message was not kept to its end. Its chunks are dropped at once."""

    TOO_LARGE = "too_large"  # it will never fit
    NO_MEMORY = "no_memory"  # too much mail at this moment


class MemoryBudget:
    """Bytes of messages held by all connections together."""

    def __init__(self, limit_bytes: int = TOTAL_LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self.held_bytes = 0

    def take(self, count: int) -> bool:
        if self.held_bytes + count > self._limit_bytes:
            return False
        self.held_bytes += count
        return True

    def give_back(self, count: int) -> None:
        self.held_bytes -= count


@dataclass(frozen=True, slots=True)
class Mail:
    """A whole message with its envelope, as the mail server gave it. Envelope addresses come without <>."""

    login: str  # SASL log-in, "" for mail that nobody signed in for
    queue_id: str
    sender: str
    recipients: tuple[str, ...]
    headers: tuple[tuple[bytes, bytes], ...]
    body: tuple[bytes, ...]
    overflow: Overflow | None = None

    @property
    def size_bytes(self) -> int:
        return sum(len(name) + len(value) + 4 for name, value in self.headers) + 2 + sum(map(len, self.body))

    def raw(self) -> bytes:
        """The message as it came, CRLF line ends, folded fields folded."""
        lines = [name + b": " + value.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for name, value in self.headers]
        return b"\r\n".join([*lines, b"", b""]) + b"".join(self.body)


@dataclass(slots=True)
class _Collected:
    sender: str
    recipients: list[str] = field(default_factory=list)
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    size_bytes: int = 0
    overflow: Overflow | None = None


class Session:
    """Feed it frames. `receive` gives the bytes to answer, or a Mail that waits for a decision.

    Raises:
        ProtocolError: the peer is no mail server; close the connection.
    """

    def __init__(self, budget: MemoryBudget, message_limit_bytes: int = MESSAGE_LIMIT_BYTES) -> None:
        self._budget = budget
        self._message_limit_bytes = message_limit_bytes
        self._chosen: Negotiation | None = None
        self._macros: dict[str, dict[str, str]] = {}
        self._message: _Collected | None = None

    @property
    def actions(self) -> Actions:
        return self._chosen.actions if self._chosen else Actions(0)

    def receive(self, frame: Frame) -> bytes | Mail:
        if frame.command is Command.NEGOTIATE:
            return self._negotiate(frame.data)
        if self._chosen is None:
            raise ProtocolError("no negotiation")
        match frame.command:
            case Command.MACROS:
                self._keep_macros(frame.data)
                return b""
            case Command.ABORT:
                self.end_message()
                return b""
            case Command.QUIT_NEW_CONNECTION:
                self.end_message()
                self._macros.clear()
                return b""
            case Command.END_OF_MESSAGE:
                return self._finish(frame.data)
        self._collect(frame)
        return b"" if self._chosen.steps & _SILENT.get(frame.command, Steps(0)) else wire.frame(Reply.CONTINUE)

    def end_message(self) -> None:
        """Forget the message: it was decided, aborted, or the connection is gone."""
        if self._message:
            self._budget.give_back(self._message.size_bytes)
        self._message = None
        self._macros = {stage: macros for stage, macros in self._macros.items() if stage not in _OF_THE_MESSAGE}

    def _negotiate(self, data: bytes) -> bytes:
        offered = wire.read_negotiation(data)
        if not offered.actions & Actions.ADD_HEADERS or not offered.actions & Actions.CHANGE_HEADERS:
            raise ProtocolError("a server that lets no header be changed")
        self._chosen = Negotiation(offered.version, offered.actions & _ACTIONS, offered.steps & _STEPS)
        return wire.negotiation(self._chosen, _MACROS)

    def _keep_macros(self, data: bytes) -> None:
        stage, macros = wire.read_macros(data)
        self._macros[stage] = macros

    def _macro(self, name: str, stages: str) -> str:
        return next((found for stage in stages if (found := self._macros.get(stage, {}).get(name))), "")

    def _collect(self, frame: Frame) -> None:
        match frame.command:
            case Command.SENDER:
                self._begin(frame.data)
            case Command.RECIPIENT:
                address = wire.read_strings(frame.data, 1)[0]
                if self._holds(len(address) + OVERHEAD_BYTES):
                    self._current().recipients.append(_address(address))
            case Command.HEADER:
                name, value = wire.read_strings(frame.data, 2)[:2]
                if self._holds(len(name) + len(value) + OVERHEAD_BYTES):
                    self._current().headers.append((name, value))
            case Command.BODY:
                if self._holds(len(frame.data)):
                    self._current().body.append(frame.data)

    def _begin(self, data: bytes) -> None:
        sender = _address(wire.read_strings(data, 1)[0])
        if self._message:  # a server that did not say ABORT
            self._budget.give_back(self._message.size_bytes)
        self._message = _Collected(sender)

    def _current(self) -> _Collected:
        if self._message is None:
            raise ProtocolError("no sender")
        return self._message

    def _holds(self, count: int) -> bool:
        """Whether there is room for so many bytes more; if not, all that was kept is let go."""
        message = self._current()
        if message.overflow:
            return False
        if message.size_bytes + count > self._message_limit_bytes:
            message.overflow = Overflow.TOO_LARGE
        elif not self._budget.take(count):
            message.overflow = Overflow.NO_MEMORY
        else:
            message.size_bytes += count
            return True
        self._budget.give_back(message.size_bytes)
        message.size_bytes = 0
        message.headers.clear()
        message.body.clear()
        return False

    def _finish(self, last_chunk: bytes) -> Mail:
        message = self._current()
        if last_chunk and self._holds(len(last_chunk)):
            message.body.append(last_chunk)
        return Mail(
            login=self._macro("auth_authen", "M"),
            queue_id=self._macro("i", "ETRM"),
            sender=message.sender,
            recipients=tuple(message.recipients),
            headers=tuple(message.headers),
            body=tuple(message.body),
            overflow=message.overflow,
        )


def _address(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace").strip()
    return text[1:-1] if text.startswith("<") and text.endswith(">") else text
