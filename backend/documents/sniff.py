"""What a file is, by its bytes alone: never by its name."""

ZIP, PDF, TEXT, HTML, XML, MAIL = (
    "application/zip",
    "application/pdf",
    "text/plain",
    "text/html",
    "application/xml",
    "message/rfc822",
)
OLE, BINARY, EMPTY = "application/x-ole-storage", "application/octet-stream", "application/x-empty"

PDF_HEADER, PDF_HEADER_WITHIN_BYTES = b"%PDF-", 1024  # readers accept the header anywhere in the first 1024 bytes
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # a stream's name in an OLE container (MS-OFFCRYPTO)

# Nothing of these is read yet. (offset, bytes, media type)
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
    (40, b" EMF", "image/emf"),
    (0, b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"MSCF", "application/vnd.ms-cab-compressed"),
    (257, b"ustar", "application/x-tar"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"%!PS", "application/postscript"),
    (0, b"AT&TFORM", "image/vnd.djvu"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"RIFF", "audio/wav"),
    (0, b"\x7fELF", "application/x-executable"),
)


def has_pdf_header(data: bytes) -> bool:
    return PDF_HEADER in data[:PDF_HEADER_WITHIN_BYTES]


def other_type(data: bytes) -> str | None:
    """The media type of a file that is recognised but not read; of None it may be text."""
    if data.startswith(OLE_START):
        return OLE
    if _is_bitmap(data):
        return "image/bmp"
    return next((kind for offset, magic, kind in OTHERS if data[offset : offset + len(magic)] == magic), None)


def _is_bitmap(data: bytes) -> bool:
    """BITMAPFILEHEADER: "BM", four reserved bytes of nothing, then the size of one of its known headers."""
    known = (12, 40, 52, 56, 64, 108, 124)
    return data[:2] == b"BM" and data[6:10] == bytes(4) and int.from_bytes(data[14:18], "little") in known
