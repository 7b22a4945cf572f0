"""Metafiles as Windows writes them (MS-EMF, MS-WMF), record by record."""

import struct
from collections.abc import Sequence

Points = Sequence[tuple[int, int]]
RED = 0x0000FF


def emf(*records: bytes) -> bytes:
    """A hundred device units are 25.4 mm."""
    body = b"".join((*records, struct.pack("<5I", 14, 20, 0, 16, 20)))
    sizes = 88 + len(body), len(records) + 2, 4, 0, 0, 0, 0, 1000, 1000, 254, 254
    header = struct.pack("<2I8i4sI2I2H3I4I", 1, 88, 0, 0, 1000, 1000, 0, 0, 25400, 25400, b" EMF", 0x10000, *sizes)
    return header + body


def record(kind: int, content: bytes) -> bytes:
    content += bytes(-len(content) % 4)
    return struct.pack("<2I", kind, 8 + len(content)) + content


def font(number: int, height: int, name: str = "Arial", charset: int = 0) -> bytes:
    look = struct.pack("<5i8B", -height, 0, 0, 0, 400, 0, 0, 0, charset, 0, 0, 0, 0)
    return record(82, struct.pack("<I", number) + look + name.encode("utf-16-le").ljust(64, b"\0"))


def select(number: int) -> bytes:
    return record(37, struct.pack("<I", number))


def brush(number: int, colour: int = RED) -> bytes:
    return record(39, struct.pack("<4I", number, 0, colour, 0))


def text(words: str, x: int, y: int, advances: Sequence[int] = (), options: int = 0) -> bytes:
    """EMR_EXTTEXTOUTW."""
    letters = words.encode("utf-16-le")
    letters += bytes(-len(letters) % 4)
    spaces = 76 + len(letters) if advances else 0
    head = struct.pack("<4iI2f", 0, 0, -1, -1, 1, 1.0, 1.0)
    head += struct.pack("<2i3I4iI", x, y, len(words), 76, options, 0, 0, -1, -1, spaces)
    return record(84, head + letters + struct.pack(f"<{len(advances)}i", *advances))


def polygons(*figures: Points) -> bytes:
    """EMR_POLYPOLYGON16."""
    sizes = struct.pack(f"<{len(figures)}I", *(len(figure) for figure in figures))
    points = b"".join(struct.pack("<2h", *point) for figure in figures for point in figure)
    total = sum(len(figure) for figure in figures)
    return record(91, struct.pack("<4i2I", 0, 0, 1000, 1000, len(figures), total) + sizes + points)


def bitmap(header: bytes, bits: bytes, corner: tuple[int, int], size: tuple[int, int]) -> bytes:
    """EMR_STRETCHDIBITS."""
    head = struct.pack("<4i2i2i2i", 0, 0, 0, 0, *corner, 0, 0, *size)
    head += struct.pack("<4I2I2i", 80, len(header), 80 + len(header), len(bits), 0, 0x00CC0020, *size)
    return record(81, head + header + bits)


def comment(content: bytes) -> bytes:
    return record(70, struct.pack("<I", len(content)) + content)


def plus(*records: tuple[int, int, bytes]) -> bytes:
    """EMF+ records: kind, flags, content."""
    pieces = (struct.pack("<2H2I", kind, flags, 12 + len(one), len(one)) + one for kind, flags, one in records)
    return comment(b"EMF+" + b"".join(pieces))


def plus_header(*, dual: bool) -> tuple[int, int, bytes]:
    return 0x4001, int(dual), struct.pack("<4I", 0xDBC01002, 0, 96, 96)


def plus_string(words: str, x: float, y: float) -> tuple[int, int, bytes]:
    return 0x401C, 0, struct.pack("<3I4f", 0, 0, len(words), x, y, 0, 0) + words.encode("utf-16-le")


def wmf(*records: bytes, placeable: bool = False) -> bytes:
    body = b"".join((*records, struct.pack("<IH", 3, 0)))
    header = struct.pack("<3HIHIH", 1, 9, 0x300, 9 + len(body) // 2, 8, 100, 0)
    place = struct.pack("<I H 4h H I H", 0x9AC6CDD7, 0, 0, 0, 1000, 1000, 100, 0, 0) if placeable else b""
    return place + header + body


def wmf_record(kind: int, content: bytes) -> bytes:
    content += bytes(len(content) % 2)
    return struct.pack("<IH", 3 + len(content) // 2, kind) + content


def wmf_font(height: int, name: str = "Arial", charset: int = 0) -> bytes:
    look = struct.pack("<5h8B", -height, 0, 0, 0, 400, 0, 0, 0, charset, 0, 0, 0, 0)
    return wmf_record(0x02FB, look + name.encode("latin-1").ljust(32, b"\0"))


def wmf_text(letters: bytes, x: int, y: int) -> bytes:
    padded = letters + bytes(len(letters) % 2)
    return wmf_record(0x0521, struct.pack("<H", len(letters)) + padded + struct.pack("<2h", y, x))


def emf_of(words: str) -> bytes:
    """A line of text, a red triangle beside it, and a bitmap."""
    return emf(
        plus(plus_header(dual=True), plus_string(words, 1, 1)),
        font(1, 20),
        select(1),
        text(words, 10, 10),
        brush(2, RED),
        select(2),
        polygons([(300, 0), (400, 0), (350, 80)]),
        bitmap(struct.pack("<I2i2H6I", 40, 4, 4, 1, 32, 0, 64, 0, 0, 0, 0), bytes(64), (0, 100), (10, 10)),
    )


def wmf_of(words: str) -> bytes:
    return wmf(wmf_font(20), wmf_record(0x012D, b"\0\0"), wmf_text(words.encode("cp1258"), 10, 10))
