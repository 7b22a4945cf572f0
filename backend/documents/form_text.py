"""A line of a paper in two views of equal length: as shown, and without tone marks for recognising it."""

import re
import unicodedata

from backend.text.normalise import INVISIBLE, UNUSUAL, WHITE_SPACE, accented, standing_alone, tone_stripped

# Letters and signs that keyboards and text layers put for others: Icelandic and African D with stroke; dashes
_FOLDED = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")})


_VISIBLE = re.compile(f"[^{INVISIBLE.pattern[1:-1]}{WHITE_SPACE.pattern[1:-2]}]")
_BEHIND_MARKUP = re.compile(f"[^{INVISIBLE.pattern[1:-1]}{WHITE_SPACE.pattern[1:-2]}*_>]")
# Emphasis around a whole line and quotes of texts written as Markdown; a lone "*" is a bullet
_QUOTED = re.compile("(?:> ?)+")
_EMPHASISED = re.compile(r"(\*{1,3}|_{1,3})([^ ].*?)\1[ \\]*")
_DASH = re.compile("[\u2010-\u2014]")
_SMALL = re.compile("[a-z]")


class _Initials(dict[str, str]):
    """A character → what `plain` makes of it."""

    def __missing__(self, character: str) -> str:
        self[character] = tone_stripped(character)
        return self[character]


_INITIALS = _Initials()
_BEGINNINGS = _Initials()  # of characters behind which no markup has to be looked


class Line:
    """`text` is NFC, single-spaced, dashes folded; `plain` is lower case without tone marks, of the same length.

    Both are made when asked for: of most lines of a long paper only `initial` is, the letter `plain` begins with
    ("" where there is nothing to see), and `starts_small`, which tells that it is a small one.
    """

    __slots__ = ("_plain", "_raw", "_text", "initial", "starts_small")

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._text: str | None = None
        self._plain: str | None = None
        first = raw[:1]
        if first in _BEGINNINGS:
            self.initial = _BEGINNINGS[first]
        else:
            first, self.initial = _beginning(raw)
        self.starts_small = first.islower()

    def may_go_on(self, letter: str) -> bool:
        """A cheap question: whether this may be the second letter of `plain`."""
        second = self._raw[1:2]
        told = self._raw[:1] in _BEGINNINGS and second.isascii() and second.isalpha()
        return not told or second.lower() == letter

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = _unmarked(_single_spaced(self._raw.replace("&nbsp;", " ")))
        return self._text

    @property
    def plain(self) -> str:
        if self._plain is None:
            self._plain = tone_stripped(self.text)
        return self._plain

    @property
    def in_capitals(self) -> bool:
        if not self.may_be_in_capitals:
            return False
        return any(character.isalpha() for character in self.text) and self.text == self.text.upper()

    @property
    def may_be_in_capitals(self) -> bool:
        """A cheap question: hardly a line of small letters has none of a to z."""
        return _SMALL.search(self.text) is None

    @property
    def title(self) -> str:
        """The line as title lines are compared: one tone placement, without what surrounds it."""
        return standing_alone(accented(self.text))


def _beginning(raw: str) -> tuple[str, str]:
    """The first character that is seen and no markup, and what `plain` makes of it."""
    found = _BEHIND_MARKUP.search(raw)
    if found is not None and found.start() == 0:
        return raw[0], _BEGINNINGS[raw[0]]
    found = found or _VISIBLE.search(raw)
    return (found.group(), _INITIALS[found.group()]) if found else ("", "")


def _single_spaced(raw: str) -> str:
    if UNUSUAL.search(raw) or "\n" in raw:
        visible = unicodedata.normalize("NFC", INVISIBLE.sub("", raw)).translate(_FOLDED)
        return WHITE_SPACE.sub(" ", visible).strip(" ")
    text = raw.translate(_FOLDED) if _DASH.search(raw) else raw
    return (WHITE_SPACE.sub(" ", text) if "  " in text else text).strip(" ")


def _unmarked(text: str) -> str:
    if text[:1] == ">" and (quoted := _QUOTED.match(text)):
        text = text[quoted.end() :]
    emphasised = _EMPHASISED.fullmatch(text) if text[:1] in ("*", "_") else None
    return emphasised.group(2) if emphasised else text


_AROUND = " *_#|;:,.-"


def trimmed(text: str) -> str:
    """Without the signs that end an entry or frame a line."""
    return text.strip(_AROUND)


def begins_small(text: str) -> bool:
    """Whether a line goes on with what the line before began: a small letter or a bracket."""
    return bool(text) and (text[0] == "(" or text[0].islower())


def sentence(pieces: list[str]) -> str:
    return re.sub(" +", " ", " ".join(pieces)).strip(" ")
