"""The file that is searched: one SQLite database with FTS5 tables over terms that were folded before (search_terms).

Written by one thread in one transaction, read by another connection meanwhile: a reader sees the directory before or
after a change, never half of it. Plain sqlite3, on purpose: a search takes a tenth of a millisecond, and nine tenths of
an asynchronous session around it are the session.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from backend.directory.search_entries import EntryKind, Findable, SearchEntry
from backend.directory.search_terms import bare_terms, local_part_terms

# `words` answers from the beginning of a word on, also of one letter; `pieces` from three letters within a word.
_SCHEMA = """
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, state INTEGER NOT NULL, plain TEXT NOT NULL, near TEXT NOT NULL,
    kind TEXT NOT NULL, title TEXT NOT NULL, post TEXT NOT NULL, agency_code TEXT NOT NULL, agency_name TEXT NOT NULL,
    address TEXT NOT NULL, telephone TEXT NOT NULL, public INTEGER NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5(
    own, about, scope, detail = column, columnsize = 0, prefix = '1 2 3 4',
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE VIRTUAL TABLE pieces USING fts5(own, columnsize = 0, tokenize = 'trigram');
CREATE TABLE spelled (word TEXT PRIMARY KEY, entries INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE taken (revision INTEGER NOT NULL);
"""
_RANK_BITS = 40  # an entry's id is its rank before a running number, so that FTS5's own order is the rank's
_LONG_TERM = 4  # shorter ones are found from their beginning anyway
_CACHE_KIB = 16_384

_COLUMNS = (
    "e.key, e.kind, e.title, e.post, e.agency_code, e.agency_name, e.address, e.telephone, e.public, e.plain, e.near"
)
_WORDS = f"SELECT {_COLUMNS} FROM words w JOIN entry e ON e.id = w.rowid WHERE words MATCH ? ORDER BY w.rowid LIMIT ?"  # noqa: S608
_PIECES = (
    f"SELECT {_COLUMNS} FROM pieces p JOIN entry e ON e.id = p.rowid"  # noqa: S608
    " WHERE pieces MATCH ? AND e.public >= ? ORDER BY p.rowid LIMIT ?"
)

Row = tuple[str, str, str, str, str, str, str, str, int, str, str]


class SearchFile:
    """The reading side. Belongs to the thread that opened it."""

    def __init__(self, path: Path) -> None:
        """
        Raises:
            sqlite3.Error: the file is missing, broken, or not one of these.
        """
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self.revision: int = self._connection.execute("SELECT revision FROM taken").fetchone()[0]
        spelled = self._connection.execute("SELECT word FROM spelled ORDER BY entries DESC")
        self.words = tuple(word for (word,) in spelled)

    def matching(self, expression: str, limit: int) -> list[Row]:
        """Entries an FTS5 expression over own, about and scope matches, by rank."""
        return self._connection.execute(_WORDS, (expression, limit)).fetchall()

    def holding(self, piece: str, limit: int, *, public: bool) -> list[Row]:
        """Entries with this (three letters at least) inside a long term of their own."""
        return self._connection.execute(_PIECES, (f'"{piece}"', int(public), limit)).fetchall()

    def close(self) -> None:
        self._connection.close()


def entry_of(row: Row) -> SearchEntry:
    key, kind, title, post, agency_code, agency_name, address, telephone, public, _, _ = row
    return SearchEntry(
        key, EntryKind(kind), title, post, agency_code, agency_name, address, telephone, public=bool(public)
    )


def bring(path: Path, findables: Iterable[Findable], revision: int) -> int:
    """Make the file what the directory is at a revision; how many entries that changed. All or nothing.

    Raises:
        sqlite3.Error: the file is broken, or the disk is full.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")  # after a crash it is made anew
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'taken'").fetchone() is None:
            for statement in filter(str.strip, _SCHEMA.split(";")):
                connection.execute(statement)
        changed = _take_over(connection, findables)
        connection.execute("DELETE FROM taken")
        connection.execute("INSERT INTO taken VALUES (?)", (revision,))
        connection.execute("COMMIT")
    finally:
        connection.close()
    return changed


def _take_over(connection: sqlite3.Connection, findables: Iterable[Findable]) -> int:
    standing = {key: (number, state) for number, key, state in connection.execute("SELECT id, key, state FROM entry")}
    number = connection.execute(f"SELECT coalesce(max(id & {(1 << _RANK_BITS) - 1}), 0) FROM entry").fetchone()[0]  # noqa: S608
    spelled: dict[str, int] = {}
    gone = dict(standing)
    fresh: list[tuple[int, Findable]] = []
    for found in findables:
        for word in found.words:
            spelled[word] = spelled.get(word, 0) + 1
        gone_or_new = gone.get(found.entry.key)
        if gone_or_new is not None and gone_or_new[1] == hash(found):
            del gone[found.entry.key]
            continue
        number += 1
        fresh.append(((found.rank << _RANK_BITS) + number, found))
    _drop(connection, [old for old, _ in gone.values()])
    _insert(connection, fresh)
    connection.execute("DELETE FROM spelled")
    connection.executemany("INSERT INTO spelled VALUES (?, ?)", spelled.items())
    return len(gone.keys() | {found.entry.key for _, found in fresh})


def _drop(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    for table, column in (("entry", "id"), ("words", "rowid"), ("pieces", "rowid")):
        connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", ((number,) for number in numbers))  # noqa: S608


def _insert(connection: sqlite3.Connection, fresh: Sequence[tuple[int, Findable]]) -> None:
    """Sorted by rank: FTS5 writes ascending numbers fastest."""
    fresh = sorted(fresh, key=lambda pair: pair[0])
    connection.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(number, found) for number, found in fresh),
    )
    connection.executemany(
        "INSERT INTO words (rowid, own, about, scope) VALUES (?, ?, ?, ?)",
        ((number, " ".join(one.own), " ".join(one.about), " ".join(one.scopes)) for number, one in fresh),
    )
    connection.executemany(
        "INSERT INTO pieces (rowid, own) VALUES (?, ?)",
        ((number, " ".join(term for term in one.own if len(term) >= _LONG_TERM)) for number, one in fresh),
    )


def _plain(entry: SearchEntry) -> str:
    """The words of the title, and all in one, and the local part, each between spaces."""
    terms = bare_terms(entry.title)
    return " ".join(["", *terms, "".join(terms), *local_part_terms(entry.address), ""])


def _row(number: int, found: Findable) -> tuple[object, ...]:
    entry = found.entry
    return (
        number,
        entry.key,
        hash(found),  # of this process: the file never outlives it
        _plain(entry),
        found.near,
        entry.kind.value,
        entry.title,
        entry.post,
        entry.agency_code,
        entry.agency_name,
        entry.address,
        entry.telephone,
        int(entry.public),
    )
