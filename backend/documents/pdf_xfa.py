"""Forms of XFA: the packets of XML in which such a PDF keeps what it shows (ISO 32000-1, 12.7.8). Their text is read,
drawn where it may; pictures in them, and what scripts make of it, are not."""

import ctypes
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from backend.documents.reading import Corrupt
from backend.documents.spacing import pieces
from backend.documents.xml_reader import Attributes, read_xml

# Inside a line of rich text (XFA 3.3, chapter 27)
_INSIDE_LINES = {"span", "b", "i", "u", "a", "sub", "sup"}
_NOT_READ = {"image", "script"}
MOST_BYTES = 20_000_000


@dataclass(slots=True)
class Xfa:
    """`unread`: something is there that text does not say, or the packets are no XML."""

    lines: list[str] = field(default_factory=list)
    unread: bool = False


def read_xfa(pdf: object) -> Xfa | None:
    """`pdf` is pdfium's document; None when it has no such form."""
    count = pdfium.FPDF_GetXFAPacketCount(pdf)
    if count <= 0:
        return None
    packets = [_packet(pdf, index) for index in range(count)]
    reader = _Reader()
    try:
        read_xml(b"".join(packet or b"" for packet in packets), reader)
    except Corrupt:
        reader.found.unread = True
    reader.flush()
    reader.found.unread |= None in packets
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found = Xfa()
        self._text: list[str] = []

    def open(self, name: str, attributes: Attributes) -> None:
        self.found.unread |= name in _NOT_READ
        if name not in _INSIDE_LINES:
            self.flush()
        if "href" in attributes:
            self.found.unread = True  # a picture or a part that stands elsewhere

    def close(self, name: str) -> None:
        if name not in _INSIDE_LINES:
            self.flush()

    def text(self, data: str) -> None:
        self._text.append(data)

    def flush(self) -> None:
        self.found.lines += pieces("".join(self._text))
        self._text = []


def _packet(pdf: object, index: int) -> bytes | None:
    size = ctypes.c_ulong()
    known = pdfium.FPDF_GetXFAPacketContent(pdf, index, None, 0, size)
    if not known or size.value > MOST_BYTES:
        return None
    buffer = ctypes.create_string_buffer(size.value)
    pdfium.FPDF_GetXFAPacketContent(pdf, index, buffer, size.value, size)
    return buffer.raw
