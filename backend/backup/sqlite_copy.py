"""A SQLite database copied while it is written to, by SQLite's own online backup: one state, nobody waits."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.errors import Unavailable, UsageError

BUSY_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Copied:
    facts: int
    journal_position: str


def copy_database(source: Path, target: Path) -> Copied:
    """A whole and checked copy, readable for its owner only; what it holds.

    Raises:
        Unavailable: the database is locked for too long, or the disk is full; UsageError: it is damaged.
        FileNotFoundError: there is none.
    """
    if not source.is_file():
        raise FileNotFoundError(2, "No such file or directory", str(source))
    target.touch(mode=0o600, exist_ok=False)
    with (
        _told(source),
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", timeout=BUSY_SECONDS, uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return look(target)


def look(file: Path) -> Copied:
    """
    Raises:
        UsageError: it is damaged, or none of ours.
    """
    with _told(file), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise UsageError(f"{file}: the database is damaged")
        (facts,) = copy.execute("SELECT count(*) FROM fact").fetchone()
        row = copy.execute("SELECT position FROM source_position WHERE name = 'journal'").fetchone()
    return Copied(facts, row[0] if row else "")


def segment_of(journal_position: str) -> int:
    """The segment that is read next; 0: from the beginning."""
    return int(json.loads(journal_position)["segment"]) if journal_position else 0


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise Unavailable(f"{file}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise UsageError(f"{file}: the database is damaged") from error
