"""Whether text is of a Western European language, by its commonest words (rules/charset/western.json).

Twin of webmail-plugin/src/core/western.ts.
"""

import json
import re

from backend.rules_folder import rules_dir

ENOUGH_WORDS, ENOUGH_SHARE = 5, 0.15
_COMMON = frozenset(json.loads((rules_dir() / "charset" / "western.json").read_text("utf-8"))["words"])
_WORD = re.compile("[a-z\u00df-\u00f6\u00f8-\u00ff]+")


def is_western(text: str) -> bool:
    words = _WORD.findall(text.lower())
    common = sum(word in _COMMON for word in words)
    return common >= ENOUGH_WORDS and common >= ENOUGH_SHARE * len(words)
