"""Presentations (PresentationML): each slide is a page, hidden or not; notes, comments and diagrams are on its page."""

import re
from contextlib import suppress

from backend.documents.model import Page
from backend.documents.office_parts import Parts, Root, any_text
from backend.documents.package import Package
from backend.documents.reading import Corrupt
from backend.documents.swollen_part import LineHandler
from backend.documents.xml_reader import Attributes, read_xml
from backend.documents.xml_text import XmlText, placeholder_class
from backend.text.legacy_charset import charset_of_font

SLIDE_ROOTS = {"sld", "notes", "handoutMaster", "notesMaster", "sldLayout", "sldMaster"}
# What a master, a layout or a theme says for all runs that say nothing themselves
STYLES = re.compile("/(?:slidemasters|slidelayouts|theme)/|presentation[.]xml$")
LATIN = re.compile(rb"<a:latin\b[^>]*\btypeface=[\"']([^\"']+)")
CAPITALS = re.compile(rb"\bcap=[\"'](?:all|small)")


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


class _Capitals:
    """XML handler over a layout or a master: the classes of placeholders that it draws in capitals."""

    def __init__(self) -> None:
        self.placeholders: set[str] = set()
        self._within = ""

    def open(self, name: str, attributes: Attributes) -> None:
        if name in ("sp", "otherStyle"):
            self._within = ""
        elif name == "ph":
            self._within = placeholder_class(attributes)
        elif name in ("titleStyle", "bodyStyle"):
            self._within = name.removesuffix("Style")
        elif name == "defRPr" and attributes.get("cap") in ("all", "small"):
            self.placeholders.add(self._within)

    def close(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


def read_presentation(package: Package, parts: Parts) -> list[Page]:
    """Slides in the order they are shown, then every other part with the number of the slide it hangs on."""
    main = _Presentation()
    parts.read(package.main_part, main)
    font = _inherited_font(package)

    def text(root: Root) -> LineHandler | None:
        if root.name not in SLIDE_ROOTS:
            return any_text(root)
        capitals = _capital_placeholders(package, root.part) if root.name == "sld" else set[str]()
        return XmlText(inherited_font=font, capital_placeholders=capitals)

    targets = {link.id: link.target for link in package.linked(package.main_part) if link.kind == "slide"}
    listed = [targets[slide] for slide in main.slides if slide in targets]
    order = [*dict.fromkeys((*listed, *sorted(set(targets.values()))))]
    numbers = {target: number for number, target in enumerate(order, start=1)}
    pages = [Page(number, tuple(parts.lines(target, text))) for target, number in numbers.items()]
    pages += parts.rest(package.owners(numbers), text)
    return [*pages, Page(1, tuple(main.lines))] if main.lines else pages


def _inherited_font(package: Package) -> str | None:
    """A font of an old charset that a run may inherit from some style."""
    styles = [data for name, data in package.xml.items() if STYLES.search(name.lower())]
    fonts = (font.decode("utf-8", "replace") for data in styles for font in LATIN.findall(data))
    return next(filter(charset_of_font, fonts), None)


def _capital_placeholders(package: Package, slide: str) -> set[str]:
    """What a slide's layout and the layout's master draw in capitals."""
    layouts = [link.target for link in package.linked(slide) if link.kind == "slideLayout"]
    masters = [link.target for layout in layouts for link in package.linked(layout) if link.kind == "slideMaster"]
    capitals = _Capitals()
    for style in (*layouts, *masters):
        data = package.part(style)
        if CAPITALS.search(data):
            with suppress(Corrupt):  # it is read again as a part, and said there
                read_xml(data, capitals)
    return capitals.placeholders
