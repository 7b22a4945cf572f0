"""Where a reader's eye sees two pieces of text instead of one, in text that carries no positions."""

import re
from collections.abc import Iterable

# Spaces of every width; three or more in a row are a column gap to the eye (1.5 em and more in most type).
SPACES = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
_GAP = re.compile(f"[{SPACES}]{{3,}}")
_BREAK = re.compile("[\n\r\t\v\f\x1c-\x1f\u0085\u2028\u2029]")
_SPACE_RUN = re.compile(f"[{SPACES}]+")
# Pictograms of symbol fonts live in the private use area; a frame character keeps their place.
_PICTOGRAM = re.compile("[\ue000-\uf8ff]")
PICTOGRAM = "\u25a1"


def pieces(text: str) -> list[str]:
    """The lines in a text: broken at line breaks, tabs and wide gaps; spaces folded, ends trimmed, empty ones gone."""
    return [line for broken in _BREAK.split(text) for gap in _GAP.split(broken) if (line := _tidy(gap))]


def pieces_of_all(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in pieces(text)]


def _tidy(text: str) -> str:
    return _SPACE_RUN.sub(" ", _PICTOGRAM.sub(PICTOGRAM, text)).strip(" ")
