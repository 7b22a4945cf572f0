"""What a letter's words are written in, as one word for the whole letter: nothing of what they say. Pure.

Source: Chỉ thị, khoản 1 điểm h; TCVN 6909:2001.
"""

from collections.abc import Iterable
from enum import StrEnum

from backend.classification.verdict import Finding, SecrecyState
from backend.text.charset import Charset
from backend.text.legacy_tables import LegacyCharset

_OLD = frozenset(map(str, LegacyCharset))
_COMPOSED = (Charset.UTF8_NFC, "utf-16")
_UNTOUCHED = (SecrecyState.MARKED, SecrecyState.CLEARED)  # of such a paper nothing more may be told (contract 3)


class LetterCharset(StrEnum):
    UNICODE = "unicode"  # everything that is text, composed (NFC); words without accents are that too
    DECOMPOSED = "decomposed"  # Unicode, some of it with its accents apart (NFD)
    OLD = "old"  # some of it in TCVN3, VNI, VISCII, VPS, CP1258 or VIQR
    NOT_READ = "not_read"  # some of it could not be read, or may not be told of
    NO_TEXT = "no_text"  # pictures, scans without a text layer, or nothing at all


def charset_of_letter(texts: Iterable[Finding], attachments: Iterable[Finding], *, readable: bool) -> LetterCharset:
    """What is seen not to be composed Unicode says so, whatever else was not read. `texts`: subjects and bodies."""
    found = {_of_part(one) for one in (*texts, *attachments)}
    if not readable:
        found.add(LetterCharset.NOT_READ)
    for one in (LetterCharset.OLD, LetterCharset.DECOMPOSED, LetterCharset.NOT_READ, LetterCharset.UNICODE):
        if one in found:
            return one
    return LetterCharset.NO_TEXT


def _of_part(part: Finding) -> LetterCharset:
    if part.secrecy in _UNTOUCHED:
        return LetterCharset.NOT_READ
    if part.charset in _OLD:
        return LetterCharset.OLD
    if part.charset == Charset.UTF8_NFD:
        return LetterCharset.DECOMPOSED
    if part.unreadable_reason is not None:
        return LetterCharset.NOT_READ
    holds_text = part.charset in _COMPOSED and part.size_bytes > 0
    return LetterCharset.UNICODE if holds_text else LetterCharset.NO_TEXT
