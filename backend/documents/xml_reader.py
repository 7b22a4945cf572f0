"""XML inside office files, as events by local name. Document types are refused: no part of an office file has one,
and entities can blow up."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Protocol
from xml.parsers import expat

from backend.documents.reading import Corrupt

ENCODINGS = {None, "utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"}
ROOT_WITHIN_BYTES = 4096
Attributes = dict[str, str]


class XmlHandler(Protocol):
    """`name` and the attributes' keys come without prefix or namespace; text comes in one piece."""

    def open(self, name: str, attributes: Attributes, /) -> None: ...
    def close(self, name: str, /) -> None: ...
    def text(self, data: str, /) -> None: ...


def read_xml(data: bytes, handler: XmlHandler) -> str:
    """Send the events and return the namespace of the root element, "" if it has none.

    Raises Corrupt when the bytes are not well formed, declare a document type or an unusual encoding.
    """
    roots: list[str] = []

    def choose(namespace: str, _: str) -> XmlHandler:
        roots.append(namespace)
        return handler

    read_xml_by_root(data, choose)
    return roots[0]


def read_xml_by_root(data: bytes, choose: Callable[[str, str], XmlHandler | None]) -> None:
    """Send the events to the handler chosen by the namespace and name of the root element; with None the whole is only
    looked at for being well formed, which is some ten times as fast.

    Raises Corrupt as `read_xml` does.
    """
    parser, chosen = _parser_by_root(choose)
    begins = max(data.rfind(b"<", 0, ROOT_WITHIN_BYTES), 0)  # before a tag, so that no text is cut in two
    _parse(parser, data[:begins], is_all=False)
    if chosen == [None]:
        check_xml(data)
    else:
        _parse(parser, data[begins:], is_all=True)


def read_pieces_by_root(pieces: Iterable[bytes], choose: Callable[[str, str], XmlHandler | None]) -> None:
    """The same for what comes bit by bit. A text longer than a piece may come in several."""
    parser, _ = _parser_by_root(choose)
    left = b""
    for piece in pieces:
        read = left + piece
        ends = read.rfind(b"<")
        ends = len(read) if ends <= 0 else ends
        _parse(parser, read[:ends], is_all=False)
        left = read[ends:]
    _parse(parser, left, is_all=True)


def _parser_by_root(
    choose: Callable[[str, str], XmlHandler | None],
) -> tuple[expat.XMLParserType, list[XmlHandler | None]]:
    """The parser, and the handler once it has been chosen."""
    parser = _parser(" ")
    parser.buffer_text = True
    chosen: list[XmlHandler | None] = []

    def root(name: str, attributes: Attributes) -> None:
        namespace, _, local = name.rpartition(" ")
        handler = choose(namespace, local)
        chosen.append(handler)
        parser.StartElementHandler = None
        if handler is not None:
            start = _start_of(handler)
            close = handler.close
            parser.StartElementHandler = start
            parser.EndElementHandler = lambda name: close(_local(name))
            parser.CharacterDataHandler = handler.text
            start(name, attributes)

    parser.StartElementHandler = root
    return parser, chosen


def _start_of(handler: XmlHandler) -> Callable[[str, Attributes], None]:
    opened = handler.open

    def start(name: str, attributes: Attributes) -> None:
        opened(_local(name), {_local(key): value for key, value in attributes.items()} if attributes else attributes)

    return start


def local_attributes(attributes: Attributes) -> Attributes:
    """Attributes of an ElementTree element, their keys without namespace."""
    return {key.rpartition("}")[2]: value for key, value in attributes.items()}


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def check_xml(data: bytes) -> None:
    """Raise Corrupt for what `read_xml` would raise it for, but for prefixes that are bound to nothing: to follow them
    takes as long as all the rest."""
    _parse(_parser(None), data, is_all=True)


def _parser(namespace_separator: str | None) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=namespace_separator)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _check_encoding
    return parser


def _parse(parser: expat.XMLParserType, data: bytes, *, is_all: bool) -> None:
    try:
        parser.Parse(data, is_all)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Corrupt from error


def _refuse_doctype(*_: object) -> None:
    raise Corrupt


def _check_encoding(_: str, encoding: str | None, __: int) -> None:
    if (encoding.lower() if encoding else None) not in ENCODINGS:
        raise Corrupt
