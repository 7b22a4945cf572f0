"""Which words are Vietnamese: a syllable is an onset, a rhyme and at most one tone.

Twin of webmail-plugin/src/core/syllables.ts; onsets and rhymes are rules/charset/syllables.json.
"""

import json
import re
import unicodedata
from functools import lru_cache

from backend.rules_folder import rules_dir

_WRITTEN = json.loads((rules_dir() / "charset" / "syllables.json").read_text("utf-8"))
_SYLLABLE = re.compile(f"(?:{'|'.join(_WRITTEN['onsets'])})?(?:{'|'.join(_WRITTEN['rhymes'].split())})")
OF_MARKS = frozenset(_WRITTEN["of_marks"])
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# Before a final stop (c, ch, p, t) only sắc and nặng can stand
_STOPPED = re.compile("(?:[cpt]|ch)$")
_STOPPED_TONES = {"\u0301", "\u0323"}


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether the word, in any case, can be Vietnamese; a word without a tone counts too."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(decomposed)
    if len(tones) > 1:
        return False
    base = unicodedata.normalize("NFC", _TONES.sub("", decomposed))
    if _SYLLABLE.fullmatch(base) is None:
        return False
    return not tones or tones[0] in _STOPPED_TONES or _STOPPED.search(base) is None
