"""Files that are one compressed stream, or several one behind the other: gz, bz2, xz, lzma, zst. What is in them is
read like a file of its own; a .tgz is a tar in a gz.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from backend.documents import sniff
from backend.documents.archive_reader import read_tail
from backend.documents.limits import LimitExceeded
from backend.documents.model import UnreadableReason
from backend.documents.reading import Reading, Unreadable, inner_path
from backend.documents.unpacking import (
    Decompressor,
    Pieces,
    bzip2,
    gathered,
    gzip,
    lzma_alone,
    stream_pieces,
    xz,
    zstd_pieces,
)

CONTENT = "(content)"
HAS_EXTRA, HAS_NAME = 0x04, 0x08  # flags of gzip (RFC 1952, section 2.3.1)


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    magic: bytes
    new: Callable[[], Decompressor]


_GZIP = _Kind(sniff.GZIP, b"\x1f\x8b\x08", gzip)
_BZIP2 = _Kind(sniff.BZIP2, b"BZh", bzip2)
_XZ = _Kind(sniff.XZ, b"\xfd7zXZ\x00", xz)
_LZMA = _Kind(sniff.LZMA, b"", lzma_alone)


class _Streams:
    """All streams of one file; `ends` is known once they were read."""

    def __init__(self, data: bytes, kind: _Kind) -> None:
        self.ends = 0
        self._data, self._kind = data, kind

    def pieces(self) -> Pieces:
        at = 0
        while at == 0 or (self._kind.magic and self._data.startswith(self._kind.magic, at)):
            for taken, piece in stream_pieces(self._data, at, self._kind.new):
                self.ends = taken
                yield taken, piece
            at = self.ends


def read_gzip(data: bytes, path: str, depth: int, reading: Reading) -> str:
    return _read(data, _GZIP, _name(data) or CONTENT, path, depth, reading)


def read_bzip2(data: bytes, path: str, depth: int, reading: Reading) -> str:
    return _read(data, _BZIP2, CONTENT, path, depth, reading)


def read_xz(data: bytes, path: str, depth: int, reading: Reading) -> str:
    return _read(data, _XZ, CONTENT, path, depth, reading)


def read_lzma(data: bytes, path: str, depth: int, reading: Reading) -> str:
    return _read(data, _LZMA, CONTENT, path, depth, reading)


def read_zstd(data: bytes, path: str, depth: int, reading: Reading) -> str:
    content = _within_limits(lambda: zstd_pieces(data), len(data), reading)
    reading.add(path, sniff.ZSTD, ())
    reading.go_deeper(content, inner_path(path, CONTENT), depth + 1)
    return sniff.ZSTD


def _read(data: bytes, kind: _Kind, name: str, path: str, depth: int, reading: Reading) -> str:
    streams = _Streams(data, kind)
    content = _within_limits(streams.pieces, len(data), reading)
    reading.add(path, kind.media_type, ())
    read_tail(data[streams.ends :], (path, kind.media_type), depth, reading)
    reading.go_deeper(content, inner_path(path, name), depth + 1)
    return kind.media_type


def _within_limits(pieces: Callable[[], Pieces], stored_bytes: int, reading: Reading) -> bytes:
    reading.budget.take_member()
    try:
        return gathered(pieces, stored_bytes, reading.budget)
    except LimitExceeded as error:
        raise Unreadable(UnreadableReason.LIMIT) from error


def _name(data: bytes) -> str:
    """The name in the first header, "" without one."""
    flags = data[3] if len(data) > 3 else 0
    at = 10
    if flags & HAS_EXTRA and len(data) >= 12:
        at += 2 + struct.unpack_from("<H", data, 10)[0]
    ends = data.find(b"\0", at) if flags & HAS_NAME else -1
    return data[at:ends].decode("utf-8", "replace") if ends >= 0 else ""
