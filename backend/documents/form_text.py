"""A line of a paper in two views of equal length: as shown, and without tone marks for recognising it."""

import re
import unicodedata
from functools import cached_property

from backend.text.normalise import INVISIBLE, WHITE_SPACE, accented, standing_alone, tone_stripped

# Letters and signs that keyboards and text layers put for others: Icelandic and African D with stroke; dashes
_FOLDED = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")})


_VISIBLE = re.compile(f"[^{INVISIBLE.pattern[1:-1]}{WHITE_SPACE.pattern[1:-2]}]")
_BEHIND_MARKUP = re.compile(f"[^{INVISIBLE.pattern[1:-1]}{WHITE_SPACE.pattern[1:-2]}*_>]")
# Emphasis around a whole line and quotes of texts written as Markdown; a lone "*" is a bullet
_QUOTED = re.compile("(?:> ?)+")
_EMPHASISED = re.compile(r"(\*{1,3}|_{1,3})([^ ].*?)\1[ \\]*")


class Line:
    """`text` is NFC, single-spaced, dashes folded; `plain` is lower case without tone marks, of the same length.

    Both are made when asked for: of most lines of a long paper only `initial` is, the letter `plain` begins with
    ("" where there is nothing to see).
    """

    def __init__(self, raw: str) -> None:
        self._raw = raw
        first = _BEHIND_MARKUP.search(raw) or _VISIBLE.search(raw)
        self.initial = "" if first is None else tone_stripped(first.group())

    @cached_property
    def text(self) -> str:
        raw = self._raw.replace("&nbsp;", " ")
        visible = unicodedata.normalize("NFC", INVISIBLE.sub("", raw)).translate(_FOLDED)
        text = WHITE_SPACE.sub(" ", visible).strip(" ")
        if quoted := _QUOTED.match(text):
            text = text[quoted.end() :]
        emphasised = _EMPHASISED.fullmatch(text) if text[:1] in ("*", "_") else None
        return emphasised.group(2) if emphasised else text

    @cached_property
    def plain(self) -> str:
        return tone_stripped(self.text)

    @property
    def in_capitals(self) -> bool:
        return any(character.isalpha() for character in self.text) and self.text == self.text.upper()

    @property
    def title(self) -> str:
        """The line as title lines are compared: one tone placement, without what surrounds it."""
        return standing_alone(accented(self.text))


_AROUND = " *_#|;:,.-"


def trimmed(text: str) -> str:
    """Without the signs that end an entry or frame a line."""
    return text.strip(_AROUND)


def begins_small(text: str) -> bool:
    """Whether a line goes on with what the line before began: a small letter or a bracket."""
    return bool(text) and (text[0] == "(" or text[0].islower())


def sentence(pieces: list[str]) -> str:
    return re.sub(" +", " ", " ".join(pieces)).strip(" ")
