"""The milter protocol on the wire: frames, commands, replies (version 6, as Sendmail and Postfix speak it).

A frame is a 32-bit length in network order (of what follows), one command byte, and its data.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntFlag, StrEnum

VERSION = 6
OLDEST_VERSION = 2
FRAME_LIMIT_BYTES = 1024 * 1024 + 1  # body chunks are 65,535 bytes, up to 1 MiB in Sendmail's largest mode
_LENGTH = struct.Struct("!I")
_NEGOTIATION = struct.Struct("!III")


class Command(StrEnum):
    """What the mail server says (SMFIC_*)."""

    NEGOTIATE = "O"
    MACROS = "D"
    CONNECT = "C"
    HELO = "H"
    SENDER = "M"
    RECIPIENT = "R"
    DATA = "T"
    HEADER = "L"
    END_OF_HEADER = "N"
    BODY = "B"
    END_OF_MESSAGE = "E"
    ABORT = "A"
    QUIT = "Q"
    QUIT_NEW_CONNECTION = "K"
    UNKNOWN = "U"


class Reply(StrEnum):
    """What the milter answers (SMFIR_*)."""

    NEGOTIATE = "O"
    CONTINUE = "c"
    ACCEPT = "a"
    TEMPFAIL = "t"
    REPLY_CODE = "y"
    ADD_HEADER = "h"
    INSERT_HEADER = "i"
    CHANGE_HEADER = "m"
    PROGRESS = "p"


class Actions(IntFlag):
    """What a milter may do (SMFIF_*)."""

    ADD_HEADERS = 0x01
    CHANGE_HEADERS = 0x10
    CHOOSE_MACROS = 0x100


class Steps(IntFlag):
    """Which steps need not be sent (NO_*) or answered (SILENT_*) (SMFIP_*)."""

    NO_HELO = 0x02
    NO_END_OF_HEADER = 0x40
    SILENT_HEADER = 0x80
    NO_UNKNOWN = 0x100
    NO_DATA = 0x200
    SILENT_CONNECT = 0x1000
    SILENT_HELO = 0x2000
    SILENT_SENDER = 0x4000
    SILENT_RECIPIENT = 0x8000
    SILENT_DATA = 0x10000
    SILENT_UNKNOWN = 0x20000
    SILENT_END_OF_HEADER = 0x40000
    SILENT_BODY = 0x80000


class ProtocolError(Exception):
    """The peer does not speak the milter protocol: the connection must be closed."""


@dataclass(frozen=True, slots=True)
class Frame:
    command: Command
    data: bytes


class FrameDecoder:
    """Cuts a byte stream into frames, however it arrives; holds at most one frame and what was fed last."""

    def __init__(self, limit_bytes: int = FRAME_LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Give the frames that are now complete.

        Raises:
            ProtocolError: a frame is empty, too large, or of an unknown command.
        """
        self._held += data
        start = 0
        try:
            while len(self._held) - start >= _LENGTH.size:
                (length,) = _LENGTH.unpack_from(self._held, start)
                if not 1 <= length <= self._limit_bytes:
                    raise ProtocolError(f"a frame of {length} bytes")
                body = start + _LENGTH.size
                if len(self._held) < body + length:
                    return
                start = body + length
                yield Frame(_command(self._held[body]), bytes(memoryview(self._held)[body + 1 : start]))
        finally:
            del self._held[:start]


def _command(code: int) -> Command:
    try:
        return Command(chr(code))
    except ValueError as error:
        raise ProtocolError(f"the unknown command {code}") from error


@dataclass(frozen=True, slots=True)
class Negotiation:
    version: int
    actions: Actions
    steps: Steps


def read_negotiation(data: bytes) -> Negotiation:
    """Raises ProtocolError: too short, or older than any server in use."""
    if len(data) < _NEGOTIATION.size:
        raise ProtocolError("a short negotiation")
    version, actions, steps = _NEGOTIATION.unpack_from(data)
    if version < OLDEST_VERSION:
        raise ProtocolError(f"protocol version {version}")
    known_actions = Actions(actions & sum(Actions))
    return Negotiation(min(version, VERSION), known_actions, Steps(steps & sum(Steps)))


def read_macros(data: bytes) -> tuple[str, dict[str, str]]:
    """The command that the macros belong to, and the macros by bare name ("i", "auth_authen")."""
    if not data:
        raise ProtocolError("macros for nothing")
    words = [word.decode("utf-8", "replace") for word in data[1:].split(b"\0")]
    names, contents = words[0:-1:2], words[1::2]
    return chr(data[0]), {name.strip("{}"): content for name, content in zip(names, contents, strict=False)}


def read_strings(data: bytes, least: int) -> list[bytes]:
    """NUL-terminated strings; raises ProtocolError if there are fewer than `least`."""
    strings = data.split(b"\0")[:-1]
    if len(strings) < least:
        raise ProtocolError("a missing string")
    return strings


def frame(reply: Reply, data: bytes = b"") -> bytes:
    return _LENGTH.pack(len(data) + 1) + reply.encode("ascii") + data


def negotiation(chosen: Negotiation, macros: dict[int, str]) -> bytes:
    """`macros`: wanted macro names by stage (SMFIM_*), sent only if the server lets a milter choose."""
    lists = b""
    if chosen.actions & Actions.CHOOSE_MACROS:
        lists = b"".join(_LENGTH.pack(stage) + names.encode("ascii") + b"\0" for stage, names in macros.items())
    return frame(Reply.NEGOTIATE, _NEGOTIATION.pack(chosen.version, chosen.actions, chosen.steps) + lists)


def add_header(name: str, value: str) -> bytes:
    return frame(Reply.ADD_HEADER, _field(name, value))


def insert_header(index: int, name: str, value: str) -> bytes:
    """Before the field at `index`, counted from 0 over all fields."""
    return frame(Reply.INSERT_HEADER, _LENGTH.pack(index) + _field(name, value))


def change_header(index: int, name: str, value: str) -> bytes:
    """Replace the field at `index`, counted from 1 among the fields of that name; an empty value removes it."""
    return frame(Reply.CHANGE_HEADER, _LENGTH.pack(index) + _field(name, value))


def reply_code(code: int, status: str, text: str) -> bytes:
    """An SMTP reply such as 550 5.7.1; one line of printable ASCII without %, which Sendmail would interpret."""
    line = f"{code} {status} {text}"
    if not line.isascii() or not line.isprintable() or "%" in line:
        raise ValueError("an SMTP reply is one line of ASCII")
    return frame(Reply.REPLY_CODE, line.encode("ascii") + b"\0")


def _field(name: str, value: str) -> bytes:
    return name.encode("ascii") + b"\0" + value.encode("utf-8") + b"\0"
