"""Compound files (MS-CFB): a small file system of storages and streams inside one file, versions 3 and 4.

Whatever a hostile file says, every chain is followed at most as long as the file has sectors. What does not fit
(loops, sectors beyond the end, entries that no directory reaches) is read as far as it goes and makes the file odd.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from backend.documents.limits import Budget
from backend.documents.model import UnreadableReason
from backend.documents.reading import Corrupt, Unreadable

HEADER_BYTES, ENTRY_BYTES, MINI_SECTOR_BYTES = 512, 128, 64
CUTOFF_BYTES = 4096  # streams below are kept in mini sectors
LAST_SECTOR = 0xFFFFFFFA  # numbers above mean something else
END_OF_CHAIN, NO_ENTRY = 0xFFFFFFFE, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
FAT_IN_HEADER = 109
MOST_SECTORS = 2_000_000  # of 512 bytes: 1 GB

Numbers: TypeAlias = "array[int]"


@dataclass(slots=True)
class Entry:
    """One storage or stream; `path` are the names from the root down, without the root's."""

    name: str
    kind: int
    start: int
    size: int
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class _Node:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Storage:
    """One folder of the file with what stands in it. Names are compared without case."""

    file: "CompoundFile"
    path: tuple[str, ...]

    def children(self) -> "list[Entry]":
        return self.file.children(self.path)

    def child(self, name: str) -> "Entry | None":
        return self.file.child(self.path, name)

    def stream(self, name: str) -> bytes | None:
        entry = self.child(name)
        return None if entry is None or entry.kind != STREAM else self.file.read(entry)

    def storage(self, name: str) -> "Storage | None":
        entry = self.child(name)
        return None if entry is None or entry.kind != STORAGE else Storage(self.file, entry.path)

    def storages(self) -> "list[Storage]":
        return [Storage(self.file, entry.path) for entry in self.children() if entry.kind == STORAGE]


@dataclass(slots=True)
class CompoundFile:
    """An opened file; raises Corrupt when it has no readable header and directory."""

    data: bytes
    budget: Budget
    odd: bool = False
    _children: dict[tuple[str, ...], dict[str, Entry]] = field(default_factory=dict)
    _sector_bytes: int = 512
    _fat: Numbers = field(default_factory=lambda: array("I"))
    _mini_fat: Numbers = field(default_factory=lambda: array("I"))
    _mini: bytes = b""
    _mini_start: int = END_OF_CHAIN

    def __post_init__(self) -> None:
        if len(self.data) < HEADER_BYTES:
            raise Corrupt
        version, _, shift, mini_shift = struct.unpack_from("<4H", self.data, 26)
        if (version, shift) not in ((3, 9), (4, 12)) or mini_shift != 6:
            raise Corrupt
        self._sector_bytes = 1 << shift
        directory, _, cutoff, mini_fat = struct.unpack_from("<4I", self.data, 48)
        if cutoff != CUTOFF_BYTES:
            raise Corrupt
        self.odd = len(self.data) % HEADER_BYTES != 0  # cut short inside its last sector
        if self._sectors() > MOST_SECTORS:
            raise Unreadable(UnreadableReason.LIMIT)
        self._fat = self._read_fat()
        nodes = self._nodes(self._chain(directory, self._fat), version)
        if not nodes or nodes[0].kind != ROOT:
            raise Corrupt
        self._mini_fat = _numbers(self._chain(mini_fat, self._fat)) if mini_fat <= LAST_SECTOR else array("I")
        self._mini_start = nodes[0].start
        self._mini = self._chain(nodes[0].start, self._fat) if nodes[0].start <= LAST_SECTOR else b""
        self._walk(nodes)

    # what readers ask

    @property
    def root(self) -> "Storage":
        return Storage(self, ())

    def children(self, path: tuple[str, ...]) -> list[Entry]:
        return list(self._children.get(path, {}).values())

    def child(self, path: tuple[str, ...], name: str) -> Entry | None:
        return self._children.get(path, {}).get(name.lower())

    def read(self, entry: Entry) -> bytes:
        """The bytes of a stream, fewer than it claims if the file ends before; that makes the file odd."""
        self.budget.check_time()
        small = entry.size < CUTOFF_BYTES
        available = len(self._mini) if small else len(self.data)
        if entry.size > available:
            self.odd = True
        size = min(entry.size, available)
        self.budget.take_bytes(size)
        if size == 0:
            return b""
        content = self._mini_chain(entry.start, size) if small else self._chain(entry.start, self._fat, size)
        if len(content) < size:
            self.odd = True
        return content[:size]

    def holds(self, place: int) -> bool:
        """Whether that byte belongs to a stream, as far as the streams add up to no more than the file."""
        number = place // self._sector_bytes - 1
        left = 2 * self._sectors()
        small = False
        for folder in self._children.values():
            for entry in folder.values():
                small = small or (entry.kind == STREAM and 0 < entry.size < CUTOFF_BYTES)
                if entry.kind != STREAM or entry.size < CUTOFF_BYTES:
                    continue
                for link in self._links(entry.start, self._fat, min(-(-entry.size // self._sector_bytes), left)):
                    left -= 1
                    if link == number:
                        return True
        return small and number in self._links(self._mini_start, self._fat, self._sectors())

    # sectors

    def _sectors(self) -> int:
        return max(-(-len(self.data) // self._sector_bytes) - 1, 0)

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._sector_bytes
        return self.data[at : at + self._sector_bytes]

    def _read_fat(self) -> Numbers:
        """The allocation table, by its sectors' numbers in the header and in the DIFAT's chain."""
        numbers = list(struct.unpack_from(f"<{FAT_IN_HEADER}I", self.data, 76))
        difat, left = struct.unpack_from("<2I", self.data, 68)
        each = self._sector_bytes // 4
        seen: set[int] = set()
        while difat <= LAST_SECTOR and left > 0 and difat not in seen and difat < self._sectors():
            seen.add(difat)
            listed = _numbers(self._sector(difat))
            numbers += listed[: each - 1]
            difat = listed[each - 1] if len(listed) == each else END_OF_CHAIN
            left -= 1
        table = bytearray()
        for number in numbers:
            if number > LAST_SECTOR:
                continue
            if number >= self._sectors() or len(table) > 4 * self._sectors():
                self.odd = self.odd or number >= self._sectors()
                break
            table += self._sector(number)
        return _numbers(bytes(table))

    def _chain(self, start: int, fat: Numbers, size: int | None = None) -> bytes:
        """The sectors from `start` on, joined; enough of them for `size` bytes."""
        pieces: list[bytes] = []
        most = self._sectors() if size is None else -(-size // self._sector_bytes)
        for number in self._links(start, fat, most):
            at = (number + 1) * self._sector_bytes
            if at >= len(self.data):
                self.odd = True
                break
            pieces.append(self.data[at : at + self._sector_bytes])
        return b"".join(pieces)

    def _mini_chain(self, start: int, size: int) -> bytes:
        pieces = [
            self._mini[number * MINI_SECTOR_BYTES : (number + 1) * MINI_SECTOR_BYTES]
            for number in self._links(start, self._mini_fat, -(-size // MINI_SECTOR_BYTES))
        ]
        return b"".join(pieces)

    def _links(self, start: int, fat: Numbers, most: int) -> Iterator[int]:
        """Numbers along a chain, at most `most`; a loop runs into that end."""
        number = start
        for _ in range(most):
            if number > LAST_SECTOR:
                return
            yield number
            if number >= len(fat):
                self.odd = True
                return
            number = fat[number]

    # directory

    def _nodes(self, directory: bytes, version: int) -> list[_Node]:
        nodes: list[_Node] = []
        for at in range(0, len(directory) - ENTRY_BYTES + 1, ENTRY_BYTES):
            name_bytes, kind = struct.unpack_from("<HB", directory, at + 64)
            left, right, child = struct.unpack_from("<3I", directory, at + 68)
            start, size = struct.unpack_from("<IQ", directory, at + 116)
            if version == 3:
                size &= 0xFFFFFFFF
            name = directory[at : at + max(min(name_bytes, 64) - 2, 0)].decode("utf-16-le", "replace")
            nodes.append(_Node(name, kind, left, right, child, start, size))
        return nodes

    def _walk(self, nodes: list[_Node]) -> None:
        """Every entry the tree reaches, and then those it does not."""
        seen = {0}
        waiting: list[tuple[int, tuple[str, ...]]] = [(nodes[0].child, ())]
        while waiting:
            number, above = waiting.pop()
            if number == NO_ENTRY:
                continue
            if number in seen or number >= len(nodes):
                self.odd = True
                continue
            seen.add(number)
            node = nodes[number]
            path = (*above, node.name)
            if node.kind in (STORAGE, STREAM):
                self._add(node, path)
            else:
                self.odd = True
            waiting += [(node.right, above), (node.left, above)]
            if node.kind == STORAGE:
                waiting.append((node.child, path))
            if len(path) > 100:
                raise Unreadable(UnreadableReason.LIMIT)
        for number, node in enumerate(nodes):
            if number not in seen and node.kind in (STORAGE, STREAM):
                self.odd = True
                self._add(node, (node.name,))

    def _add(self, node: _Node, path: tuple[str, ...]) -> None:
        """An entry whose name stands in its folder already is kept beside it: another program may open that one."""
        beside = self._children.setdefault(path[:-1], {})
        name = path[-1]
        if name.lower() in beside:
            self.odd = True
            name = f"{name}'{len(beside)}"
        beside[name.lower()] = Entry(name, node.kind, node.start, node.size, (*path[:-1], name))


def _numbers(data: bytes) -> Numbers:
    numbers = array("I")
    numbers.frombytes(data[: len(data) // 4 * 4])
    return numbers
