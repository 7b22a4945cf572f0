"""Files that are XML by their own: flat OpenDocument is a document like any other, of the rest the words are read."""

import re

from backend.documents import sniff
from backend.documents.flat_package import unflattened
from backend.documents.model import Page, UnreadableReason
from backend.documents.office import read_office
from backend.documents.opendocument import read_flat_opendocument
from backend.documents.reading import Reading
from backend.documents.spacing import pieces
from backend.documents.word_story import LETTERS
from backend.documents.xml_reader import Attributes, XmlHandler, read_xml_by_root
from backend.documents.xml_text import XmlText

OPENDOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
# Roots whose looks decide what a reader sees, and what draws other words from elsewhere
DRAWN = re.compile(
    r"<(?:[A-Za-z0-9_.-]+:)?(?:svg|stylesheet|transform|html|package|wordDocument|Workbook|include)[\s/>]"
)
WORDS = ("schemas.microsoft.com/office/", "w3.org/2000/svg")  # Office 2003 and flat packages, drawings
PACKAGE_START, HEAD_CHARACTERS = re.compile(r"<pkg:package[\s>]"), 2048
STYLED = "<?xml-stylesheet"


class _EveryText:
    """Words joined as in a paragraph, and the text of each element by itself: what they mean, a kind nobody knows does
    not tell. In kinds that write words in runs (WORDS) only paragraphs count."""

    def __init__(self) -> None:
        self._joined = XmlText()
        self._apart: list[str] = []

    def open(self, name: str, attributes: Attributes) -> None:
        self._joined.open(name, attributes)

    def close(self, name: str) -> None:
        self._joined.close(name)

    def text(self, data: str) -> None:
        self._joined.text(data)
        self._apart += [line for line in pieces(data) if LETTERS.search(line)]

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self._joined.lines, *self._apart]))


def read_xml_file(data: bytes, written: str, path: str, depth: int, reading: Reading) -> str:
    """`written` is the same, decoded. Raises Corrupt when it is not well formed, or declares a document type."""
    handlers: list[XmlText | _EveryText | None] = []

    def choose(namespace: str, _: str) -> XmlHandler | None:
        in_runs = any(known in namespace for known in WORDS)
        handlers.append(None if namespace == OPENDOCUMENT else XmlText() if in_runs else _EveryText())
        return handlers[0]

    read_xml_by_root(data, choose)
    text = handlers[0]
    if text is None:
        return read_flat_opendocument(data, path, depth, reading)
    package = unflattened(written) if PACKAGE_START.search(written, 0, HEAD_CHARACTERS) else None
    if package is not None:
        return read_office(package, path, depth, reading)
    reading.add(path, sniff.XML, [Page(1, tuple(text.lines))] if text.lines else [])
    if DRAWN.search(written) or STYLED in written:
        reading.give_up(path, sniff.XML, UnreadableReason.UNSUPPORTED)
    return sniff.XML
