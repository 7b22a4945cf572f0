"""A mailbox saved as one file (mbox, RFC 4155): letters one behind the other, each read like a letter of its own."""

import re

from backend.documents import sniff
from backend.documents.mail_file import is_mail
from backend.documents.reading import Reading, inner_path

_SEPARATOR = re.compile(rb"^From [^\r\n]*\r?\n", re.MULTILINE)
HEAD_BYTES = 1 << 14  # enough to tell a letter by its first lines


def is_mailbox(data: bytes) -> bool:
    first = _SEPARATOR.match(data)
    return first is not None and _is_letter(data[first.end() : first.end() + HEAD_BYTES])


def read_mailbox(data: bytes, path: str, depth: int, reading: Reading) -> str:
    """A line "From " that no letter follows is one inside a letter; before all others a ">" was put by who wrote it."""
    reading.add(path, sniff.MAILBOX, ())
    starts = [found for found in _SEPARATOR.finditer(data) if _is_letter(data[found.end() : found.end() + HEAD_BYTES])]
    ends = [found.start() for found in starts[1:]] + [len(data)]
    for number, (separator, letter_ends) in enumerate(zip(starts, ends, strict=True), start=1):
        reading.budget.take_member()
        letter = data[separator.end() : letter_ends]
        reading.go_deeper(letter, inner_path(path, f"letter {number}"), depth + 1)
    return sniff.MAILBOX


def _is_letter(data: bytes) -> bool:
    return is_mail(data[:HEAD_BYTES].decode("latin-1"))
