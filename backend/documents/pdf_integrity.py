"""The compressed streams of a PDF: whether they are whole, and files among them.

pdfium (like every viewer) shows what it gets out of a damaged stream and says nothing; another viewer may get more.
Flate streams carry a checksum, so damage shows. Pictures are passed over: a page with one is looked at.

A file may be embedded where no list of attachments names it. Its stream says what it is, or begins as files do.
"""

import re
import zlib
from dataclasses import dataclass, field

from backend.documents import sniff
from backend.documents.limits import LimitExceeded

# A stream object: its dictionary's end, the keyword, one line end (ISO 32000-1, 7.3.8)
_STREAM = re.compile(rb">>[\s\0]*stream(?:\r\n|\n|\r)")
_FLATE_FIRST = re.compile(rb"/(?:Filter|F)[\s\0]*\[?[\s\0]*/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype[\s\0]*/Image\b")
_FILTER = re.compile(rb"/(?:Filter|F)[\s\0]*[\[/]")
_SEVERAL = re.compile(rb"/(?:Filter|F)[\s\0]*\[[\s\0]*/\w+[\s\0]*/")
# What only the stream of an embedded file says of itself (ISO 32000-1, 7.11.4): its type, its dates, a media type
_EMBEDDED = re.compile(rb"/EmbeddedFile\b|/Params\b")
_MEDIA_TYPE = re.compile(rb"/Subtype[\s\0]*/\w+#2[Ff]")  # with its slash escaped
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILE_STARTS = (
    *sniff.ZIP_STARTS,
    sniff.PDF_HEADER,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
)
_ENCRYPTED = b"/Encrypt"
_END = b"endstream"
LONGEST_DICTIONARY_BYTES = 4096
PIECE_BYTES = 1 << 20


@dataclass(slots=True)
class Streams:
    """`files`: contents of embedded files. `unread`: how many others are packed in a way that is not undone here, or
    encrypted."""

    whole: bool = True
    files: list[bytes] = field(default_factory=list)
    unread: int = 0


def read_streams(data: bytes, room_bytes: int) -> Streams:
    """Inflate every Flate stream, and throw away what is no file. Encryption hides whether streams are whole.

    Raises:
        LimitExceeded: they inflate to more than `room_bytes` together.
    """
    found = Streams()
    encrypted = _ENCRYPTED in data
    for stream in _STREAM.finditer(data):
        begins = max(data.rfind(b" obj", max(stream.start() - LONGEST_DICTIONARY_BYTES, 0), stream.start()), 0)
        written = data[begins : stream.start()]
        dictionary = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), written) if b"#" in written else written
        embedded = (_EMBEDDED.search(dictionary) or _MEDIA_TYPE.search(written)) is not None
        if _PICTURE.search(dictionary):
            continue
        if encrypted or (embedded and _is_packed_otherwise(dictionary)):
            found.unread += embedded
            continue
        ends = data.find(_END, stream.end())
        stored = data[stream.end() : ends if ends >= 0 else len(data)]
        if _FLATE_FIRST.search(dictionary):
            inflated = _inflated(stored, room_bytes, keep=embedded)
            if inflated is None:
                found.whole = False
                return found
            size, content = inflated
            room_bytes -= size
        elif _FILTER.search(dictionary):
            continue
        else:
            content = _without_line_end(stored)
        if embedded or content.startswith(_FILE_STARTS):
            found.files.append(content)
    return found


def _without_line_end(stored: bytes) -> bytes:
    return stored[: -2 if stored.endswith(b"\r\n") else -1] if stored.endswith((b"\r", b"\n")) else stored


def _is_packed_otherwise(dictionary: bytes) -> bool:
    if _SEVERAL.search(dictionary):
        return True
    return _FILTER.search(dictionary) is not None and not _FLATE_FIRST.search(dictionary)


def _inflated(stored: bytes, room_bytes: int, *, keep: bool) -> tuple[int, bytes] | None:
    """How much a stream inflates to, and its content if it is to be kept or begins as a file; None if damaged."""
    inflater = zlib.decompressobj()
    total = 0
    pieces: list[bytes] = []
    try:
        piece = inflater.decompress(stored, PIECE_BYTES)
        keep = keep or piece.startswith(_FILE_STARTS)
        while piece:
            total += len(piece)
            if total > room_bytes:
                raise LimitExceeded
            if keep:
                pieces.append(piece)
            if inflater.eof:
                break
            piece = inflater.decompress(inflater.unconsumed_tail, PIECE_BYTES)
    except zlib.error:
        return None
    return (total, b"".join(pieces)) if inflater.eof else None
