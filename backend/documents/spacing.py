"""Where a reader's eye sees two pieces of text instead of one, in text that carries no positions."""

import re
from collections.abc import Sequence

# Spaces of every width; three or more in a row are a column gap to the eye (1.5 em and more in most type).
SPACES = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
_GAP = re.compile(f"([{SPACES}]{{3,}})")
_BREAK = re.compile("[\n\r\t\v\f\x1c-\x1f\u0085\u2028\u2029]")
# Of most texts nothing is to be broken, folded or trimmed: no break, odd space, pictogram, two spaces, space at an end
_UNEVEN = re.compile("[\n\r\t\v\f\x1c-\x1f\u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ue000-\uf8ff]")
_SPACE_RUN = re.compile(f"[{SPACES}]+")
# Between words whose letters are set apart ("T U Y Ệ T   M Ậ T") up to five spaces are still a word space.
_WORD_SPACE_OF_SPACED = 5
_LETTER = "[^\\W\\d_][\u0300-\u036f]*"  # with its marks, where they are written apart
_SPACED_END = re.compile(f"(?:^|[{SPACES}]){_LETTER}$")
_SPACED_START = re.compile(f"{_LETTER}(?:[{SPACES}]|$)")
# Pictograms of symbol fonts live in the private use area; a frame character keeps their place.
_PICTOGRAM = re.compile("[\ue000-\uf8ff]")
PICTOGRAM = "\u25a1"


def pieces(text: str) -> list[str]:
    """The lines in a text: broken at line breaks, tabs and wide gaps; spaces folded, ends trimmed, empty ones gone."""
    text = text.strip(" ")
    if _is_even(text):
        return [text] if text else []
    return [line for broken in _BREAK.split(text) for piece in _columns(broken) if (line := _tidy(piece))]


def pieces_of(trimmed: Sequence[str]) -> list[str]:
    """The lines in texts without spaces at their ends, looked at all at once."""
    if _is_even("|".join(trimmed)):
        return list(filter(None, trimmed))
    return [line for text in trimmed for line in pieces(text)]


def _is_even(text: str) -> bool:
    return "  " not in text and _UNEVEN.search(text) is None


def _columns(text: str) -> list[str]:
    columns = [""]
    gap = ""
    for index, piece in enumerate(_GAP.split(text)):
        if index % 2:
            gap = piece
        elif index == 0 or _is_word_space(columns[-1], gap, piece):
            columns[-1] += gap + piece
        else:
            columns.append(piece)
    return columns


def _is_word_space(before: str, gap: str, after: str) -> bool:
    spaced = len(gap) <= _WORD_SPACE_OF_SPACED and _SPACED_END.search(before) is not None
    return spaced and _SPACED_START.match(after) is not None


def _tidy(text: str) -> str:
    return _SPACE_RUN.sub(" ", _PICTOGRAM.sub(PICTOGRAM, text)).strip(" ")
