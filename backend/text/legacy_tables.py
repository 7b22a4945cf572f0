"""The old charsets of Vietnamese as tables: text of their code points to Unicode.

Such text reaches us as characters of Latin-1 or Windows-1252 (a byte read as if it were a letter), or of the private
area U+F000–F0FF where symbol fonts keep their bytes. Twin of webmail-plugin/src/core/legacy_tables.ts; the tables
themselves are rules/charset/tables.json.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from backend.rules_folder import rules_dir


class LegacyCharset(StrEnum):
    TCVN3 = "tcvn3"
    VNI = "vni"
    VISCII = "viscii"
    VPS = "vps"
    CP1258 = "cp1258"
    VIQR = "viqr"


SYMBOL_AREA = 0xF000
# What Windows-1252 shows for the bytes that Latin-1 leaves to control characters
WINDOWS_1252 = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}

_VIQR = re.compile(r"\\(.)|([Dd])[Dd]|([aeiouyAEIOUY])([(^+*]?)([`'?~.]?)", re.DOTALL)
_VIQR_GOES_ON = re.compile("[A-Za-z^(+*]")
_VIQR_WORD_SO_FAR = re.compile("[A-Za-z^(+*`'?~.]+$")
_VIQR_TONED = re.compile("[aeiouyAEIOUY][(^+*]?[`'?~.]")
_ENDING = (".", "?", "'")
LONGEST_WORD = 16  # nghie^~ng and the like
_VIQR_MARKS = {
    "a(": "\u0306",
    "a^": "\u0302",
    "e^": "\u0302",
    "o^": "\u0302",
    "o+": "\u031b",
    "u+": "\u031b",
    "o*": "\u031b",
    "u*": "\u031b",
}
_VIQR_TONES = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"}


def _read_tables() -> Mapping[str, Mapping[int, str]]:
    written = json.loads((rules_dir() / "charset" / "tables.json").read_text("utf-8"))
    return {name: _table(written[name]["bytes"]) for name in LegacyCharset if name in written}


def _table(letters: Mapping[str, str]) -> Mapping[int, str]:
    """Code point → letter, under every code point by which the byte may have come."""
    by_byte = {int(byte, 16): letter for byte, letter in letters.items()}
    table = {SYMBOL_AREA + byte: WINDOWS_1252.get(byte, chr(byte)) for byte in (9, *range(0x20, 0x100))}
    for byte, letter in by_byte.items():
        table |= {SYMBOL_AREA + byte: letter, byte: letter}
        if byte in WINDOWS_1252:
            table[ord(WINDOWS_1252[byte])] = letter
    return table


_TABLES = _read_tables()


def replaced(text: str, charset: LegacyCharset) -> str:
    """Letters of the charset; tone marks of their own stay by themselves, so that pieces of a word can be joined."""
    return _from_viqr(text) if charset is LegacyCharset.VIQR else text.translate(_TABLES[charset])


def decode(text: str, charset: LegacyCharset) -> str:
    """A whole text to composed Unicode."""
    return unicodedata.normalize("NFC", replaced(text, charset))


def _from_viqr(text: str) -> str:
    """RFC 1456, section 4: a sign after a vowel is its mark, `dd` is đ, a backslash takes the meaning away. A full
    stop, question mark or apostrophe at the end of a word that has its tone is none."""
    return _VIQR.sub(_viqr_letter, text)


def _viqr_letter(found: re.Match[str]) -> str:
    plain, d, vowel, mark, tone = found.groups()
    if plain is not None:
        return plain
    if d is not None:
        return "đ" if d == "d" else "Đ"
    shape = _VIQR_MARKS.get(vowel.lower() + mark, "")
    if mark and not shape:  # "e(" is a letter and a bracket
        return vowel + mark + tone
    if tone in _ENDING and _VIQR_GOES_ON.match(found.string, found.end()) is None and _has_tone(found):
        return unicodedata.normalize("NFC", vowel + shape) + tone
    return unicodedata.normalize("NFC", vowel + shape + _VIQR_TONES.get(tone, ""))


def _has_tone(found: re.Match[str]) -> bool:
    """Whether the word up to this letter has one."""
    before = _VIQR_WORD_SO_FAR.search(found.string[max(found.start() - LONGEST_WORD, 0) : found.start()])
    return before is not None and _VIQR_TONED.search(before.group()) is not None
