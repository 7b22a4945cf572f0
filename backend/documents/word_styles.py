"""What styles.xml says that changes what a reader sees: capitals, hidden text, and fonts of the old 8-bit charsets.

A stamp typed "tối mật" in a style with capitals reads TỐI MẬT on paper; text in .VnTime or VNI-Times is not the
letters its code points name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree

import re2

from backend.documents.reading import Corrupt
from backend.documents.word_slim import has_text_as_it_stands
from backend.documents.word_styles_slim import without_idle_styles
from backend.documents.xml_reader import Attributes, check_xml, local_attributes
from backend.text.legacy_charset import charset_of_font

OFF = {"0", "false", "off"}
LOOK_PROPERTIES = {"caps", "smallCaps", "vanish", "rFonts"}
_MATTERS = re2.compile(rb"[:<](?:caps|smallCaps|vanish)[\s/>]")
_FONT_ATTRIBUTES = (b"ascii=", b"hAnsi=")
_THEME_FONT = re.compile(rb"<(?:\w+:)?(major|minor)Font\s*>\s*<(?:\w+:)?latin\s[^>]*?typeface=[\"']([^\"']*)")
THEME_FONTS = {"+mj": "major", "+mn": "minor"}  # as DrawingML names them
LONGEST_CHAIN = 20  # styles may name each other in a circle


@dataclass(frozen=True, slots=True)
class Look:
    """Run properties that matter; None: not said here."""

    capitals: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, under: "Look") -> "Look":
        """This look where it says something, else the one under it."""
        return Look(
            under.capitals if self.capitals is None else self.capitals,
            under.hidden if self.hidden is None else self.hidden,
            under.font if self.font is None else self.font,
        )

    def with_property(self, name: str, attributes: Attributes) -> "Look":
        """This look after one child element of w:rPr."""
        on = attributes.get("val", "1") not in OFF
        if name in ("caps", "smallCaps"):
            return replace(self, capitals=on or self.capitals is True)
        if name == "vanish":
            return replace(self, hidden=on)
        if name == "rFonts" and (font := _font_of(attributes)):
            return replace(self, font=font)
        return self

    @property
    def legacy_font(self) -> bool:
        return self.font is not None and charset_of_font(self.font) is not None


def _font_of(attributes: Attributes) -> str | None:
    """Letters beyond ASCII are set in hAnsi; a font of the theme comes before one that is named."""
    for which in ("hAnsi", "ascii"):
        theme, named = attributes.get(f"{which}Theme", ""), attributes.get(which)
        if theme or named:
            return next((short for short, name in THEME_FONTS.items() if theme.startswith(name)), named)
    return None


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Style:
    look: Look = Look()
    based_on: str | None = None


class Styles:
    """Looks by style id; an unknown id looks like the document's default."""

    def __init__(self) -> None:
        self._styles: dict[str, Style] = {}
        self._default = Look()
        self._default_paragraph: str | None = None
        self._theme: dict[str, str] = {}  # "major", "minor" → an old charset's font
        self._looks: dict[tuple[str | None, str | None], Look] = {}  # asked for before

    def look(self, direct: Look, run_style: str | None, paragraph_style: str | None) -> Look:
        styled = self._looks.get((run_style, paragraph_style))
        if styled is None:
            paragraph = self._inherited(paragraph_style or self._default_paragraph)
            styled = self._inherited(run_style).over(paragraph).over(self._default)
            self._looks[run_style, paragraph_style] = styled
        look = styled if direct is PLAIN else direct.over(styled)
        if self._theme and look.font is not None and look.font.startswith("+"):
            return replace(look, font=self._theme.get(THEME_FONTS.get(look.font[:3], "")))
        return look

    @property
    def are_plain(self) -> bool:
        """Whether no style says anything that matters."""
        looks = (self._default, *(style.look for style in self._styles.values()))
        return not self._theme and not any(look.capitals or look.hidden or look.legacy_font for look in looks)

    @property
    def has_old_theme(self) -> bool:
        return bool(self._theme)

    def _inherited(self, style_id: str | None) -> Look:
        look = Look()
        for _ in range(LONGEST_CHAIN):
            style = self._styles.get(style_id) if style_id else None
            if style is None:
                break
            look = look.over(style.look)
            style_id = style.based_on
        return look

    def learn(self, style_id: str, style: Style) -> None:
        self._styles[style_id] = style

    def learn_default(self, look: Look) -> None:
        self._default = look

    def learn_default_paragraph(self, style_id: str) -> None:
        self._default_paragraph = style_id

    def learn_theme(self, data: bytes) -> None:
        for kind, font in _THEME_FONT.findall(data):
            if charset_of_font(name := font.decode("utf-8", "replace")) is not None:
                self._theme[kind.decode()] = name


def read_styles(xml: Mapping[str, bytes]) -> Styles:
    """Styles of a document by its parts; without any, everything looks plain (a damaged part is told elsewhere)."""
    styles = Styles()
    for name, data in xml.items():
        if "/theme/" in name:
            styles.learn_theme(data)
    for name, data in xml.items():
        is_styles = name.rpartition("/")[2] == "styles.xml" and not name.startswith("word/glossary/")
        if is_styles and not _says_nothing(data):
            try:
                _learn_all(styles, data)
            except (Corrupt, ElementTree.ParseError, ValueError, LookupError):
                return Styles()
    return styles


def _says_nothing(data: bytes) -> bool:
    """Whether no style can matter, by a look at the bytes (where each letter is one): most documents are like that."""
    return b"\0" not in data and not _MATTERS.search(data) and not _names_old_font(data)


def _names_old_font(data: bytes) -> bool:
    return any(map(charset_of_font, {name.decode("utf-8", "replace") for name in _fonts_named(data)}))


def _fonts_named(data: bytes) -> Iterator[bytes]:
    """Values in quotes behind the attributes: a search for each is some ten times as fast as one pattern."""
    for attribute in _FONT_ATTRIBUTES:
        for behind in data.split(attribute)[1:]:
            quote = behind[:1]
            if quote in (b'"', b"'"):
                yield behind[1 : behind.find(quote, 1)]


def _learn_all(styles: Styles, data: bytes) -> None:
    """Styles are long and little of them matters: a tree in C spares an event for each element.

    Raises Corrupt for a document type, before anything could expand.
    """
    if has_text_as_it_stands(data) or b"\0" in data:
        check_xml(data)
    elif not styles.has_old_theme and not _names_old_font(data):
        data = without_idle_styles(data, [found.start() for found in _MATTERS.finditer(data)])
    root = ElementTree.fromstring(data)  # noqa: S314 - without "<!" there is no document type
    space = root.tag.removesuffix("styles")  # "{namespace}", transitional or strict
    for default in root.iter(f"{space}rPrDefault"):
        styles.learn_default(_look_of(default, space))
    for style in root.iter(f"{space}style"):
        attributes = local_attributes(style.attrib)
        if style_id := attributes.get("styleId"):
            based_on = [local_attributes(base.attrib).get("val") for base in style.iter(f"{space}basedOn")]
            styles.learn(style_id, Style(_look_of(style, space), based_on[-1] if based_on else None))
            if attributes.get("type") == "paragraph" and attributes.get("default", "0") not in OFF:
                styles.learn_default_paragraph(style_id)


def _look_of(element: ElementTree.Element, space: str) -> Look:
    look = Look()
    for properties in element.iter(f"{space}rPr"):
        for one in properties.iter():
            if (name := one.tag.removeprefix(space)) in LOOK_PROPERTIES:
                look = look.with_property(name, local_attributes(one.attrib))
    return look
