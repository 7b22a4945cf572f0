"""Vietnamese written as the old charsets wrote it: the tables of rules/charset turned round, for tests."""

import json
import unicodedata
from functools import cache

from backend.rules_folder import rules_dir
from backend.text.legacy_tables import LegacyCharset

TONES = "\u0300\u0301\u0303\u0309\u0323"
VIQR_SIGNS = {
    "\u0306": "(",
    "\u0302": "^",
    "\u031b": "+",
    "\u0300": "`",
    "\u0301": "'",
    "\u0309": "?",
    "\u0303": "~",
    "\u0323": ".",
}
VIETNAMESE = (
    "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in ["", *TONES])
    + "đĐ"
)


def written_in(charset: LegacyCharset, text: str) -> str:
    """The text as the characters that the bytes show in Latin-1. TCVN3 has no capitals with tones: small letters."""
    composed = unicodedata.normalize("NFC", text)
    if charset is LegacyCharset.VIQR:
        return "".join(_viqr(character) for character in composed)
    return "".join(_character(charset, character) for character in composed)


def bytes_in(charset: LegacyCharset, text: str) -> bytes:
    return written_in(charset, text).encode("latin-1")


@cache
def _by_letter(charset: LegacyCharset) -> dict[str, str]:
    written = json.loads((rules_dir() / "charset" / "tables.json").read_text("utf-8"))[charset]["bytes"]
    by_letter: dict[str, str] = {}
    for byte, letter in written.items():
        by_letter.setdefault(letter, chr(int(byte, 16)))
    return by_letter


def _character(charset: LegacyCharset, character: str) -> str:
    table = _by_letter(charset)
    if character.isascii() or character not in VIETNAMESE:
        return character
    if character in table:
        return table[character]
    if charset is LegacyCharset.TCVN3:
        return table[character.lower()]
    return _marks_apart(charset, character)


def _marks_apart(charset: LegacyCharset, character: str) -> str:
    """VNI writes breve and circumflex with the tone in one sign, Windows-1258 only the tone by itself."""
    base, *marks = tuple(unicodedata.normalize("NFD", character))
    apart = TONES + "\u0306\u0302" if charset is LegacyCharset.VNI else TONES
    letter = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in apart))
    shapes = [mark for mark in marks if mark in apart and mark not in TONES]
    signs = "".join(shapes + [mark for mark in marks if mark in TONES])
    written_letter = _by_letter(charset).get(letter, letter)
    if charset is not LegacyCharset.VNI:
        return written_letter + "".join(_by_letter(charset)[sign] for sign in signs)
    sign = _by_letter(charset)[signs]  # the capital's: it stands first
    return written_letter + (sign if character.isupper() else sign.lower())


def _viqr(character: str) -> str:
    if character in "đĐ":
        return "dd" if character == "đ" else "DD"
    base, *marks = tuple(unicodedata.normalize("NFD", character))
    return base + "".join(VIQR_SIGNS[mark] for mark in sorted(marks, key=TONES.find))
