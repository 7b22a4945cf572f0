"""Styles of OpenDocument (ODF 1.3 part 3, section 16): capitals, hidden text, fonts and page breaks by style name."""

from dataclasses import dataclass, field

from backend.documents.word_styles import LONGEST_CHAIN, Look
from backend.documents.xml_reader import Attributes

Key = tuple[str, str]  # family and name; the default style of a family has no name


@dataclass(slots=True)
class Style:
    parent: str | None
    look: Look = field(default_factory=Look)
    turns_page: bool = False


class OpenDocumentStyles:
    """Learns from elements as they are opened. Automatic styles of one part hide those of another: each part has its
    own, over the common ones."""

    def __init__(self, common: "OpenDocumentStyles | None" = None) -> None:
        self.styles: dict[Key, Style] = dict(common.styles) if common else {}
        self.fonts: dict[str, str] = dict(common.fonts) if common else {}
        self._open: Style | None = None

    def open(self, name: str, attributes: Attributes) -> None:
        if name == "font-face":
            self.fonts[attributes.get("name", "")] = attributes.get("font-family", "").strip("'\"")
        elif name in ("style", "default-style"):
            self._open = Style(attributes.get("parent-style-name"))
            self._open.turns_page = bool(attributes.get("master-page-name"))
            self.styles[attributes.get("family", ""), attributes.get("name", "")] = self._open
        elif name == "text-properties" and self._open is not None:
            self._open.look = self._look(attributes)
        elif name == "paragraph-properties" and self._open is not None:
            self._open.turns_page = self._open.turns_page or attributes.get("break-before") == "page"

    def close(self, name: str) -> None:
        if name in ("style", "default-style"):
            self._open = None

    def _look(self, attributes: Attributes) -> Look:
        transform, display = attributes.get("text-transform"), attributes.get("display")
        small = attributes.get("font-variant") == "small-caps"
        named = attributes.get("font-name")
        font = attributes.get("font-family", "").strip("'\"") or (self.fonts.get(named, named) if named else None)
        return Look(
            capitals=True if small or transform == "uppercase" else (None if transform is None else False),
            hidden=None if display is None else display == "none",
            font=font,
        )

    def look(self, family: str, name: str | None) -> Look:
        look, default = Look(), self.styles.get((family, ""), Style(None)).look
        for _ in range(LONGEST_CHAIN):
            style = self.styles.get((family, name)) if name else None
            if style is None:
                break
            look = look.over(style.look)
            name = style.parent
        return look.over(default)

    def turns_page(self, paragraph_style: str | None) -> bool:
        style = self.styles.get(("paragraph", paragraph_style)) if paragraph_style else None
        return style is not None and style.turns_page
