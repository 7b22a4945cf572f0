"""The milter's durable journal: a letter is accepted only after its record is on disk (architecture, facts).

Records are JSON lines in numbered segments. One thread writes and syncs them in groups, so that letters which arrive
together share one fsync and the event loop never waits for a disk. A start never appends to an older segment: a line
torn by a crash is therefore always the last of its segment. Each line carries a checksum, and each segment begins by
saying how many records the one before it has, so that `JournalReader` can tell what a failing disk took (ADR 32).
"""

import asyncio
import fcntl
import logging
import os
import queue
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import orjson

from backend.clock import Clock
from backend.errors import Unavailable, UsageError
from backend.gateway.journal_lines import SEQUENCES_A_SEGMENT, beginning, records_in, sealed

SEGMENT_BYTES = 8 * 1024 * 1024  # a new segment begins after this much
SUFFIX = ".jsonl"
NOTES_KEPT = 20_000  # some megabytes: a province refuses fewer letters in a week
NOTES_AT_ONCE = 50  # on a disk that is almost full the letters among them may fail too
FIRST_MINUTE = datetime(2025, 1, 1, tzinfo=UTC)  # segment numbers count minutes from here, so none is used twice
_log = logging.getLogger("congvu.journal")


class JournalError(Unavailable):
    """The journal cannot be written: no letter may be accepted now."""

    code = "journal"


@dataclass(frozen=True, slots=True)
class _Entry:
    fields: bytes  # the record as JSON, without seq and at
    at: str  # UTC, to the millisecond
    written: asyncio.Future[int]


def segment_path(directory: Path, number: int) -> Path:
    return directory / f"{number:08d}{SUFFIX}"


def segment_numbers(directory: Path) -> list[int]:
    """Numbers of the segments that exist, ascending."""
    try:
        names = os.listdir(directory)
    except FileNotFoundError:
        return []
    stems = (name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX))
    return sorted(int(stem) for stem in stems if stem.isdecimal())


class Journal:
    """Appends records; one process a directory. Use as an async context manager."""

    def __init__(self, directory: Path, clock: Clock, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._directory = directory
        self._clock = clock
        self._segment_bytes = segment_bytes
        self._waiting: queue.SimpleQueue[_Entry | None] = queue.SimpleQueue()
        self._segment: _Segment | None = None
        self._thread: threading.Thread | None = None
        self._lock = -1
        self._owed: deque[_Entry] = deque()

    async def __aenter__(self) -> "Journal":
        """Take the directory.

        Raises:
            UsageError: another process writes there.
            OSError: the directory cannot be made.
        """
        self._directory.mkdir(mode=0o750, parents=True, exist_ok=True)
        self._lock = os.open(self._directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            raise UsageError(f"{self._directory}: another milter writes this journal") from error
        loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._write_groups, args=(loop,), name="journal", daemon=True)
        self._thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Write what was handed over, then let the directory go."""
        while owed := self._pay():
            await asyncio.wait([entry.written for entry in owed])
            if any(entry.written.exception() for entry in owed):
                break
        self._waiting.put(None)
        if self._thread:
            await asyncio.to_thread(self._thread.join)
        os.close(self._lock)
        if self._owed:
            _log.error("%d notes are lost: the journal cannot be written", len(self._owed))

    async def append(self, record: Mapping[str, object]) -> int:
        """Return the record's sequence number once it is on disk; `seq` and `at` are set here.

        Raises:
            JournalError: it may not be on disk.
        """
        entry = self._entry(record)
        self._waiting.put(entry)
        number = await entry.written
        self._pay()
        return number

    async def note(self, record: Mapping[str, object]) -> bool:
        """Write down what stands, written or not; whether it is on disk. What is not goes there with its own `at` once
        the disk takes records again, or is lost with the process: the log says how many."""
        try:
            entry = self._entry(record)
        except JournalError as error:
            _log.error("a note is lost: %s", error.message)
            return False
        self._waiting.put(entry)
        try:
            await entry.written
        except JournalError:
            self._owe(entry)
            return False
        self._pay()
        return True

    def _owe(self, entry: _Entry) -> None:
        if len(self._owed) < NOTES_KEPT:
            self._owed.append(entry)
            _log.error("%d notes wait for the journal", len(self._owed))
        else:
            _log.error("a note is lost: %d others wait for the journal", NOTES_KEPT)

    def _settled(self, entry: _Entry, written: asyncio.Future[int]) -> None:
        if written.exception() is not None:
            self._owe(entry)

    def _pay(self) -> list[_Entry]:
        """Hand over some of the notes that are owed; those that fail again are owed again."""
        paid: list[_Entry] = []
        while self._owed and len(paid) < NOTES_AT_ONCE:
            owed = self._owed.popleft()
            paid.append(_Entry(owed.fields, owed.at, asyncio.get_running_loop().create_future()))
        for entry in paid:
            entry.written.add_done_callback(partial(self._settled, entry))
            self._waiting.put(entry)
        return paid

    def _entry(self, record: Mapping[str, object]) -> _Entry:
        """
        Raises:
            JournalError: the journal is closed, or it is no record.
        """
        if self._thread is None or not self._thread.is_alive():
            raise JournalError("the journal is closed")
        if not record:
            raise JournalError("the record is empty")
        try:
            fields = orjson.dumps(dict(record))
        except orjson.JSONEncodeError as error:
            raise JournalError("the record is no JSON") from error
        return _Entry(fields, _moment(self._clock.now()), asyncio.get_running_loop().create_future())

    def _write_groups(self, loop: asyncio.AbstractEventLoop) -> None:
        open_for_more = True
        while open_for_more:
            group, open_for_more = self._next_group()
            outcome: list[int] | JournalError
            try:
                outcome = self._write(group) if group else []
            except Exception as error:  # noqa: BLE001 - whatever it is: nobody may wait for ever, nothing is accepted
                _log.error("the journal cannot be written: %s", type(error).__name__)
                outcome = JournalError("the journal cannot be written")
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, group, outcome)
        self._close_segment()

    def _next_group(self) -> tuple[list[_Entry], bool]:
        group, entry = [], self._waiting.get()
        while entry is not None:
            group.append(entry)
            try:
                entry = self._waiting.get_nowait()
            except queue.Empty:
                return group, True
        return group, False

    def _write(self, group: list[_Entry]) -> list[int]:
        if self._segment is None or not self._segment.has_room(len(group), self._segment_bytes):
            self._next_segment()
        segment = self._segment
        if segment is None:
            raise OSError("no segment")
        try:
            return segment.append(group, self._clock.now())
        except OSError:
            if segment.size:  # it may end in half a line, or in letters that were not accepted: nothing follows there
                segment.take_back()
                self._close_segment()
            raise

    def _close_segment(self) -> None:
        segment, self._segment = self._segment, None
        if segment:
            segment.close()

    def _next_segment(self) -> None:
        ended = self._segment
        self._close_segment()
        minutes = int((self._clock.now() - FIRST_MINUTE).total_seconds() // 60)
        last = max(segment_numbers(self._directory), default=0)
        lines = ended.lines if ended and ended.number == last else _lines_of(self._directory, last)
        self._segment = _Segment(self._directory, max(minutes, last + 1), after=last, lines_before=lines)


class _Segment:
    """One file of the journal, open for appending. `size` counts bytes, torn ones too; `lines` those on disk for sure,
    of `_sure` bytes. `after`: the segment before, 0 for none; `lines_before`: how many records it has, None where it
    cannot be read."""

    def __init__(self, directory: Path, number: int, *, after: int, lines_before: int | None) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._file = os.open(segment_path(directory, number), flags, 0o640)
        self._before = after, lines_before
        self.number = number
        self.lines = 0
        self.size = self._sure = 0
        _sync_directory(directory)

    def has_room(self, lines: int, limit_bytes: int) -> bool:
        return self.size < limit_bytes and self.lines + lines < SEQUENCES_A_SEGMENT

    def append(self, group: list[_Entry], now: datetime) -> list[int]:
        first = self.number * SEQUENCES_A_SEGMENT + self.lines + 1
        numbers = range(first, first + len(group))
        numbered = zip(numbers, group, strict=True)
        lines = [sealed(f'"seq":{number},"at":"{entry.at}",'.encode() + entry.fields[1:]) for number, entry in numbered]
        self._write_all(b"".join(lines if self.size else [beginning(*self._before, _moment(now)), *lines]))
        os.fdatasync(self._file)
        self.lines += len(group)
        self._sure = self.size
        return list(numbers)

    def take_back(self) -> None:
        """Cut off what was not on disk for sure. A disk that refuses leaves it: its reader knows half a line."""
        with suppress(OSError):
            os.ftruncate(self._file, self._sure)

    def _write_all(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            count = os.write(self._file, rest)
            self.size += count
            rest = rest[count:]

    def close(self) -> None:
        os.close(self._file)


def _moment(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _lines_of(directory: Path, number: int) -> int | None:
    """A disk that cannot be read there stops no letter."""
    try:
        return records_in(segment_path(directory, number)) if number else 0
    except OSError as error:
        _log.error("the journal's last segment cannot be read: %s", type(error).__name__)
        return None


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle(group: list[_Entry], outcome: list[int] | JournalError) -> None:
    for index, entry in enumerate(group):
        if entry.written.done():
            continue
        if isinstance(outcome, JournalError):
            entry.written.set_exception(JournalError(outcome.message))
        else:
            entry.written.set_result(outcome[index])
