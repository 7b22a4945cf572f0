"""Where the letters of an mbox file begin and end (RFC 4155, and the files that were written before it)."""

import re
from collections.abc import Iterator
from mmap import mmap

_FROM_LINE = re.compile(rb"^From [^\r\n]*", re.MULTILINE)
_DATED = re.compile(rb"From .*\d{1,2}:\d\d.*\d{4}")  # asctime's form, with or without a zone
_UNDATED = re.compile(rb"From \S+[ \t]*")
_HEADER_LINE = re.compile(rb"\r?\n(?:[A-Za-z][!-9;-~]*:|[>]?From )")
_HEADER_END = re.compile(rb"\n\r?\n")

Octets = bytes | mmap


def is_mbox(data: Octets) -> bool:
    return data[:5] == b"From "


def letters(data: Octets) -> Iterator[bytes]:
    """The letters in order, whole, without their From_ lines."""
    for start, end in _spans(data):
        yield data[start:end]


def headers(data: Octets) -> Iterator[bytes]:
    """The header sections in order; what follows them is not even copied."""
    for start, end in _spans(data):
        yield data[start : header_end(data, start, end)]


def header_end(data: Octets, start: int, end: int) -> int:
    """Where the header section of the letter in [start, end) ends."""
    if data[start : start + 1] == b"\n" or data[start : start + 2] == b"\r\n":
        return start
    found = _HEADER_END.search(data, start, end)
    return found.start() + 1 if found else end


def _spans(data: Octets) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for line in _FROM_LINE.finditer(data):
        if _begins_a_letter(data, line):
            if opened is not None:
                yield opened, line.start()
            newline = data.find(b"\n", line.end())
            opened = newline + 1 if newline >= 0 else len(data)
    if opened is not None:
        yield opened, len(data)


def _begins_a_letter(data: Octets, line: re.Match[bytes]) -> bool:
    """People begin sentences with "From" too: a blank line must stand before it and a time in it, or one of these with
    a header below."""
    start = line.start()
    after_blank = start == 0 or data[start - 2 : start] == b"\n\n" or data[start - 3 : start] == b"\n\r\n"
    if _DATED.match(line[0]):
        return after_blank or _HEADER_LINE.match(data, line.end()) is not None
    alone = after_blank and _UNDATED.fullmatch(line[0]) is not None
    return alone and _HEADER_LINE.match(data, line.end()) is not None
