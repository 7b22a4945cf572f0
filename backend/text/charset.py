"""Which encoding a text shows: composed or decomposed Unicode (TCVN 6909:2001)."""

import unicodedata
from enum import StrEnum


class Charset(StrEnum):
    UTF8_NFC = "utf-8-nfc"
    UTF8_NFD = "utf-8-nfd"
    OTHER = "other"


def charset_of(lines: list[str]) -> Charset:
    """`other` when there is no text to tell by."""
    if not lines:
        return Charset.OTHER
    return Charset.UTF8_NFC if unicodedata.is_normalized("NFC", "\n".join(lines)) else Charset.UTF8_NFD
