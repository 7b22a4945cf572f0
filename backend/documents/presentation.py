"""Presentations (PresentationML): each slide is a page, hidden or not; notes, comments and diagrams are on its page."""

import re

from backend.documents.legacy_charset import is_legacy_font
from backend.documents.model import Page
from backend.documents.office_parts import LineHandler, Parts, Root, any_text
from backend.documents.package import Package
from backend.documents.xml_reader import Attributes
from backend.documents.xml_text import XmlText

SLIDE_ROOTS = {"sld", "notes", "handoutMaster", "notesMaster", "sldLayout", "sldMaster"}
# What a master, a layout or a theme says for all runs that say nothing themselves
STYLES = re.compile("/(?:slidemasters|slidelayouts|theme)/|presentation[.]xml$")
CAPITALS = re.compile(rb"<a:(?:defRPr|lvl[1-9]pPr)\b[^>]*\bcap=[\"'](?:all|small)")
LATIN = re.compile(rb"<a:latin\b[^>]*\btypeface=[\"']([^\"']+)")


class _Presentation:
    """XML handler over the main part: relationship ids of slides in order, and what else it says."""

    def __init__(self) -> None:
        self.slides: list[str] = []
        self._around = XmlText()

    @property
    def lines(self) -> list[str]:
        return self._around.lines

    def open(self, name: str, attributes: Attributes) -> None:
        if name == "sldId":
            self.slides.append(attributes.get("id", ""))
        self._around.open(name, attributes)

    def close(self, name: str) -> None:
        self._around.close(name)

    def text(self, data: str) -> None:
        self._around.text(data)


def read_presentation(package: Package, parts: Parts) -> list[Page]:
    """Slides in the order they are shown, then every other part with the number of the slide it hangs on."""
    main = _Presentation()
    parts.read(package.main_part, main)
    font, capitals = _inherited(package)

    def text(root: Root) -> LineHandler | None:
        if root.name not in SLIDE_ROOTS:
            return any_text(root)
        return XmlText(inherited_font=font, inherited_capitals=capitals)

    targets = {link.id: link.target for link in package.linked(package.main_part) if link.kind == "slide"}
    listed = [targets[slide] for slide in main.slides if slide in targets]
    order = [*dict.fromkeys((*listed, *sorted(set(targets.values()))))]
    numbers = {target: number for number, target in enumerate(order, start=1)}
    pages = [Page(number, tuple(parts.lines(target, text))) for target, number in numbers.items()]
    pages += parts.rest(package.owners(numbers), text)
    return [*pages, Page(1, tuple(main.lines))] if main.lines else pages


def _inherited(package: Package) -> tuple[str | None, bool]:
    """A font of an old charset, and capitals, that a run may inherit from some style."""
    styles = [data for name, data in package.xml.items() if STYLES.search(name.lower())]
    fonts = [font.decode("utf-8", "replace") for data in styles for font in LATIN.findall(data)]
    return next(filter(is_legacy_font, fonts), None), any(CAPITALS.search(data) for data in styles)
