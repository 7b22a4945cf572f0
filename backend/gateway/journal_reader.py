"""Reads the milter's journal from where the worker stopped; never changes what the milter writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from backend.gateway.journal import segment_numbers, segment_path

KEPT_AFTER_SHIPPING = timedelta(days=7)
SHIPPED = ".shipped"  # an empty file beside a segment; its modification time says when it was shipped


@dataclass(frozen=True, slots=True, order=True)
class JournalPosition:
    """Everything before `offset` (bytes) of `segment`, and every earlier segment, has been read."""

    segment: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class JournalBatch:
    """Records in writing order, where the next read begins, and how many torn lines were skipped."""

    records: tuple[dict[str, object], ...]
    position: JournalPosition
    torn: int


class JournalReader:
    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def read(self, position: JournalPosition, limit: int = 500) -> JournalBatch:
        """Up to `limit` lines after the position. An empty batch means: nothing new yet.

        The last line of the newest segment is read only once it is complete. In an older segment an incomplete line,
        and anywhere a line that is no JSON object, was torn by a crash: the letter was never accepted.
        """
        records: list[dict[str, object]] = []
        torn = 0
        while len(records) + torn < limit:
            # Which segments exist is asked first: one that has a successor then is never written to again.
            numbers = [number for number in segment_numbers(self._directory) if number >= position.segment]
            if not numbers:
                break
            if numbers[0] != position.segment:
                position = JournalPosition(numbers[0])
            for line, end in self._lines(position, limit - len(records) - torn):
                record = _record(line)
                records += [record] if record else []
                torn += record is None
                position = JournalPosition(position.segment, end)
            if len(records) + torn >= limit or len(numbers) == 1:
                break
            torn += self._has_rest(position)
            position = JournalPosition(numbers[1])
        return JournalBatch(tuple(records), position, torn)

    def shipped(self, position: JournalPosition, now: datetime) -> int:
        """Mark the segments before the position as shipped; remove those shipped over 7 days ago, return how many.

        Call it after the transaction that stored the position has been committed.
        """
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

    def _lines(self, position: JournalPosition, limit: int) -> Iterator[tuple[bytes, int]]:
        with segment_path(self._directory, position.segment).open("rb") as file:
            file.seek(position.offset)
            for _ in range(limit):
                line = file.readline()
                if not line.endswith(b"\n"):
                    return
                yield line, file.tell()

    def _has_rest(self, position: JournalPosition) -> bool:
        return segment_path(self._directory, position.segment).stat().st_size > position.offset


def _record(line: bytes) -> dict[str, object] | None:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return record if isinstance(record, dict) else None
