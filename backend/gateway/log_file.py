"""Whole lines of a log that other programs write, from where the reader stopped: over rotation and truncation.

The caller keeps the position. A file is known again by its inode and its first bytes, so that a new file which got an
old inode is a new file.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

HEAD_BYTES = 200  # of a log file; with the inode they tell whether it is still the same file
READ_BYTES = 4 * 1024 * 1024  # at most in one call
LINE_BYTES = 64 * 1024  # a longer line is none that we know and is passed over


@dataclass(frozen=True, slots=True)
class LogPosition:
    """Everything before `offset` (bytes) of the file with this inode and head has been read."""

    inode: int
    offset: int
    head: str  # SHA-256 of the first bytes, at most HEAD_BYTES and at most `offset`


@dataclass(frozen=True, slots=True)
class LogLines:
    """`gap`: the file of the old position is gone unread to its end, so that lines may be missing."""

    lines: tuple[str, ...]
    position: LogPosition | None
    gap: bool


class FollowedLog:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, position: LogPosition | None) -> LogLines:
        """Lines after the position (None: from the beginning of the present file), whole ones only, about 4 MB.

        A position that comes back unchanged means: nothing new yet.

        After a rotation the rest of the old file (found beside the new one by its inode) comes first; the new one
        is read by the next call. A missing log gives nothing.
        """
        old = self._file_of(position) if position else None
        current = old or self._path
        offset = position.offset if position and old else 0
        try:
            with current.open("rb") as file:
                lines, end = _whole_lines(file, offset)
                reached = _position(file, end)
        except FileNotFoundError:
            return LogLines((), position, gap=False)
        if end == offset and old and old != self._path and self._path.exists():
            return self.read(None)
        return LogLines(tuple(lines), reached, gap=position is not None and old is None)

    def _file_of(self, position: LogPosition) -> Path | None:
        for candidate in (self._path, *sorted(self._path.parent.glob(f"{self._path.name}?*"))):
            try:
                with candidate.open("rb") as file:
                    same = os.fstat(file.fileno()).st_ino == position.inode
                    if same and _position(file, position.offset) == position:
                        return candidate
            except OSError:
                continue
        return None


def _whole_lines(file: BinaryIO, offset: int) -> tuple[list[str], int]:
    file.seek(offset)
    data = file.read(READ_BYTES)
    end = data.rfind(b"\n") + 1
    if not end and len(data) == READ_BYTES:
        return [], offset + len(data)
    return list(_texts(data[:end])), offset + end


def _texts(data: bytes) -> Iterator[str]:
    return (line.decode("utf-8", "replace") for line in data.split(b"\n") if 0 < len(line) <= LINE_BYTES)


def _position(file: BinaryIO, offset: int) -> LogPosition:
    """The position in this file. Its head says nothing when the file is shorter than the offset: then it differs."""
    stat = os.fstat(file.fileno())
    file.seek(0)
    head = file.read(min(HEAD_BYTES, offset))
    known = hashlib.sha256(head).hexdigest() if stat.st_size >= offset else "shorter"
    return LogPosition(stat.st_ino, offset, known)
