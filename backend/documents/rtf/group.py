"""What holds inside one group of an RTF file: what its text is, how it looks, and what it has gathered."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from backend.documents.code_page import of_font_charset
from backend.documents.rtf.words import Place
from backend.documents.styled_text import RunLook, StyledText
from backend.text.legacy_charset import charset_of_font

CLASSES = {"loch": True, "hich": True, "dbch": True, "rtlch": False, "ltrch": False}
FORMAT_WORDS = {"f", "af", "plain", "uc", "caps", "scaps", "v", "deleted", "revised", *CLASSES}
NO_DIGITS = bytes(byte for byte in range(256) if byte not in b"0123456789abcdefABCDEF")


@dataclass(slots=True)
class Font:
    name: str = ""
    code_page: int | None = None  # None: the document's

    def has_charset(self, charset: int) -> None:
        self.code_page = of_font_charset(charset) or self.code_page


@dataclass(frozen=True, slots=True)
class Format:
    """Character properties as written; `font` is a number of the font table, None the document's default."""

    font: int | None = None
    capitals: bool = False
    small_capitals: bool = False
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    fallback: int = 1  # characters to skip after \\u (\\uc)
    class_font: bool = False  # \\loch, \\hich or \\dbch came before: \\af names the font of the text

    def with_word(self, word: str, number: int | None) -> "Format":
        """The format after one control word; the same object if it says nothing of the format."""
        return _with_word(self, word, number) if word in FORMAT_WORDS else self

    def look(self, fonts: dict[int, Font], default_font: int | None) -> RunLook:
        font = fonts.get(self.font if self.font is not None else default_font or 0)
        return RunLook(
            font=charset_of_font(font.name) if font else None,
            capitals=self.capitals or self.small_capitals,
            hidden=self.hidden,
            deleted=self.deleted,
            inserted=self.inserted,
        )


@lru_cache(maxsize=4096)
def _with_word(before: Format, word: str, number: int | None) -> Format:
    if word in ("f", "af"):
        return replace(before, font=number) if word == "f" or before.class_font else before
    if word in CLASSES:
        return replace(before, class_font=CLASSES[word])
    if word == "plain":
        return Format(fallback=before.fallback, deleted=before.deleted, inserted=before.inserted)
    if word == "uc":
        return replace(before, fallback=max(number if number is not None else 1, 0))
    on = number != 0
    match word:
        case "caps":
            return replace(before, capitals=on)
        case "scaps":
            return replace(before, small_capitals=on)
        case "v":
            return replace(before, hidden=on)
        case "deleted":
            return replace(before, deleted=on)
    return replace(before, inserted=on)


@dataclass(slots=True)
class Group:
    place: Place
    story: StyledText
    format: Format
    owner: bool = False  # it opened its story, and closes it
    fresh: bool = True  # nothing but \* has been seen of it
    starred: bool = False
    second: bool = False  # inside what says the same again for older readers
    first_seen: bool = False  # the first saying has been read inside it
    code: bool = False  # of a field, which ends with the group
    fields: int = 0
    picture_kind: str = ""
    hexadecimal: list[bytes] = field(default_factory=list)
    binary: list[bytes] = field(default_factory=list)

    def inner(self) -> "Group":
        return Group(self.place, self.story, self.format, second=self.second, picture_kind=self.picture_kind)

    def data(self) -> bytes:
        """The bytes of a picture or an object; an odd digit at the end is left out."""
        digits = b"".join(self.hexadecimal).translate(None, NO_DIGITS)
        return bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii")) + b"".join(self.binary)
