"""Letters as they lie on a disk: a file each, an mbox file, a Maildir or MH folder, or any folder of those."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path

from backend.mail.line_ends import with_unix_ends
from backend.mail.mbox import Octets, header_end, headers, is_mbox, letters

_FIELD = re.compile(rb"\s*[!-9;-~]+[ \t]*:")


def stored_files(path: Path) -> list[Path]:
    """The file itself, or every file below the folder by name; hidden files and Maildir's tmp hold no letters.

    Raises:
        OSError: there is no such path.
    """
    if not path.is_dir():
        path.stat()
        return [path]
    below = sorted(path.rglob("*"))
    return [file for file in below if file.is_file() and not _is_set_aside(file.relative_to(path))]


def stored_letters(file: Path) -> Iterator[bytes]:
    """The raw letters of a file, in order. Raises OSError."""
    with _opened(file) as data:
        if is_mbox(data):
            yield from letters(data)
        elif len(data):
            yield data[:]


def stored_headers(file: Path) -> Iterator[bytes]:
    """The header sections of a file's letters, in order. Raises OSError."""
    with _opened(file) as data:
        if is_mbox(data):
            yield from headers(data)
        elif len(data):
            yield data[: header_end(data, 0, len(data))]


def holds_letters(file: Path) -> bool:
    """An empty file is an empty mailbox; a file that begins with neither a From_ line nor a field is none."""
    with file.open("rb") as stream:
        beginning = stream.read(1000)
    return not beginning or beginning.startswith(b"From ") or _FIELD.match(beginning) is not None


def _is_set_aside(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts) or "tmp" in relative.parts[:-1]


@contextmanager
def _opened(file: Path) -> Iterator[Octets]:
    """The file's bytes, mapped; a file of old Macs (CR alone ends its lines) is read and mended."""
    with file.open("rb") as stream:
        beginning = stream.read(65_536)
        if b"\n" not in beginning:
            yield with_unix_ends(beginning + stream.read())
            return
        with mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
            yield data
