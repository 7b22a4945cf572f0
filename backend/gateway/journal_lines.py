"""One line of the journal: a record with a checksum before it, or what a segment says of the one before it.

Journals of before had neither: their lines begin with `seq`, and damage that leaves them JSON is not seen.
"""

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import orjson

SEQUENCES_A_SEGMENT = 1_000_000  # seq = segment number × this + line number: unique even if an fsync was lost
BEGINNING = "segment"  # the kind of a segment's first line
_SEALED = re.compile(rb'\{"crc":"([0-9a-f]{8})",')
_OF_BEFORE = b'{"seq":'


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts the records of its segment from 1; 0: of a journal of before, or a segment's beginning."""

    record: dict[str, object]
    number: int

    @property
    def is_beginning(self) -> bool:
        return self.record.get("kind") == BEGINNING


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a segment says of the one before it: which it is, 0 for none, and how many records it had, if known."""

    after: int
    records: int | None


def sealed(body: bytes) -> bytes:
    """A line; `body` is a JSON object without its first brace."""
    return b'{"crc":"%08x",%b\n' % (zlib.crc32(body), body)


def beginning(after: int, records: int | None, at: str) -> bytes:
    """A segment's first line: which segment is before it, 0 for none, and how many records that has."""
    told = {"at": at, "kind": BEGINNING, "after": after, "records": records}
    return sealed(orjson.dumps(told)[1:])


def read_line(line: bytes) -> Line | None:
    """None: it is not as it was written."""
    if seal := _SEALED.match(line):
        body = line[seal.end() :].removesuffix(b"\n")
        if zlib.crc32(body) != int(seal[1], 16):
            return None
        record = orjson.loads(b"{" + body)
        return Line(record, record.get("seq", 0) % SEQUENCES_A_SEGMENT)
    record = _json(line) if line.startswith(_OF_BEFORE) else None
    return Line(record, 0) if isinstance(record, dict) else None


def read_beginning(line: bytes) -> Beginning | None:
    """None: the segment does not say it, or no longer."""
    read = read_line(line) if line.endswith(b"\n") else None
    if read is None or not read.is_beginning:
        return None
    after, records = read.record.get("after"), read.record.get("records")
    return Beginning(after if isinstance(after, int) else 0, records if isinstance(records, int) else None)


def records_in(segment: Path) -> int:
    """How many records can be read there.

    Raises:
        OSError: the disk does not give it.
    """
    with segment.open("rb") as file:
        read = (read_line(line) for line in file if line.endswith(b"\n"))
        return sum(line is not None and not line.is_beginning for line in read)


def _json(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
