"""Characters of other alphabets that a reader takes for a Latin letter: МẬТ with Cyrillic М and Т is MẬT.

The table is rules/charset/lookalikes.json. Twin of webmail-plugin/src/core/lookalikes.ts.
"""

import json
import re
import unicodedata
from collections.abc import Mapping

from backend.rules_folder import rules_dir

_WRITTEN = json.loads((rules_dir() / "charset" / "lookalikes.json").read_text("utf-8"))
LOOKALIKES: Mapping[str, str] = {
    chr(int(start, 16) + offset): chr(ord(first) + offset)
    for start, first, length in _WRITTEN["alphabets"]
    for offset in range(length)
} | {character: letter for letter, characters in _WRITTEN["letters"].items() for character in characters}
"""Character → the letter that a reader takes it for."""
_TABLE = str.maketrans(dict(LOOKALIKES))
# One class, fast up to U+FFFF; none of its characters means anything in a class
_PERHAPS = re.compile(f"[{''.join(chr(code) for code in sorted(_TABLE) if code < 0x10000)}\U00010000-\U0010ffff]")


def folded(composed: str) -> str:
    """The letters a reader sees, in NFC; `composed` is NFC. A letter put in place may take a mark that stood after the
    one it replaces, and together they may be a look-alike again."""
    while _PERHAPS.search(composed):
        seen = unicodedata.normalize("NFC", composed.translate(_TABLE))
        if seen == composed:
            break
        composed = seen
    return composed
