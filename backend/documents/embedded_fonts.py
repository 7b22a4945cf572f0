"""Whether an embedded font is one: its tables are walked, none is read. Whatever else lies in its place is a file like
any other. Twin of scan/embedded_fonts.ts, both held to rules/conformance/extract/fonts.json.

What a font draws is not compared with the text it stands for (docs/threat-model.md).
"""

import struct

SIGNATURES = (b"\0\1\0\0", b"OTTO", b"true")
TABLES_MOST = 64
HEAD_MAGIC = b"\x5f\x0f\x3c\xf5"
PADDING_MOST = 3  # bytes after a table that nobody looks at; more have to be zero
OUTLINES = {b"glyf", b"CFF ", b"CFF2", b"CBDT", b"EBDT", b"sbix"}
EOT_VERSIONS = {0x00010000: 4, 0x00020001: 5, 0x00020002: 5}  # and how many names follow the fixed header
EOT_MAGIC = b"LP"
EOT_HEADER_BYTES, EOT_MAGIC_AT = 82, 34
COMPRESSED, SCRAMBLED = 0x4, 0x10000000
SCRAMBLED_BY = bytes(value ^ 0x50 for value in range(256))


def is_font(data: bytes) -> bool:
    """OpenType or TrueType as it is, or in the envelope of PowerPoint (W3C submission EOT)."""
    return _is_opentype(data) or _is_enveloped(data)


def is_obfuscated_font(data: bytes, key: str) -> bool:
    """As Word and LibreOffice Writer embed them: the first 32 bytes under XOR with the digits of `key`, a GUID, from
    the last to the first (ECMA-376 part 1, 17.8.1)."""
    digits = key.strip("{}").replace("-", "")
    if len(digits) != 32 or not digits.isascii() or not digits.isalnum():
        return False
    try:
        turned = bytes.fromhex(digits)[::-1] * 2
    except ValueError:
        return False
    return _is_opentype(bytes(one ^ other for one, other in zip(data, turned, strict=False)) + data[32:])


def _is_opentype(data: bytes) -> bool:
    """Whether tables that a font has take up the whole of it (OpenType 1.9, "Organization of an OpenType font")."""
    if data[:4] not in SIGNATURES or len(data) < 12:
        return False
    count = int.from_bytes(data[4:6])
    ends = 12 + 16 * count
    if not 0 < count <= TABLES_MOST or ends > len(data):
        return False
    tables = [struct.unpack_from(">4sLLL", data, 12 + 16 * number) for number in range(count)]
    tags = {tag for tag, *_ in tables}
    if not tags & OUTLINES or len(tags) < count:
        return False
    for tag, _, offset, length in sorted(tables, key=lambda table: table[2]):
        if offset < ends or offset + length > len(data) or not _is_padding(data[ends:offset]):
            return False
        if tag == b"head" and data[offset + 12 : offset + 16] != HEAD_MAGIC:
            return False
        ends = offset + length
    return b"head" in tags and _is_padding(data[ends:])


def _is_padding(between: bytes) -> bool:
    return len(between) <= PADDING_MOST or not any(between)


def _is_enveloped(data: bytes) -> bool:
    """One that is compressed (MicroType Express) is not unpacked, so nobody can say what it is."""
    if len(data) < EOT_HEADER_BYTES or data[EOT_MAGIC_AT : EOT_MAGIC_AT + 2] != EOT_MAGIC:
        return False
    size, font_size, version, flags = struct.unpack_from("<4L", data)
    begins = size - font_size
    if (
        flags & COMPRESSED
        or size != len(data)
        or version not in EOT_VERSIONS
        or begins != _envelope_ends(data, version)
    ):
        return False
    font = data[begins:]
    if flags & SCRAMBLED:
        font = font.translate(SCRAMBLED_BY)
    return _is_opentype(font)


def _envelope_ends(data: bytes, version: int) -> int:
    """Where the font begins by the lengths of all that stands before it."""
    at = EOT_HEADER_BYTES - 2
    for _ in range(EOT_VERSIONS[version]):  # names: two bytes of padding, a length of two bytes, letters
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    if version == 0x00020002:  # a checksum and a code page, then a signature, then a font of user-defined letters
        at += 8
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
        at += 8 + int.from_bytes(data[at + 4 : at + 8], "little")
    return at
