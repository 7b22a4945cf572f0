"""Device-independent bitmaps (MS-WMF 2.2.2.9), as metafiles and drawings keep them, to picture files."""

import struct

FILE_HEADER_BYTES, CORE_HEADER_BYTES, HEADER_BYTES = 14, 12, 40
BIT_FIELDS, JPEG, PNG = 3, 4, 5  # methods of compression


def picture_file(header: bytes, bits: bytes) -> bytes:
    """A BMP file of a bitmap's header (with its colours) and its bits; JPEG and PNG inside a bitmap as they are."""
    if len(header) >= HEADER_BYTES and struct.unpack_from("<I", header, 16)[0] in (JPEG, PNG):
        return bits
    offset = FILE_HEADER_BYTES + len(header)
    return struct.pack("<2sIII", b"BM", offset + len(bits), 0, offset) + header + bits


def packed_file(packed: bytes) -> bytes:
    """The same of a bitmap whose bits follow its colours at once; "" of what is none."""
    if len(packed) < CORE_HEADER_BYTES:
        return b""
    header_bytes = struct.unpack_from("<I", packed)[0]
    if header_bytes != CORE_HEADER_BYTES and (header_bytes < HEADER_BYTES or len(packed) < HEADER_BYTES):
        return b""
    colours = header_bytes + _colour_bytes(packed, header_bytes)
    return picture_file(packed[:colours], packed[colours:])


def _colour_bytes(packed: bytes, header_bytes: int) -> int:
    if header_bytes == CORE_HEADER_BYTES:
        bits = struct.unpack_from("<H", packed, 10)[0]
        return 3 << bits if bits <= 8 else 0
    bits, compression = struct.unpack_from("<HI", packed, 14)
    used = struct.unpack_from("<I", packed, 32)[0]
    masks = 12 if compression == BIT_FIELDS and header_bytes == HEADER_BYTES else 0
    return int(masks + 4 * min(used or (1 << bits if bits <= 8 else 0), 1 << 16))
