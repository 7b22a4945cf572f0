"""Compound files for tests (MS-CFB): storages are mappings, streams bytes. Twin: src/scan/testing/build_compound.ts."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Union

Content = Mapping[str, Union[bytes, "Content"]]
SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT, NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    start: int = END
    size: int = 0
    right: int = NOBODY
    child: int = NOBODY

    def written(self) -> bytes:
        name = self.name.encode("utf-16-le")
        head = name.ljust(64, b"\0") + struct.pack(
            "<HBB3I", len(name) + 2, self.kind, 1, NOBODY, self.right, self.child
        )
        return head + bytes(36) + struct.pack("<IQ", self.start, self.size)


@dataclass(slots=True)
class _Writer:
    sectors: list[bytes] = field(default_factory=list)
    fat: list[int] = field(default_factory=list)
    mini: bytearray = field(default_factory=bytearray)
    mini_fat: list[int] = field(default_factory=list)
    entries: list[_Entry] = field(default_factory=list)

    def chain(self, data: bytes) -> int:
        """Put the data into sectors, and return the first."""
        if not data:
            return END
        first = len(self.sectors)
        for at in range(0, len(data), SECTOR):
            self.sectors.append(data[at : at + SECTOR].ljust(SECTOR, b"\0"))
            self.fat.append(len(self.sectors))
        self.fat[-1] = END
        return first

    def mini_chain(self, data: bytes) -> int:
        if not data:
            return END
        first = len(self.mini_fat)
        for at in range(0, len(data), MINI):
            self.mini += data[at : at + MINI].ljust(MINI, b"\0")
            self.mini_fat.append(len(self.mini_fat) + 1)
        self.mini_fat[-1] = END
        return first

    def add(self, content: Content) -> int:
        """Entries of a folder, one the right neighbour of the other, and return the first."""
        first, before = NOBODY, None
        for name, inner in content.items():
            number = len(self.entries)
            entry = _Entry(name, STREAM if isinstance(inner, bytes) else STORAGE)
            self.entries.append(entry)
            if before is None:
                first = number
            else:
                before.right = number
            before = entry
            if isinstance(inner, bytes):
                entry.size = len(inner)
                entry.start = self.mini_chain(inner) if len(inner) < CUTOFF else self.chain(inner)
            else:
                entry.child = self.add(inner)
        return first


def compound_of(content: Content) -> bytes:
    writer = _Writer(entries=[_Entry("Root Entry", ROOT)])
    root = writer.entries[0]
    root.child = writer.add(content)
    root.size, root.start = len(writer.mini), writer.chain(bytes(writer.mini))
    mini_fat = writer.chain(_numbers(writer.mini_fat))
    directory = writer.chain(b"".join(entry.written() for entry in writer.entries))
    fat_sectors = 1
    while (len(writer.fat) + fat_sectors) * 4 > fat_sectors * SECTOR:
        fat_sectors += 1
    first_fat = len(writer.sectors)
    fat = _numbers([*writer.fat, *[FAT] * fat_sectors])
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    mini_count = -(-len(writer.mini_fat) * 4 // SECTOR)
    header += struct.pack("<9I", 0, fat_sectors, directory, 0, CUTOFF, mini_fat, mini_count, END, 0)
    listed = [first_fat + number for number in range(fat_sectors)]
    header += _numbers(listed).ljust(4 * 109, b"\xff")[: 4 * 109]
    return header + b"".join(writer.sectors) + fat.ljust(fat_sectors * SECTOR, b"\xff")


def _numbers(numbers: list[int]) -> bytes:
    """Padded to whole sectors with numbers of free ones."""
    written = struct.pack(f"<{len(numbers)}I", *numbers)
    return written.ljust(-(-len(written) // SECTOR) * SECTOR, b"\xff")
