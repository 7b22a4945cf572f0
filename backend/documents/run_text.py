"""The text of one run in its font: fonts of the old 8-bit charsets draw other letters than code points name."""

import re

from backend.documents.legacy_charset import is_legacy_font

_LEGACY_BYTES = re.compile("[\u00a1-\u00ff]")


class RunText:
    """Reads runs of one part; `unread` once some of it was in a font whose letters are not known."""

    def __init__(self) -> None:
        self.unread = False

    def read(self, text: str, font: str | None) -> str:
        if font and is_legacy_font(font) and _LEGACY_BYTES.search(text):
            self.unread = True
        return text
