"""The text of one run in its font: fonts of the old 8-bit charsets draw other letters than code points name."""

from backend.text.legacy_charset import LegacyCharset, charset_of_font, decode_run


class RunText:
    """Reads runs of one part; `charset` is the old one that some of it was written in."""

    def __init__(self) -> None:
        self.charset: LegacyCharset | None = None

    def read(self, text: str, font: str | None) -> str:
        """Tone marks may come out by themselves, meant for the run before: join runs before looking at them."""
        old = charset_of_font(font) if font else None
        if old is None:
            return text
        decoded = decode_run(text, old)
        if decoded != text:
            self.charset = self.charset or old.charset
        return decoded
