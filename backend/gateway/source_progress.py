"""How much of the journal and of the mail servers' logs the worker has not yet stored.

Told from the files themselves: it is seen while the database is away, too."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import orjson
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from backend.gateway.journal import segment_numbers, segment_path
from backend.gateway.journal_reader import JournalPosition
from backend.gateway.log_file import LogPosition

JOURNAL = "journal"
LINE_BYTES = 64 * 1024  # looked at of the oldest record that is not stored yet


class SourceProgress(Collector):
    """Readers say where they begin; until then nothing is told of a source."""

    def __init__(self, journal: Path, logs: dict[str, Path], now: Callable[[], float] = time.time) -> None:
        """`logs` by the name of their source."""
        self._journal = journal
        self._logs = logs
        self._now = now
        self._journal_position: JournalPosition | None = None
        self._log_positions: dict[str, LogPosition | None] = {}
        self._at_end: dict[str, float] = {}

    def journal_begins(self, position: JournalPosition) -> None:
        """Everything before the position is stored."""
        self._journal_position = position

    def log_begins(self, source: str, position: LogPosition | None) -> None:
        self._log_positions[source] = position

    def collect(self) -> Iterator[Metric]:
        size = GaugeMetricFamily("congvu_source_unread_bytes", "Not stored as facts yet.", labels=["source"])
        age = GaugeMetricFamily(
            "congvu_source_unread_seconds", "Age of what waits there; 0: nothing.", labels=["source"]
        )
        quiet = GaugeMetricFamily("congvu_source_quiet_seconds", "Since anything was written there.", labels=["source"])
        segments = GaugeMetricFamily("congvu_journal_segments", "Segments of the journal on disk, shipped ones too.")
        numbers = segment_numbers(self._journal)
        segments.add_metric([], len(numbers))
        if self._journal_position is not None:
            unread, seconds = self._of_journal(numbers, self._journal_position)
            size.add_metric([JOURNAL], unread)
            age.add_metric([JOURNAL], seconds)
        for source, position in list(self._log_positions.items()):
            stat = _stat(self._logs[source])
            if stat is not None:
                inode, length, written_at = stat
                unread = max(length - position.offset, 0) if position and position.inode == inode else length
                size.add_metric([source], unread)
                age.add_metric([source], self._since_end(source, unread))
                quiet.add_metric([source], max(self._now() - written_at, 0.0))
        yield from (size, age, quiet, segments)

    def _of_journal(self, numbers: list[int], position: JournalPosition) -> tuple[int, float]:
        """Bytes, and how long ago the oldest of them was written."""
        total, oldest = 0, None
        for number in numbers:
            begin = position.offset if number == position.segment else 0
            if number < position.segment or (stat := _stat(segment_path(self._journal, number))) is None:
                continue
            if stat[1] > begin:
                total += stat[1] - begin
                oldest = oldest or (segment_path(self._journal, number), begin)
        return total, self._age_of(*oldest) if oldest else 0.0

    def _age_of(self, segment: Path, begin: int) -> float:
        """By the record's own time; where it cannot be read (half a line), since the segment was last written."""
        try:
            with segment.open("rb") as file:
                file.seek(begin)
                at = datetime.fromisoformat(orjson.loads(file.readline(LINE_BYTES))["at"]).timestamp()
        except (OSError, ValueError, KeyError, TypeError):
            stat = _stat(segment)
            at = stat[2] if stat else self._now()
        return max(self._now() - at, 0.0)

    def _since_end(self, source: str, unread: int) -> float:
        """A log's lines have many forms: told is how long ago it was last seen read to its end."""
        if not unread or source not in self._at_end:
            self._at_end[source] = self._now()
        return self._now() - self._at_end[source]


def _stat(file: Path) -> tuple[int, int, float] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime
