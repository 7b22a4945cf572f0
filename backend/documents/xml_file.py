"""Files that are XML by their own: flat OpenDocument is a document like any other, of the rest the words are read."""

import re

from backend.documents import sniff
from backend.documents.model import Page, UnreadableReason
from backend.documents.opendocument import read_flat_opendocument
from backend.documents.reading import Reading
from backend.documents.xml_reader import XmlHandler, read_xml_by_root
from backend.documents.xml_text import XmlText

OPENDOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
# Roots whose looks decide what a reader sees, and what draws other words from elsewhere
DRAWN = re.compile(
    r"<(?:[A-Za-z0-9_.-]+:)?(?:svg|stylesheet|transform|html|package|wordDocument|Workbook|include)[\s/>]"
)
STYLED = "<?xml-stylesheet"


def read_xml_file(data: bytes, written: str, path: str, depth: int, reading: Reading) -> str:
    """`written` is the same, decoded. Raises Corrupt when it is not well formed, or declares a document type."""
    text = XmlText()
    flat: list[bool] = []

    def choose(namespace: str, _: str) -> XmlHandler | None:
        flat.append(namespace == OPENDOCUMENT)
        return None if flat[0] else text

    read_xml_by_root(data, choose)
    if flat[0]:
        return read_flat_opendocument(data, path, depth, reading)
    reading.add(path, sniff.XML, [Page(1, tuple(text.lines))] if text.lines else [])
    if DRAWN.search(written) or STYLED in written:
        reading.give_up(path, sniff.XML, UnreadableReason.UNSUPPORTED)
    return sniff.XML
