"""Compressed streams unpacked slice by slice: gzip (RFC 1952), bzip2, xz, lzma, zstd.

What swells is counted without being kept: only when it has ended within the limits is it unpacked once more and kept.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from backend.documents.libarchive_binding import LibarchiveError, MemoryArchive
from backend.documents.limits import RATIO_COUNTS_FROM_BYTES, Budget, LimitExceeded
from backend.documents.reading import Corrupt, Unsupported

SLICE_BYTES = 1 << 14  # of what is stored
PIECE_BYTES = 1 << 18  # of what is unpacked
MEMORY_BYTES = 100 << 20  # of a dictionary: xz -9 needs 65 MiB
Pieces = Iterator[tuple[int, bytes]]
"""How many stored bytes were taken so far, and a piece of what is in them."""


class Decompressor(Protocol):
    """As in the modules bz2 and lzma."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /, max_length: int = -1) -> bytes: ...


class _Zlib:
    """zlib's decompressor with the manners of the others."""

    def __init__(self, window_bits: int) -> None:
        self._inflater = zlib.decompressobj(window_bits)

    @property
    def eof(self) -> bool:
        return self._inflater.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflater.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inflater.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inflater.decompress(self._inflater.unconsumed_tail + data, max_length)


def deflate() -> Decompressor:
    return _Zlib(-zlib.MAX_WBITS)


def gzip() -> Decompressor:
    return _Zlib(zlib.MAX_WBITS | 16)


def xz() -> Decompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, MEMORY_BYTES)


def lzma_alone() -> Decompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_ALONE, MEMORY_BYTES)


def bzip2() -> Decompressor:
    return bz2.BZ2Decompressor()


def stream_pieces(data: bytes, starts: int, new: Callable[[], Decompressor]) -> Iterator[tuple[int, bytes]]:
    """One stream; the last number is where it ends. Raises Corrupt if it does not, Unsupported if it wants too much
    memory."""
    stream, at = new(), starts
    try:
        while not stream.eof:
            if stream.needs_input and at >= len(data):
                raise Corrupt
            fed = data[at : at + SLICE_BYTES] if stream.needs_input else b""
            at += len(fed)
            piece = stream.decompress(fed, PIECE_BYTES)
            yield at - len(stream.unused_data), piece
    except lzma.LZMAError as error:
        raise (Unsupported if "emory" in str(error) else Corrupt) from error
    except (zlib.error, OSError, ValueError, EOFError) as error:
        raise Corrupt from error


def zstd_pieces(data: bytes) -> Pieces:
    """All frames, one behind the other."""
    with MemoryArchive(data, "raw", "zstd") as archive:
        try:
            for _ in archive.members():
                for piece in archive.slices():
                    yield archive.taken_bytes, piece
        except LibarchiveError as error:
            raise Corrupt from error


def gathered(pieces: Callable[[], Pieces], stored_bytes: int, budget: Budget) -> bytes:
    """All pieces as one. Raises LimitExceeded when they are more than the budget or the ratio allows."""
    room_bytes = budget.room_bytes(stored_bytes)
    kept: list[bytes] | None = []
    total = 0
    for taken, piece in pieces():
        budget.check_time()
        total += len(piece)
        if total > room_bytes:
            raise LimitExceeded
        if total > max(taken * budget.limits.ratio, RATIO_COUNTS_FROM_BYTES):
            kept = None  # swells: counted to its end before it is believed
        elif kept is not None:
            kept.append(piece)
    budget.take_bytes(total, stored_bytes)
    return b"".join(piece for _, piece in pieces()) if kept is None else b"".join(kept)
