"""How much waits in the journal and in logs, told from the files."""

import os
from datetime import UTC, datetime
from pathlib import Path

from backend.gateway.journal import segment_path
from backend.gateway.journal_reader import JournalPosition
from backend.gateway.log_file import LogPosition
from backend.gateway.source_progress import SourceProgress

AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
RECORD = b'{"kind":"counted","seq":1,"at":"2026-01-05T07:59:00Z"}\n'
LATER = b'{"kind":"counted","seq":2,"at":"2026-01-05T07:59:30Z"}\n'


def told(progress: SourceProgress) -> dict[tuple[str, ...], float]:
    return {(one.name, *one.labels.values()): one.value for family in progress.collect() for one in family.samples}


def progress_of(folder: Path, now: float = AT.timestamp()) -> SourceProgress:
    return SourceProgress(folder, {"postfix": folder / "mail.log"}, lambda: now)


def test_nothing_is_told_of_a_source_before_its_reader_began(tmp_path: Path) -> None:
    segment_path(tmp_path, 7).write_bytes(RECORD)

    assert told(progress_of(tmp_path)) == {("congvu_journal_segments",): 1}


def test_the_journal_waits_from_the_position_to_the_end_of_its_last_segment(tmp_path: Path) -> None:
    segment_path(tmp_path, 6).write_bytes(RECORD)  # shipped, kept a while
    segment_path(tmp_path, 7).write_bytes(RECORD + LATER)
    segment_path(tmp_path, 9).write_bytes(LATER)
    progress = progress_of(tmp_path)

    progress.journal_begins(JournalPosition(7, len(RECORD)))

    assert told(progress)["congvu_source_unread_bytes", "journal"] == 2 * len(LATER)
    assert told(progress)["congvu_source_unread_seconds", "journal"] == 30
    assert told(progress)["congvu_journal_segments",] == 3


def test_a_journal_read_to_its_end_has_no_age(tmp_path: Path) -> None:
    segment_path(tmp_path, 7).write_bytes(RECORD)
    progress = progress_of(tmp_path)

    progress.journal_begins(JournalPosition(7, len(RECORD)))

    assert told(progress)["congvu_source_unread_bytes", "journal"] == 0
    assert told(progress)["congvu_source_unread_seconds", "journal"] == 0


def test_a_record_that_cannot_be_read_is_as_old_as_its_segment_at_least(tmp_path: Path) -> None:
    segment_path(tmp_path, 7).write_bytes(b'{"half')
    os.utime(segment_path(tmp_path, 7), (AT.timestamp() - 90, AT.timestamp() - 90))
    progress = progress_of(tmp_path)

    progress.journal_begins(JournalPosition())

    assert told(progress)["congvu_source_unread_seconds", "journal"] == 90


def test_a_log_is_as_far_behind_as_it_was_last_seen_read_to_its_end(tmp_path: Path) -> None:
    log, moment = tmp_path / "mail.log", [AT.timestamp()]
    log.write_bytes(b"a line\n")
    os.utime(log, (AT.timestamp() - 40, AT.timestamp() - 40))
    progress = SourceProgress(tmp_path, {"postfix": log}, lambda: moment[0])
    progress.log_begins("postfix", LogPosition(log.stat().st_ino, 7, "x"))
    assert told(progress)["congvu_source_quiet_seconds", "postfix"] == 40
    assert told(progress)["congvu_source_unread_seconds", "postfix"] == 0

    log.write_bytes(b"a line\nanother\n")
    moment[0] += 25

    assert told(progress)["congvu_source_unread_bytes", "postfix"] == 8
    assert told(progress)["congvu_source_unread_seconds", "postfix"] == 25


def test_a_log_that_was_rotated_waits_whole(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(b"a line\n")
    progress = progress_of(tmp_path)

    progress.log_begins("postfix", LogPosition(log.stat().st_ino + 1, 3, "x"))

    assert told(progress)["congvu_source_unread_bytes", "postfix"] == 7


def test_a_log_that_is_missing_is_told_nothing_of(tmp_path: Path) -> None:
    progress = progress_of(tmp_path)
    progress.log_begins("postfix", None)

    assert told(progress) == {("congvu_journal_segments",): 0}
