"""Vietnamese of the old charsets, by the font it is set in or by its content.

"mËt" in .VnTimeH is MẬT: the letters of another alphabet's code points, drawn as capitals. Where fonts are named, each
font run is decoded by its font; text without fonts is recognised by what it says (legacy_detection). Twin of
webmail-plugin/src/core/legacy_charset.ts.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from backend.rules_folder import rules_dir
from backend.text.legacy_detection import Detection as Detection
from backend.text.legacy_detection import detect as detect
from backend.text.legacy_tables import LegacyCharset as LegacyCharset
from backend.text.legacy_tables import decode as decode
from backend.text.legacy_tables import replaced

_SUBSET_PREFIX = re.compile("^[A-Z]{6}[+]")  # a font of which a PDF embeds a part: "ABCDEF+.VnTime"
_PARTING = re.compile("[ _,-]+")
_FONTS = json.loads((rules_dir() / "charset" / "fonts.json").read_text("utf-8"))
_BEGINNINGS = tuple(
    (beginning, LegacyCharset(family["charset"])) for family in _FONTS["families"] for beginning in family["begins"]
)
_STYLES = re.compile(f"(?:{'|'.join(_FONTS['styles'])})$")
_CAPITALS_CHARSET, _CAPITALS_END = _FONTS["capitals"]["charset"], _FONTS["capitals"]["end"]
# Letters that no old charset's code points show: the run is Unicode after all, whatever its font is called
_UNICODE_ONLY = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")


@dataclass(frozen=True, slots=True)
class FontCharset:
    """`capitals`: the font draws the letters of lower case as capitals (.VnTimeH)."""

    charset: LegacyCharset
    capitals: bool


@lru_cache(maxsize=1024)
def charset_of_font(name: str) -> FontCharset | None:
    """None for a font of ordinary letters. A PDF's subset prefix and words for styles in the name do not matter."""
    bare = _PARTING.sub("", _SUBSET_PREFIX.sub("", name.strip().replace("#2E", ".").replace("#20", " ")).lower())
    charset = next((charset for beginning, charset in _BEGINNINGS if bare.startswith(beginning)), None)
    if charset is None:
        return None
    while (shorter := _STYLES.sub("", bare)) != bare:
        bare = shorter
    return FontCharset(charset, charset == _CAPITALS_CHARSET and bare.endswith(_CAPITALS_END))


def decode_run(text: str, font: FontCharset) -> str:
    """Text of one font run, as code points, to Unicode, capitals applied. Tone marks may stand by themselves."""
    letters = text if _UNICODE_ONLY.search(text) else replaced(text, font.charset)
    return letters.upper() if font.capitals else letters
