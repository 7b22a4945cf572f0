"""What stands behind the end of a picture: viewers do not show it, other programs may read it as a file of its own."""

PADDING = b"\0 \t\r\n\x1a"
PNG_END, JPEG_END = b"IEND\xaeB`\x82", b"\xff\xd9"
PHONE_TRAILER = b"SEFT"  # Samsung's cameras put their own fields behind every photograph
ARCHIVE_STARTS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def tail_of(data: bytes, media_type: str) -> bytes:
    """Empty when the picture ends the file, or only its camera's own fields follow."""
    tail = _behind(data, media_type).strip(PADDING)
    if tail.endswith(PHONE_TRAILER) and not any(start in tail for start in ARCHIVE_STARTS):
        return b""
    return tail


def _behind(data: bytes, media_type: str) -> bytes:
    if media_type == "image/webp":
        return data[8 + int.from_bytes(data[4:8], "little") :]
    end = {"image/png": PNG_END, "image/jpeg": JPEG_END}.get(media_type)
    if end is None or end not in data:
        return b""
    # A JPEG may hold others (thumbnails, second views): what follows the last one's end is behind them all.
    return data[data.rfind(end) + len(end) :] if end == JPEG_END else data[data.find(end) + len(end) :]
