"""A Word part without what its story never asks for: most elements of a paper say how it looks, and an event each costs
more than all its words.

Only empty elements go whose attributes are plain, and attributes that number editing sessions, and runs that then look
alike become one: what is left is well formed exactly when the whole was, and says the same.
"""

import re

from backend.text.legacy_charset import charset_of_font

_UNASKED = (
    "adjustRightInd|autoSpaceDE|autoSpaceDN|b|bCs|bidi|bookmarkEnd|bookmarkStart|bottom|color|contextualSpacing|cs|docGrid"
    "|em|gridCol|gridSpan|highlight|i|iCs|ilvl|ind|insideH|insideV|jc|keepLines|keepNext|kern|kinsoku|lang|left|noProof"
    "|numId|outlineLvl|overflowPunct|pageBreakBefore|pgMar|pgSz|position|proofErr|right|rtl|shd|snapToGrid|softHyphen"
    "|spacing|suppressAutoHyphens|sz|szCs|tblLook|tblW|tcW|textAlignment|top|topLinePunct|u|vAlign|vMerge|vertAlign|w"
    "|widowControl|wordWrap"
)
_PLAIN = rb"[ !#-%'-;=-~]*"  # no quote, no reference, no angle
_UNASKED_ELEMENT = re.compile(rb'<w:(?:%b)(?:\s+w:[A-Za-z]+="%b")*+\s*/>' % (_UNASKED.encode(), _PLAIN))
_STYLE = re.compile(rb'<w:(?:pStyle|rStyle|rFonts)(?:\s+w:[A-Za-z]+="%b")*+\s*/>' % _PLAIN)
_FONT = re.compile(rb'w:(?:ascii|hAnsi)="([^"]*)"')
_SESSION = re.compile(rb' w(?:14)?:(?:rsid[A-Za-z]*|paraId|textId)="[0-9A-Fa-f]+"')
_EMPTY_RUN_PROPERTIES = re.compile(rb"<w:rPr></w:rPr>|<w:rPr/>")
_EMPTY_PARAGRAPH_PROPERTIES = re.compile(rb"<w:pPr></w:pPr>|<w:pPr/>")
_KEPT_SPACE, _TEXT = b'<w:t xml:space="preserve">', b"<w:t>"  # white space is kept here anyway
_RUN = rb"<w:r><w:t>[^<]*</w:t></w:r>"
_RUNS = re.compile(rb"%b(?:%b)+" % (_RUN, _RUN))  # that look alike
_BETWEEN_RUNS = b"</w:t></w:r><w:r><w:t>"
_PARAGRAPH = re.compile(rb"<w:p[\s/>]")
_TEXT_AS_IT_STANDS = b"<!"  # comments and character data may hold what looks like an element


def slim(part: bytes, *, plain_styles: bool) -> bytes:
    """`plain_styles`: names of styles may go too, and names of fonts where none is one of an old charset."""
    if not _PARAGRAPH.search(part) or has_text_as_it_stands(part):
        return part
    fonts = {font.decode("utf-8", "replace") for font in _FONT.findall(part)}
    unasked = [_UNASKED_ELEMENT, _SESSION]
    if plain_styles and not any(map(charset_of_font, fonts)):
        unasked.append(_STYLE)
    for pattern in (*unasked, _EMPTY_RUN_PROPERTIES, _EMPTY_PARAGRAPH_PROPERTIES):
        part = pattern.sub(b"", part)
    return _RUNS.sub(_joined, part.replace(_KEPT_SPACE, _TEXT))


def has_text_as_it_stands(part: bytes) -> bool:
    return b"!" in part and _TEXT_AS_IT_STANDS in part  # one byte is looked for ten times as fast as two


def _joined(runs: re.Match[bytes]) -> bytes:
    return runs[0].replace(_BETWEEN_RUNS, b"")
