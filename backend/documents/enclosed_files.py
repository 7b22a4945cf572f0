"""Files written out in letters inside a text: by uuencode, as old mail programs do, and in base64, as packages of
papers between agencies (edXML), data addresses and scripts do.

Of base64 only what begins like a file is one: the rest may be anything. Twin of
webmail-plugin/src/scan/enclosed_files.ts, both held to rules/conformance/extract/enclosed.json.
"""

import re
from base64 import b64decode
from collections.abc import Iterator

from backend.documents import sniff

# A header, the lines up to "end", or to the end of the text (POSIX.1-2017, uuencode)
_UUENCODED = re.compile(
    r"^begin [0-7]{3,4} [^\r\n]+\r?\n([!-`][ -`]*(?:\r?\n|\Z)(?:(?!end[ \t]*\r?$)[^\n]*\n?)*)(end)?", re.MULTILINE
)
_BEGIN_BASE64 = re.compile(r"^begin-base64 [0-7]{3,4} [^\r\n]+\r?\n([A-Za-z0-9+/=\r\n]+?)(?:^====|\Z)", re.MULTILINE)
_BINHEX = "(This file must be converted with BinHex"  # not undone here
_UU_OFFSET, _UU_VALUES = 32, 64
_UU_BYTES, _ROW_END = re.compile("[ -`]*"), re.compile("\r?\n")
# How files begin, in base64: zip, PDF, compound file, RTF, 7z, rar, gzip, bzip2, xz, PNG, JPEG, GIF, TIFF
_BEGINNINGS = (
    "UEsDB|UEsFB|JVBERi0|0M8R4KGx|e1xydG|N3q8ryc|UmFyIRo|H4sI|Qlpo|/Td6WFo|iVBORw0KGgo|/9j/|R0lGOD|SUkqA|TU0AK"
)
_LINE_END = r"[ \t]*(?:&#(?:13|x[dD]);)?\r?\n[ \t]*"
_BASE64 = re.compile(
    f"(?<![A-Za-z0-9+/])(?:{_BEGINNINGS})[A-Za-z0-9+/]{{16,}}={{0,2}}"
    rf"(?:{_LINE_END}[A-Za-z0-9+/]+={{0,2}}(?=[ \t\r]*(?:$|[<\"'&=])))*",
    re.MULTILINE,
)
_NO_LETTER = re.compile("&#(?:13|x[dD]);|[^A-Za-z0-9+/]")
_PICTURE_ADDRESS, ADDRESS_WITHIN = re.compile(r"data:image/[a-z0-9.+-]+;base64,[ \t\r\n]*$", re.IGNORECASE), 80


def enclosed_files(text: str, *, pictures_are_read: bool = False) -> list[bytes | None]:
    """Each file, None for one that is damaged or not undone. `pictures_are_read`: those that stand in addresses are no
    files here."""
    found: list[bytes | None] = [None] if _BINHEX in text else []
    if "begin" in text:
        found += [_uudecoded(one[1]) if one[2] else None for one in _UUENCODED.finditer(text)]
        found += [_from_base64(one[1]) for one in _BEGIN_BASE64.finditer(text)]
    return list(dict.fromkeys([*found, *_in_base64(text, pictures_are_read=pictures_are_read)]))


def _in_base64(text: str, *, pictures_are_read: bool) -> Iterator[bytes]:
    for run in _BASE64.finditer(text):
        before = text[max(run.start() - ADDRESS_WITHIN, 0) : run.start()]
        if pictures_are_read and _PICTURE_ADDRESS.search(before):
            continue
        content = _from_base64(run.group())
        if sniff.other_type(content) or content.startswith(sniff.ZIP_STARTS) or sniff.has_pdf_header(content):
            yield content


def _uudecoded(lines: str) -> bytes | None:
    content = bytearray()
    for line in _ROW_END.split(lines):
        size = (ord(line[0]) - _UU_OFFSET) % _UU_VALUES if line else 0
        if not size:
            continue
        if not _UU_BYTES.fullmatch(line):
            return None
        letters = line[1:].ljust(-(-size // 3) * 4)  # spaces at the end may have been lost on the way
        values = [(ord(letter) - _UU_OFFSET) % _UU_VALUES for letter in letters]
        bits = [values[at : at + 4] for at in range(0, len(values) - 3, 4)]
        whole = b"".join((a << 18 | b << 12 | c << 6 | d).to_bytes(3, "big") for a, b, c, d in bits)
        content += whole[:size]
    return bytes(content)


def _from_base64(written: str) -> bytes:
    """What stands there, without an incomplete end."""
    letters = _NO_LETTER.sub("", written)
    return b64decode(letters[: -1 if len(letters) % 4 == 1 else None] + "=" * (-len(letters) % 4 % 3))
