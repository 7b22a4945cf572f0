"""The rows of a worksheet as a tree, apart from the rest of it: a tree in C spares an event for each element of a cell,
and these cost more than all its words."""

from dataclasses import dataclass
from xml.etree import ElementTree

from backend.documents.xml_reader import XmlHandler, local_attributes

MOST_BYTES = 1 << 20  # of a part; a tree takes some ten times as much
_BEGINS, _ENDS = b"<sheetData>", b"</sheetData>"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`part` without its rows, and those; None where `part` still has them."""

    part: bytes
    rows: ElementTree.Element | None


def without_rows(part: bytes) -> Sheet:
    begins, ends = part.find(_BEGINS), part.rfind(_ENDS)
    if not 0 <= begins < ends or len(part) > MOST_BYTES or b"<!" in part or b"\0" in part:
        return Sheet(part, None)
    try:
        root = ElementTree.fromstring(part)  # noqa: S314 - without "<!" there is no document type
    except (ElementTree.ParseError, ValueError, LookupError):
        return Sheet(part, None)
    found = [child for child in root if child.tag.rpartition("}")[2] == "sheetData"]
    if len(found) != 1 or part.count(_BEGINS) != 1:
        return Sheet(part, None)
    return Sheet(part[: begins + len(_BEGINS)] + part[ends:], found[0])


def send(element: ElementTree.Element, handler: XmlHandler) -> None:
    """The events of an element that was read as a tree."""
    name = element.tag.rpartition("}")[2]
    handler.open(name, local_attributes(element.attrib))
    if element.text:
        handler.text(element.text)
    for child in element:
        send(child, handler)
        if child.tail:
            handler.text(child.tail)
    handler.close(name)
