"""HTML as lines: blocks, cells and breaks stand alone; text that a page hides is text all the same.

Message bodies are read by it too. What a page shows without saying it in text (pictures elsewhere, frames, drawings) is
told apart; a picture that stands in its own address is handed on.
"""

import re
from base64 import b64decode
from dataclasses import dataclass
from html.parser import HTMLParser

from backend.documents.spacing import pieces

# Elements that do not break a line; every other tag does
INLINE = re.compile(
    "a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup"
    "|time|tt|u|var|wbr"
)
UNREAD = {"script", "style"}
MORE_THAN_TEXT = re.compile("img|svg|canvas|object|embed|iframe|frame|video|picture|input|math|applet|audio|image")
SEEN_ATTRIBUTES = ("alt", "title", "value", "placeholder", "aria-label")
_SPACE = re.compile("[ \t\r\n]+")
_IMAGE_IN_STYLE = re.compile(r"url\s*\(|@import", re.IGNORECASE)
_CAPITALS_IN_STYLE = re.compile(r"text-transform\s*:\s*uppercase|font-variant[a-z-]*\s*:[^;]*small-caps", re.IGNORECASE)
TAG = re.compile("<(?:[A-Za-z][A-Za-z0-9:-]*|/[A-Za-z][A-Za-z0-9:-]*)(?:[ \t\r\n][^<>]*)?/?>")


PICTURE = re.compile(r"\s*data:image/[a-z0-9.+-]+;base64,", re.IGNORECASE)


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.more_than_text = False
        self.pictures: list[bytes] = []
        self._line: list[str] = []
        self._unread: str | None = None
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        style = values.get("style", "")
        tiny = tag == "img" and values.get("width") in ("0", "1") and values.get("height") in ("0", "1")
        shows = MORE_THAN_TEXT.fullmatch(tag) is not None and not tiny and values.get("type") not in ("hidden", "text")
        if tag == "img" and "srcset" not in values and self._take_picture(values.get("src", "")):
            shows = False
        drawn = "background" in values or _IMAGE_IN_STYLE.search(style) or _CAPITALS_IN_STYLE.search(style)
        self.more_than_text = self.more_than_text or shows or bool(drawn)
        if tag in UNREAD:
            self._unread = tag
        if tag == "pre":
            self._preformatted += 1
        if not INLINE.fullmatch(tag):
            self._end_line()
        for key in SEEN_ATTRIBUTES:
            self.lines += pieces(values.get(key, ""))

    def _take_picture(self, address: str) -> bool:
        """Whether the picture stands in its address (RFC 2397), to be read like a file."""
        found = PICTURE.match(address)
        if found is None:
            return False
        try:
            self.pictures.append(b64decode(_SPACE.sub("", address[found.end() :]), validate=True))
        except ValueError:
            return False
        return True

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = None
        if tag == "pre":
            self._preformatted = max(self._preformatted - 1, 0)
        if not INLINE.fullmatch(tag):
            self._end_line()

    def handle_data(self, data: str) -> None:
        if self._unread == "style":
            drawn = _IMAGE_IN_STYLE.search(data) or _CAPITALS_IN_STYLE.search(data) or "content" in data
            self.more_than_text = self.more_than_text or bool(drawn)
        elif self._unread == "script":
            self.more_than_text = True
        else:
            self._line.append(data if self._preformatted else _SPACE.sub(" ", data))

    def close(self) -> None:
        super().close()
        self.more_than_text = self.more_than_text or self._unread is not None  # what it swallowed was not read
        self._end_line()

    def _end_line(self) -> None:
        self.lines += pieces("".join(self._line))
        self._line.clear()


@dataclass(frozen=True, slots=True)
class HtmlText:
    """`more_than_text`: the page may show more than lines and pictures say (pictures elsewhere, styles, scripts)."""

    lines: tuple[str, ...]
    pictures: tuple[bytes, ...]
    more_than_text: bool


def read_html(text: str) -> HtmlText:
    parser = _Lines()
    parser.feed(text)
    parser.close()
    return HtmlText(tuple(parser.lines), tuple(parser.pictures), parser.more_than_text)


def has_tags(text: str) -> bool:
    """Whether a browser would take some of the text for markup."""
    return TAG.search(text) is not None
