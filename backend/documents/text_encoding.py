"""The bytes of a text to its characters: UTF-8, UTF-16 and UTF-32 with a mark or recognisable without one, the old
8-bit charsets of Vietnamese by content, and Windows-1252 where it is a Western language.

Twin of webmail-plugin/src/scan/text_encoding.ts.
"""

import codecs
import re
from dataclasses import dataclass

from backend.documents.reading import Unsupported
from backend.text.legacy_detection import examine
from backend.text.legacy_tables import WINDOWS_1252, LegacyCharset
from backend.text.legacy_tables import decode as decode_old
from backend.text.western import is_western

UTF_16, OTHER = "utf-16", "other"
_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32", OTHER),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32", OTHER),
    (codecs.BOM_UTF16_LE, "utf-16", UTF_16),
    (codecs.BOM_UTF16_BE, "utf-16", UTF_16),
)
_UNMARKED = (("utf-32-le", OTHER), ("utf-32-be", OTHER), ("utf-16-le", UTF_16), ("utf-16-be", UTF_16))
# Bytes that no text has: C0 without \t \n \v \f \r, DEL, C1 without NEL, and what is no character at all
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# What text in UTF-16 or UTF-32 is made of here: another width or order of bytes makes other characters of it
_OURS = re.compile("[\t\n\r -~\u00a0-\u036f\u1e00-\u20cf\u2100-\u215f\u2500-\u25ff]+")
# Of the 8-bit charsets: letters of VISCII and VPS stand among the control characters
_NO_OLD_TEXT = re.compile("[\x00\x01\x07\x08\x0e\x0f\x16-\x18\x1a\x1b\x1f\x7f]")
_CONTROL = re.compile("[\x02-\x06\x10-\x1e]")
_WITH_CONTROL_LETTERS = {LegacyCharset.VISCII, LegacyCharset.VPS}
_ROW_END = re.compile("[\n\r\v\f]")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """`charset` as contract 2 names it, None for UTF-8. `doubtful`: nobody can tell what the bytes stand for; the text
    is a guess."""

    text: str
    charset: str | None = None
    doubtful: bool = False


def decoded_text(data: bytes) -> DecodedText:
    """Text of TCVN3, VNI, Windows-1258 comes as the characters of Windows-1252: whoever reads its lines decodes them.

    Raises Unsupported: not text.
    """
    for mark, encoding, charset in _MARKED:
        if data.startswith(mark):
            return DecodedText(_strictly(data, encoding), charset)
    if b"\0" in data:
        return _wide(data)
    try:
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return _old(data.decode("latin-1"))
    if _NOT_TEXT.search(text):
        raise Unsupported
    is_cut_short = bool(decoder.getstate()[0])
    return DecodedText(text, doubtful=is_cut_short)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unsupported from error
    if _NOT_TEXT.search(text):
        raise Unsupported
    return text


def _wide(data: bytes) -> DecodedText:
    for encoding, charset in _UNMARKED:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _OURS.fullmatch(text):
            return DecodedText(text, charset)
    raise Unsupported


def _old(text: str) -> DecodedText:
    """`text` is the bytes as Latin-1."""
    if _NO_OLD_TEXT.search(text):
        raise Unsupported
    found = examine(_ROW_END.split(text))
    if found.detection is not None and found.detection.charset in _WITH_CONTROL_LETTERS:
        return DecodedText(decode_old(text, found.detection.charset), found.detection.charset)
    if _CONTROL.search(text):
        raise Unsupported
    shown = text.translate(WINDOWS_1252)
    if _NOT_TEXT.search(shown):
        raise Unsupported
    if found.detection is not None:
        return DecodedText(shown, found.detection.charset)
    return DecodedText(shown, OTHER, doubtful=found.doubtful or not is_western(shown))
