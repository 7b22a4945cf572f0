"""Vietnamese of the old 8-bit charsets, read as if it were Unicode: letters that stand for other letters.

Until they are decoded such a text is not read: "mËt" is MẬT set in a font of capitals.
"""

import re
from collections.abc import Iterable

LEGACY_FONTS = (".vn", "vni", "vntime", "vps ", "viscii")  # TCVN3 (ABC), VNI, VPS, VISCII
_SUBSET_PREFIX = re.compile("^[A-Z]{6}[+]")  # a font of which a PDF embeds a part: "ABCDEF+.VnTime"
_SIGNS = "\u00a8-\u00aa\u00ac\u00ae\u00b5-\u00b9\u00bb-\u00be\u00d7\u00f7\u00fe\u00ff"
_LETTER = "A-Za-z\u00c0-\u00ff"
_TCVN3 = re.compile(f"[{_LETTER}][{_SIGNS}][{_LETTER}]|\u00ae[{_LETTER}]|[{_LETTER}][\u00b5-\u00b8]")
_VNI = re.compile("[aeouyAEOUY][\u00e4\u00e5\u00eb\u00f8\u00fb\u00c4\u00c5\u00cb\u00d8\u00db]")
_SOFT_HYPHEN = "\u00ad"  # ư in TCVN3, but Unicode text has it between any letters: the other signs must tell
ENOUGH = 3  # such places; a sentence has more, a foreign name fewer


def is_legacy_font(name: str) -> bool:
    return _SUBSET_PREFIX.sub("", name).lower().startswith(LEGACY_FONTS)


def looks_legacy(lines: Iterable[str]) -> bool:
    text = "\n".join(lines).replace(_SOFT_HYPHEN, "")
    return any(len(pattern.findall(text)) >= ENOUGH for pattern in (_TCVN3, _VNI))
