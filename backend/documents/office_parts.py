"""The XML parts of one office package, each read once: its lines, and what could not be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from backend.documents.limits import LimitExceeded
from backend.documents.model import Page, UnreadableReason
from backend.documents.reading import Reading, Unreadable, inner_path
from backend.documents.spacing import pieces
from backend.documents.swollen_part import LineHandler, read_swollen
from backend.documents.word_story import LETTERS
from backend.documents.xml_reader import Attributes, XmlHandler, read_xml_by_root
from backend.documents.xml_text import XmlText
from backend.documents.zip_reader import PackedMember
from backend.text.legacy_charset import LegacyCharset

# Namespaces whose words we know how to find; of others the words are read, but what they look like nobody knows
KNOWN_NAMESPACES = (
    "openxmlformats.org/",
    "purl.oclc.org/ooxml/",
    "schemas.microsoft.com/",
    "schemas-microsoft-com:",
    "www.w3.org/2000/09/xmldsig#",
    "urn:oasis:names:tc:opendocument:",
    "openoffice.org/",
    "www.w3.org/1998/Math/MathML",
    "www.w3.org/1999/02/22-rdf-syntax-ns#",
)
WORDLESS_ROOTS = {"theme", "Relationships", "Types"}
PLAIN_FOLDERS = ("docprops/", "customxml/")
# What docProps/app.xml says of the program, not of the paper
UNSEEN_PROPERTIES = {
    "Template",
    "Application",
    "AppVersion",
    "DocSecurity",
    "ScaleCrop",
    "LinksUpToDate",
    "SharedDoc",
    "HyperlinksChanged",
    "created",
    "modified",
    "lastModifiedBy",
}


class PropertyText:
    """XML handler for properties and bound data: the text of each element is a line."""

    charset = None

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self._name = ""
        self._written: list[str] = []

    def open(self, name: str, _attributes: Attributes) -> None:
        self._end()
        self._name = name

    def close(self, _name: str) -> None:
        self._end()

    def text(self, data: str) -> None:
        self._written.append(data)

    def _end(self) -> None:
        if self._name not in UNSEEN_PROPERTIES:
            self.pages[0] += [line for line in pieces("".join(self._written)) if LETTERS.search(line)]
        self._written = []


@dataclass(frozen=True, slots=True)
class Root:
    """What tells a part's kind: its root element, its own name and its bytes, None of one that is read bit by bit."""

    namespace: str
    name: str
    part: str
    data: bytes | None


Choice = Callable[[Root], LineHandler | None]
"""The handler for a part; None for one that holds no words."""


class Parts:
    """`prepare` may take out of each part what no handler asks for."""

    def __init__(self, xml: Mapping[str, bytes | PackedMember], path: str, media_type: str, reading: Reading) -> None:
        self.prepare: Callable[[bytes], bytes] = bytes
        self._left = dict(xml)
        self._path = path
        self._media_type = media_type
        self._reading = reading
        self.charset: LegacyCharset | None = None  # the first old one that some part was written in

    def read(self, wanted: str, handler: XmlHandler) -> None:
        self._read(wanted, lambda _: handler)

    def lines(self, wanted: str, choose: Choice) -> list[str]:
        return [line for lines in self.pages(wanted, choose) for line in lines]

    def pages(self, wanted: str, choose: Choice) -> list[list[str]]:
        """The lines of a part, page by page."""
        handlers: list[LineHandler] = []

        def kept(root: Root) -> LineHandler | None:
            if (handler := choose(root)) is not None:
                handlers.append(handler)
            return handler

        self._read(wanted, kept, handlers)
        self.charset = self.charset or next((one.charset for one in handlers if one.charset), None)
        return [page for handler in handlers for page in handler.pages]

    def rest(self, owners: Mapping[str, int], choose: Choice) -> Iterator[Page]:
        """Every part not read yet, by name: a page numbered like the sheet or slide it hangs on, else 1."""
        for name in sorted(self._left):
            lines = self.lines(name, _properties if _is_plain(name) else choose)
            if lines:
                yield Page(owners.get(name.lower(), 1), tuple(lines))

    def give_up(self, name: str, reason: UnreadableReason) -> None:
        self._reading.give_up(inner_path(self._path, name), self._media_type, reason)

    def _read(
        self, wanted: str, choose: Callable[[Root], XmlHandler | None], lines: Sequence[LineHandler] = ()
    ) -> None:
        """Send the events of the part of this name, in any case; none where there is none or it was read before.
        `lines` are the handlers chosen that say how much they have read."""
        name = next((name for name in self._left if name.lower() == wanted.lower()), None)
        if name is None:
            return
        self._reading.budget.check_time()
        part = self._left.pop(name)
        data = None if isinstance(part, PackedMember) else self.prepare(part)
        namespaces: list[str] = []

        def chosen(namespace: str, root: str) -> XmlHandler | None:
            namespaces.append(namespace)
            return choose(Root(namespace, root, name, data))

        try:
            if data is not None:
                read_xml_by_root(data, chosen)
            elif isinstance(part, PackedMember):
                read_swollen(part, chosen, lines, self._reading.budget)
        except Unreadable as error:
            self.give_up(name, error.reason)
            return
        except LimitExceeded:
            self.give_up(name, UnreadableReason.LIMIT)
            return
        if namespaces[0] and not _is_plain(name) and not any(known in namespaces[0] for known in KNOWN_NAMESPACES):
            self.give_up(name, UnreadableReason.UNSUPPORTED)


def _is_plain(name: str) -> bool:
    return name.lower().startswith(PLAIN_FOLDERS) and not name.endswith(".rels")


def _properties(_: Root) -> LineHandler:
    return PropertyText()


def any_text(root: Root) -> LineHandler | None:
    """A handler for a part that is not of a kind the family knows."""
    return None if root.name in WORDLESS_ROOTS else XmlText()
