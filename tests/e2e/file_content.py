"""What stands in a file, however it is written or packed there."""

import gzip
import json
import sqlite3
import tempfile
from base64 import b64encode
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

SQLITE_HEAD, GZIP_HEAD = b"SQLite format 3\0", b"\x1f\x8b"


def holds(file: Path, text: str) -> bool:
    """Whether a text stands in it, in capitals or not."""
    held = content(file)
    return any(spelling in held for spelling in spellings(text))


def content(file: Path) -> bytes:
    """What is in it, unpacked if it is packed; of a database the pages as they lie there, then its values."""
    try:
        held = file.read_bytes()
    except FileNotFoundError:  # a journal of SQLite, a letter under way
        return b""
    if held.startswith(GZIP_HEAD):
        with suppress(OSError, EOFError):  # of which a part is all there is yet
            held += gzip.decompress(held)
    if held.startswith(SQLITE_HEAD):
        held += _values(file)
    return held.lower()


def _values(file: Path) -> bytes:
    """Every value of every table: one that is longer than a page lies in pieces. From a copy, so that nothing waits."""
    with tempfile.TemporaryDirectory() as folder, suppress(sqlite3.DatabaseError):  # a story may have spoilt it
        copy = Path(folder) / "copy"
        with (
            closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection,
            closing(sqlite3.connect(copy)) as other,
        ):
            connection.backup(other)
            names = [name for (name,) in other.execute("select name from sqlite_master where type = 'table'")]
            rows = (repr(row) for name in names for row in other.execute(f'select * from "{name}"'))
            return "\n".join(rows).encode()
    return b""


def spellings(text: str) -> tuple[bytes, ...]:
    """As it may stand in a file, in small letters: plain, escaped, in base64 at any offset, as Windows writes
    text, with the spaces of an index."""
    plain = text.encode()
    encoded = [
        plain,
        json.dumps(text)[1:-1].encode(),
        quote(text).encode(),
        text.encode("utf-16-le"),
        text.replace("-", " ").encode(),
        *(_base64(plain, offset) for offset in range(3)),
    ]
    return tuple(dict.fromkeys(one.lower() for one in encoded))


def _base64(plain: bytes, offset: int) -> bytes:
    """The part that is the same whatever stands before and after."""
    first = -(-offset * 8 // 6)
    last = (offset + len(plain)) * 8 // 6
    return b64encode(b"\0" * offset + plain)[first:last]
