"""Rich text as Outlook packs it (MS-OXRTFCP): references into a ring of 4096 bytes that begins with common words."""

import struct
import zlib

from backend.documents.reading import Corrupt

HEAD = struct.Struct("<II4sI")  # stored size (behind itself), size, kind, checksum
PACKED, PLAIN = b"LZFu", b"MELA"
RING_BYTES = 4096
LARGEST_BYTES = 64 << 20
_BEGINNING = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def decompressed(data: bytes) -> bytes:
    """Raises Corrupt when it is cut off, or its checksum or size is another."""
    if len(data) < HEAD.size:
        raise Corrupt
    stored, size, kind, checksum = HEAD.unpack_from(data)
    content = data[HEAD.size : stored + 4]
    if stored + 4 > len(data) or size > LARGEST_BYTES:
        raise Corrupt
    if kind == PLAIN:
        return content[:size]
    if kind != PACKED or ~zlib.crc32(content, 0xFFFFFFFF) & 0xFFFFFFFF != checksum:
        raise Corrupt
    return _unpacked(content, size)


def _unpacked(content: bytes, size: int) -> bytes:
    """Eight flags, then as many letters (0) or references (1) of twelve bits of place and four of length."""
    ring = bytearray(_BEGINNING.ljust(RING_BYTES, b"\0"))
    place, out, at = len(_BEGINNING), bytearray(), 0
    while at < len(content):
        flags, at = content[at], at + 1
        for bit in range(8):
            if at >= len(content):
                break
            if flags >> bit & 1:
                if at + 2 > len(content):
                    raise Corrupt
                reference = content[at] << 8 | content[at + 1]
                at += 2
                source = reference >> 4
                if source == place % RING_BYTES:
                    if len(out) != size:
                        raise Corrupt
                    return bytes(out)
                new = [0] * ((reference & 0xF) + 2)
                for index in range(len(new)):
                    new[index] = ring[(source + index) % RING_BYTES]
                    ring[(place + index) % RING_BYTES] = new[index]
            else:
                new = [content[at]]
                at += 1
                ring[place % RING_BYTES] = new[0]
            out += bytes(new)
            place += len(new)
            if len(out) > size:
                raise Corrupt
    raise Corrupt  # no reference says that it ends
