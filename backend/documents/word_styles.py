"""What styles.xml says that changes what a reader sees: capitals, hidden text, and fonts of the old 8-bit charsets.

A stamp typed "tối mật" in a style with capitals reads TỐI MẬT on paper; text in .VnTime or VNI-Times is not the
letters its code points name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from backend.documents.legacy_charset import is_legacy_font
from backend.documents.reading import Corrupt
from backend.documents.xml_reader import Attributes, read_xml

OFF = {"0", "false", "off"}
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
        if name == "rFonts" and (font := attributes.get("ascii") or attributes.get("hAnsi")):
            return replace(self, font=font)
        return self

    @property
    def legacy_font(self) -> bool:
        return self.font is not None and is_legacy_font(self.font)


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

    def look(self, direct: Look, run_style: str | None, paragraph_style: str | None) -> Look:
        paragraph = self._inherited(paragraph_style or self._default_paragraph)
        return direct.over(self._inherited(run_style)).over(paragraph).over(self._default)

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


class _StylesHandler:
    def __init__(self) -> None:
        self.styles = Styles()
        self._id: str | None = None
        self._based_on: str | None = None
        self._look = Look()
        self._in_default = False
        self._in_run_properties = False

    def open(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self._id, self._based_on, self._look = attributes.get("styleId"), None, Look()
            if self._id and attributes.get("type") == "paragraph" and attributes.get("default", "0") not in OFF:
                self.styles.learn_default_paragraph(self._id)
        elif name == "rPrDefault":
            self._in_default, self._look = True, Look()
        elif name == "basedOn":
            self._based_on = attributes.get("val")
        elif name == "rPr":
            self._in_run_properties = True
        elif self._in_run_properties:
            self._look = self._look.with_property(name, attributes)

    def close(self, name: str) -> None:
        if name == "rPr":
            self._in_run_properties = False
        elif name == "rPrDefault":
            self.styles.learn_default(self._look)
        elif name == "style" and self._id:
            self.styles.learn(self._id, Style(self._look, self._based_on))

    def text(self, data: str) -> None:
        """Styles carry no text."""


def read_styles(xml: Mapping[str, bytes]) -> Styles:
    """Styles of a document by its parts; without any, everything looks plain (a damaged part is told elsewhere)."""
    handler = _StylesHandler()
    for name, data in xml.items():
        if name.rpartition("/")[2] == "styles.xml" and not name.startswith("word/glossary/"):
            try:
                read_xml(data, handler)
            except Corrupt:
                return Styles()
    return handler.styles
