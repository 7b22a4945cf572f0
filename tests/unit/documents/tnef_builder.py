"""Outlook's winmail.dat from attributes and properties (MS-OXTNEF), and its packed rich text (MS-OXRTFCP)."""

import struct
import zlib

HEAD = struct.pack("<IH", 0x223E9F78, 1)
MESSAGE, ATTACHMENT = 1, 2
SUBJECT, BODY, MESSAGE_PROPERTIES = 0x00018004, 0x0002800C, 0x00069003
ATTACHMENT_BEGINS, ATTACHMENT_TITLE, ATTACHMENT_DATA = 0x00069002, 0x00018010, 0x0006800F
ATTACHMENT_PROPERTIES = 0x00069005


def attribute(level: int, identifier: int, content: bytes) -> bytes:
    return struct.pack("<BII", level, identifier, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def properties(*written: bytes) -> bytes:
    return struct.pack("<I", len(written)) + b"".join(written)


def counted(identifier: int, kind: int, value: bytes) -> bytes:
    """A property of a string, of bytes or of an object."""
    return struct.pack("<HHII", kind, identifier, 1, len(value)) + value + bytes(-len(value) % 4)


def number(identifier: int, value: int) -> bytes:
    return struct.pack("<HHI", 0x0003, identifier, value)


def named_text(name: str, value: str) -> bytes:
    written, text = f"{name}\0".encode("utf-16-le"), value.encode("utf-16-le")
    named = struct.pack("<HH", 0x001F, 0x8001) + bytes(16) + struct.pack("<II", 1, len(written))
    return named + written + bytes(-len(written) % 4) + struct.pack("<II", 1, len(text)) + text + bytes(-len(text) % 4)


def attached(name: str, content: bytes, *more: bytes) -> bytes:
    return b"".join(
        [
            attribute(ATTACHMENT, ATTACHMENT_BEGINS, bytes(14)),
            attribute(ATTACHMENT, ATTACHMENT_TITLE, name.encode() + b"\0"),
            attribute(ATTACHMENT, ATTACHMENT_DATA, content),
            *more,
        ]
    )


def packed_rtf(rtf: bytes) -> bytes:
    """Letters only, no reference but the last, which says that it ends."""
    place, packed = 207, bytearray()
    pieces = [*(bytes([letter]) for letter in rtf), struct.pack(">H", ((place + len(rtf)) % 4096) << 4)]
    for at in range(0, len(pieces), 8):
        eight = pieces[at : at + 8]
        packed.append(sum(1 << bit for bit, piece in enumerate(eight) if len(piece) == 2))
        packed += b"".join(eight)
    checksum = ~zlib.crc32(bytes(packed), 0xFFFFFFFF) & 0xFFFFFFFF
    return struct.pack("<II4sI", len(packed) + 12, len(rtf), b"LZFu", checksum) + bytes(packed)
