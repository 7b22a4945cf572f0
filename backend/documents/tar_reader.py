"""Tar archives: v7, ustar and pax (POSIX.1-2017, pax), GNU's long names. Its twin is scan/archives/tar.ts.

Members stand as they are between headers; two blocks of zeros end the archive. One that ends without them may have been
cut off; what stands behind them is read, never clean.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from backend.documents import sniff
from backend.documents.archive_reader import read_tail
from backend.documents.model import UnreadableReason
from backend.documents.reading import Corrupt, Reading, inner_path

BLOCK = 512
CHECKSUM_AT, CHECKSUM_ENDS = 148, 156
LONG_NAME, LONG_LINK, PAX, PAX_GLOBAL = b"L", b"K", b"x", b"g"
NO_FILE = {b"1", b"2", b"3", b"4", b"5", b"6"}  # links, devices, folders, pipes
NAMES_ONLY = {b"V", b"D"}  # a volume's label, names in a folder (GNU)
SPARSE, CONTINUED = b"S", b"M"  # data that stands elsewhere than a plain reader thinks (GNU)


@dataclass(frozen=True, slots=True)
class TarHeader:
    name: str
    kind: bytes
    size: int


def is_tar(data: bytes) -> bool:
    """Whether a header whose checksum is right stands at the start."""
    return len(data) >= BLOCK and data[0] != 0 and _checksum_is_right(data[:BLOCK])


def read_tar(data: bytes, path: str, depth: int, reading: Reading) -> str:
    reading.add(path, sniff.TAR, ())
    for header, content in _members(data, path, depth, reading):
        inside = inner_path(path, header.name)
        if header.kind in (SPARSE, CONTINUED):
            reading.give_up(inside, sniff.BINARY, UnreadableReason.UNSUPPORTED)
        elif header.kind not in NO_FILE | NAMES_ONLY and (content or not header.name.endswith("/")):
            reading.budget.take_bytes(len(content))
            reading.go_deeper(content, inside, depth + 1)
    return sniff.TAR


def _members(data: bytes, path: str, depth: int, reading: Reading) -> Iterator[tuple[TarHeader, bytes]]:
    """Headers that say something of the next one are taken into it. Raises Corrupt at a block that is no header."""
    at, shared, own = 0, dict[str, str](), dict[str, str]()
    while not _is_zero(data[at : at + BLOCK]):
        reading.budget.take_member()
        header = _header(data[at : at + BLOCK], {**shared, **own})
        content = data[at + BLOCK : at + BLOCK + header.size]
        if len(content) < header.size:
            raise Corrupt
        at += BLOCK + -(-header.size // BLOCK) * BLOCK
        if header.kind in (LONG_NAME, PAX, PAX_GLOBAL):
            told = {"path": _text(content)} if header.kind == LONG_NAME else _records(content)
            (shared if header.kind == PAX_GLOBAL else own).update(told)
        elif header.kind != LONG_LINK:
            is_sparse = any(key.startswith("GNU.sparse.") for key in own)
            yield (TarHeader(header.name, SPARSE, header.size) if is_sparse else header), content
            if header.kind == SPARSE:
                raise Corrupt  # where its data ends, only a reader of sparse files knows
            own = {}
    if len(data) < at + 2 * BLOCK or not _is_zero(data[at + BLOCK : at + 2 * BLOCK]):
        reading.give_up(path, sniff.TAR, UnreadableReason.CORRUPT)
    while at < len(data) and _is_zero(data[at : at + BLOCK]):
        at += BLOCK
    read_tail(data[at:], (path, sniff.TAR), depth, reading)


def _is_zero(block: bytes) -> bool:
    return not block.strip(b"\0")


def _header(block: bytes, told: Mapping[str, str]) -> TarHeader:
    if len(block) < BLOCK or not _checksum_is_right(block):
        raise Corrupt
    kind = block[156:157]
    is_ustar = block[257:263] == b"ustar\0"
    prefix = _text(block[345:500]) if is_ustar else ""
    name = f"{prefix}/{_text(block[:100])}" if prefix else _text(block[:100])
    size = _number(block[124:136])
    if kind in (LONG_NAME, LONG_LINK, PAX, PAX_GLOBAL):
        return TarHeader(name, kind, size)
    if "size" in told:
        size = _decimal(told["size"])
    return TarHeader(told.get("path", name), kind, 0 if kind in NO_FILE else size)


def _checksum_is_right(block: bytes) -> bool:
    """The sum of all bytes, its own eight counted as spaces; old programs added signed bytes."""
    try:
        told = _number(block[CHECKSUM_AT:CHECKSUM_ENDS])
    except Corrupt:
        return False
    others = block[:CHECKSUM_AT] + b" " * 8 + block[CHECKSUM_ENDS:]
    return told in (sum(others), sum(byte - 256 if byte > 127 else byte for byte in others))


def _number(field: bytes) -> int:
    """Octal digits, or bytes of a large number (GNU). Raises Corrupt."""
    if field[0] & 0x80:
        return int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
    digits = field.split(b"\0", 1)[0].strip(b" ")
    if not digits:
        return 0
    if digits.strip(b"01234567"):
        raise Corrupt
    return int(digits, 8)


def _decimal(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise Corrupt
    return int(digits)


def _text(field: bytes) -> str:
    return field.split(b"\0", 1)[0].decode("utf-8", "replace")


def _records(content: bytes) -> dict[str, str]:
    """ "LENGTH KEY=VALUE\\n", the length that of the whole record. Raises Corrupt."""
    records: dict[str, str] = {}
    at = 0
    while at < len(content):
        length = content[at : content.find(b" ", at)]
        if not length.isdigit() or len(length) > 9:
            raise Corrupt
        record = content[at + len(length) + 1 : at + int(length)]
        if int(length) <= len(length) + 1 or not record.endswith(b"\n") or b"=" not in record:
            raise Corrupt
        key, _, value = record[:-1].partition(b"=")
        records[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        at += int(length)
    return records
