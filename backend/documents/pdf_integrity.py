"""Whether the compressed streams of a PDF are whole.

pdfium (like every viewer) shows what it gets out of a damaged stream and says nothing; another viewer may get more.
Flate streams carry a checksum, so damage shows. Pictures are passed over: a page with one is not called clean anyway.
"""

import re
import zlib

from backend.documents.limits import LimitExceeded

# A stream object: its dictionary's end, the keyword, one line end (ISO 32000-1, 7.3.8)
_STREAM = re.compile(rb">>[\s\0]*stream(?:\r\n|\n|\r)")
_FLATE_FIRST = re.compile(rb"/(?:Filter|F)[\s\0]*\[?[\s\0]*/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype[\s\0]*/Image\b")
_ENCRYPTED = b"/Encrypt"
_END = b"endstream"
LONGEST_DICTIONARY_BYTES = 4096
PIECE_BYTES = 1 << 20


def streams_are_whole(data: bytes, room_bytes: int) -> bool:
    """Inflate every Flate stream and throw the result away. True as well when encryption hides them.

    Raises:
        LimitExceeded: they inflate to more than `room_bytes` together.
    """
    if _ENCRYPTED in data:
        return True
    for found in _STREAM.finditer(data):
        begins = max(data.rfind(b" obj", max(found.start() - LONGEST_DICTIONARY_BYTES, 0), found.start()), 0)
        dictionary = data[begins : found.start()]
        if not _FLATE_FIRST.search(dictionary) or _PICTURE.search(dictionary):
            continue
        ends = data.find(_END, found.end())
        inflated_bytes = _inflated_bytes(data[found.end() : ends if ends >= 0 else len(data)], room_bytes)
        if inflated_bytes is None:
            return False
        room_bytes -= inflated_bytes
    return True


def _inflated_bytes(stored: bytes, room_bytes: int) -> int | None:
    """How much a stream inflates to, None if it is damaged."""
    inflater = zlib.decompressobj()
    total = 0
    try:
        piece = inflater.decompress(stored, PIECE_BYTES)
        while piece:
            total += len(piece)
            if total > room_bytes:
                raise LimitExceeded
            piece = inflater.decompress(inflater.unconsumed_tail, PIECE_BYTES)
    except zlib.error:
        return None
    return total if inflater.eof else None
