"""Reads the milter's journal from where the worker stopped; never changes what the milter writes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from backend.gateway.journal import FIRST_MINUTE, segment_numbers, segment_path
from backend.gateway.journal_lines import Beginning, Line, read_beginning, read_line

KEPT_AFTER_SHIPPING = timedelta(days=7)
STORED = "stored.json"  # beside the segments: how far the database was seen to have them
SHIPPED = ".shipped"  # an empty file beside a segment; its modification time says when it was shipped


@dataclass(frozen=True, slots=True, order=True)
class JournalPosition:
    """Everything before `offset` (bytes) of `segment`, and every earlier segment, has been read. `line`: the number of
    the last record read there, 0 for none and in journals of before."""

    segment: int = 0
    offset: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """What was written and cannot be read. `records`: as far as can be known; `bytes`: that are there and are no
    record; `segments`: that are gone as a whole, at least. It was written between `since` and `until`."""

    segment: int
    records: int
    bytes: int
    segments: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class JournalBatch:
    """Records in writing order, where the next read begins, how many torn ends were skipped (their letters were never
    accepted), and what is lost."""

    records: tuple[dict[str, object], ...]
    position: JournalPosition
    torn: int
    lost: tuple[Lost, ...] = ()


class JournalReader:
    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def read(self, position: JournalPosition, limit: int = 500) -> JournalBatch:
        """Up to `limit` records after the position. An empty batch means: nothing new yet.

        What cannot be read at the end of the newest segment is left until a record or a segment follows it: it may
        still be written, or was torn by a crash. The next segment says how many records were on disk.
        """
        read = _Reading(position)
        while len(read.records) < limit:
            # Which segments exist is asked first: one that has a successor then is never written to again.
            numbers = [number for number in segment_numbers(self._directory) if number >= read.position.segment]
            if not numbers:
                break
            if numbers[0] != read.position.segment:
                read.enter(numbers[0], self._beginning(numbers[0]), complete=False)
            size = segment_path(self._directory, numbers[0]).stat().st_size
            read.shortened_to(size)
            for line, end in self._lines(read.position):
                read.take(line, end)
                if len(read.records) >= limit:
                    break
            if len(read.records) >= limit or len(numbers) == 1:
                break
            following = self._beginning(numbers[1])
            read.end(numbers[1], following, size - read.position.offset)
            read.enter(numbers[1], following, complete=True)
        return JournalBatch(tuple(read.records), read.position, read.torn, tuple(read.lost))

    def shipped(self, position: JournalPosition, now: datetime) -> int:
        """Remember that everything before the position is stored, and mark the segments before it as shipped; remove
        those shipped over 7 days ago, return how many.

        Call it after the transaction that stored the position has been committed.
        """
        self._note_stored(position)
        removed = 0
        for number in segment_numbers(self._directory):
            if number >= position.segment:
                break
            segment = segment_path(self._directory, number)
            mark = segment.with_suffix(SHIPPED)
            if not mark.exists():
                mark.touch()
            elif now - datetime.fromtimestamp(mark.stat().st_mtime, UTC) > KEPT_AFTER_SHIPPING:
                segment.unlink(missing_ok=True)
                mark.unlink(missing_ok=True)
                removed += 1
        return removed

    def stored(self) -> JournalPosition:
        """Up to where the database once had the journal, as far as this machine remembers. Read it before the
        database's own position: a database that then has less was set back."""
        try:
            return JournalPosition(**orjson.loads((self._directory / STORED).read_bytes()))
        except (FileNotFoundError, ValueError, TypeError):  # not yet, or lost with the power: nothing to compare
            return JournalPosition()

    def _note_stored(self, position: JournalPosition) -> None:
        draft = self._directory / f"{STORED}.new"
        draft.write_bytes(orjson.dumps(position))
        draft.replace(self._directory / STORED)

    def _lines(self, position: JournalPosition) -> Iterator[tuple[bytes, int]]:
        with segment_path(self._directory, position.segment).open("rb") as file:
            file.seek(position.offset)
            while (line := file.readline()).endswith(b"\n"):
                yield line, file.tell()

    def _beginning(self, number: int) -> Beginning | None:
        with segment_path(self._directory, number).open("rb") as file:
            return read_beginning(file.readline())


@dataclass(slots=True)
class _Reading:
    """One read on its way. `unread`: bytes and lines since the last record that are none."""

    position: JournalPosition
    records: list[dict[str, object]] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    torn: int = 0
    unread_bytes: int = 0
    unread_lines: int = 0
    last_at: object = None  # as its record says

    def shortened_to(self, size: int) -> None:
        """A segment of which less is there than was read: what came later is looked for from its beginning."""
        here = self.position
        if size < here.offset:
            self.position = replace(here, offset=0 if here.line else size)

    def take(self, raw: bytes, end: int) -> None:
        line = read_line(raw)
        if line is None:
            self.unread_bytes += len(raw)
            self.unread_lines += 1
            return
        if not line.is_beginning and self._is_new(line):
            missing = line.number - self.position.line - 1 if line.number else self.unread_lines
            self._tell(missing, self.unread_bytes, until=line.record.get("at"))
            self.records.append(line.record)
            self.position = replace(self.position, line=line.number)
            self.last_at = line.record.get("at")
        self.position = replace(self.position, offset=end)
        self.unread_bytes = self.unread_lines = 0

    def end(self, number: int, following: Beginning | None, rest_bytes: int) -> None:
        """A segment has a successor, which may tell how many records it had."""
        told = following.records if following is not None and following.after == self.position.segment else None
        missing = self.unread_lines if told is None else told - self.position.line
        if missing > 0:
            self._tell(missing, max(rest_bytes, 0), until=None, before=number)
        elif rest_bytes > 0:
            self.torn += 1

    def enter(self, number: int, its: Beginning | None, *, complete: bool) -> None:
        """Go on to a segment. Not `complete`: the one of the position is gone."""
        here = self.position
        followed = its is not None and its.after == here.segment
        whole = complete or here.segment == 0 or (followed and its is not None and (its.records or 0) <= here.line)
        if not whole or (its is not None and its.after > here.segment):
            records = (its.records or 0) - (here.line if followed else 0) if its is not None else 0
            since = _time_of(self.last_at, here.segment or number)
            self.lost.append(Lost(number, max(records, 0), 0, 1, min(since, _begun_at(number)), _begun_at(number)))
        self.position = JournalPosition(number)
        self.unread_bytes = self.unread_lines = 0

    def _is_new(self, line: Line) -> bool:
        return not line.number or line.number > self.position.line

    def _tell(self, records: int, lost_bytes: int, until: object, before: int = 0) -> None:
        if records > 0 or lost_bytes:
            number = self.position.segment
            ended = _time_of(until, before or number)
            since = min(_time_of(self.last_at, number), ended)
            self.lost.append(Lost(number, max(records, 0), lost_bytes, 0, since, ended))


def _begun_at(number: int) -> datetime:
    return FIRST_MINUTE + timedelta(minutes=number)


def _time_of(at: object, number: int) -> datetime:
    """A record's, or when its segment began."""
    try:
        told = datetime.fromisoformat(str(at))
    except ValueError:
        return _begun_at(number)
    return told if told.tzinfo else _begun_at(number)
