"""What a file is, by its bytes alone: never by its name."""

import re

ZIP, PDF, TEXT, HTML, XML, MAIL = (
    "application/zip",
    "application/pdf",
    "text/plain",
    "text/html",
    "application/xml",
    "message/rfc822",
)
SEVEN_ZIP, RAR, CAB, TAR = (
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/vnd.ms-cab-compressed",
    "application/x-tar",
)
GZIP, BZIP2, XZ, LZMA, ZSTD = (
    "application/gzip",
    "application/x-bzip2",
    "application/x-xz",
    "application/x-lzma",
    "application/zstd",
)
PROGRAM = "application/x-dosexec"
TNEF, CMS, MAILBOX, SVG = "application/vnd.ms-tnef", "application/pkcs7-mime", "application/mbox", "image/svg+xml"
EMF, WMF = "image/emf", "image/wmf"
OLE, BINARY, EMPTY = "application/x-ole-storage", "application/octet-stream", "application/x-empty"

PDF_HEADER, PDF_HEADER_WITHIN_BYTES = b"%PDF-", 1024  # readers accept the header anywhere in the first 1024 bytes
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
RTF = "application/rtf"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Those without a line in readers.py are not read. (offset, bytes, media type)
OTHERS = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (0, b"II+\x00", "image/tiff"),
    (0, b"MM\x00+", "image/tiff"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypheim", "image/heic"),
    (4, b"ftypheis", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypmsf1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftyp", "video/mp4"),
    (40, b" EMF", EMF),
    (0, b"\xd7\xcd\xc6\x9a", WMF),
    # Without the header of those that can be placed (MS-WMF 2.3.2.2): its kind, its size in words, its version
    (0, b"\x01\x00\x09\x00\x00\x03", WMF),
    (0, b"\x02\x00\x09\x00\x00\x03", WMF),
    (0, b"\x01\x00\x09\x00\x00\x01", WMF),
    (0, b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (0, b"Rar!\x1a\x07", RAR),
    (0, b"RE~^", RAR),  # 1.4
    (0, b"\x1f\x8b", GZIP),
    (0, b"BZh", BZIP2),
    (0, b"\xfd7zXZ\x00", XZ),
    (0, b"\x5d\x00\x00", LZMA),
    (0, b"\x28\xb5\x2f\xfd", ZSTD),
    (0, b"MSCF\x00\x00\x00\x00", CAB),
    (257, b"ustar", TAR),
    (0, b"\x78\x9f\x3e\x22", TNEF),
    (0, b"{\\rt", RTF),
    (0, b"%!PS", "application/postscript"),
    (0, b"AT&TFORM", "image/vnd.djvu"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"RIFF", "audio/wav"),
    (0, b"\x7fELF", "application/x-executable"),
)


# Their readers know where they end, and read what stands behind
ENDING_BY_THEMSELVES = {SEVEN_ZIP, RAR, CAB, TAR, GZIP, BZIP2, XZ, OLE, RTF}
TAR_HEADER_BYTES, ZIP_HEADER_BYTES = 512, 30
LONGEST_MAGIC, LEADING_WITHIN = 512, 4096
LEADING = b"\xef\xbb\xbf \t\r\n\f\v"  # programs pass over it before words that name a format
_AFTER_LEADING = (RTF, "application/postscript")
# Content info of a CMS structure (RFC 5652, section 3): a sequence whose first part names a type of PKCS
_CMS_START = re.compile(
    rb"\x30(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)\x06[\x09\x0b]\x2a\x86\x48\x86\xf7\x0d\x01[\x07\x09]", re.DOTALL
)
_PROGRAM = re.compile(rb"MZ.{58}(.{4})", re.DOTALL)
# What has a picture, a sound or a program first may have an archive behind it that unpackers look for
_HIDING = re.compile(r"image/(?!svg)|video/|audio/|application/(?:octet-stream|x-executable|x-dosexec|postscript|pdf)")
_HIDDEN_ARCHIVES = ((b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"), (b"7z\xbc\xaf\x27\x1c\x00",))
_OTHER_READING = re.compile(rb"^mime-version:|<html[\s>]|<!doctype html", re.IGNORECASE | re.MULTILINE)
OTHER_READING_WITHIN = 1 << 16


def without_leading(data: bytes) -> bytes:
    head = data[:LEADING_WITHIN]
    return data[len(head) - len(head.lstrip(LEADING)) :]


def may_hide_archive(kind: str) -> bool:
    return _HIDING.match(kind) is not None


def hidden_archives(data: bytes) -> list[int]:
    """Where archives begin inside something else: the first of each kind, which knows what follows it."""
    firsts = [[data.find(magic, 1) for magic in magics] for magics in _HIDDEN_ARCHIVES]
    return sorted(min(at for at in places if at >= 0) for places in firsts if max(places) >= 0)


def hides_pdf_header(data: bytes, kind: str) -> bool:
    """Whether a name in the first header of an archive makes a PDF of it too. (A PDF that is stored as the first member
    is read as that.)"""
    ends = {TAR: TAR_HEADER_BYTES, GZIP: TAR_HEADER_BYTES}.get(kind, 0)
    if data.startswith(ZIP_STARTS[0]) and len(data) >= ZIP_HEADER_BYTES:
        ends = ZIP_HEADER_BYTES + int.from_bytes(data[26:28], "little") + int.from_bytes(data[28:30], "little")
    return data.find(PDF_HEADER, 0, min(ends, PDF_HEADER_WITHIN_BYTES)) >= 0


def reads_as_words_too(data: bytes) -> bool:
    """Whether a mail program or a browser would take some of the beginning for its own."""
    return _OTHER_READING.search(data, 0, OTHER_READING_WITHIN) is not None


def has_pdf_header(data: bytes) -> bool:
    return PDF_HEADER in data[:PDF_HEADER_WITHIN_BYTES]


def other_type(data: bytes) -> str | None:
    """The media type of a file that is recognised but not read; of None it may be text."""
    if data.startswith(OLE_START):
        return OLE
    if _is_bitmap(data):
        return "image/bmp"
    known = _by_magic(data[:LONGEST_MAGIC])
    if known is None and _CMS_START.match(data):
        return CMS
    if known is None and (program := _PROGRAM.match(data)):
        at = int.from_bytes(program[1], "little")
        return PROGRAM if data[at : at + 2] in (b"PE", b"NE", b"LE", b"LX") else None
    if known is None and data[:1] and data[0] in LEADING:
        after = _by_magic(data[:LEADING_WITHIN].lstrip(LEADING)[:LONGEST_MAGIC])
        return after if after in _AFTER_LEADING else None
    return known


def _by_magic(data: bytes) -> str | None:
    return next((kind for offset, magic, kind in OTHERS if data[offset : offset + len(magic)] == magic), None)


def _is_bitmap(data: bytes) -> bool:
    """BITMAPFILEHEADER: "BM", four reserved bytes of nothing, then the size of one of its known headers."""
    known = (12, 40, 52, 56, 64, 108, 124)
    return data[:2] == b"BM" and data[6:10] == bytes(4) and int.from_bytes(data[14:18], "little") in known
