"""The file that is searched: one SQLite database with FTS5 tables over terms that were folded before (search_terms).

Written by one thread in one transaction, read by another connection meanwhile: a reader sees the directory before or
after a change, never half of it. Plain sqlite3, on purpose: a search takes a tenth of a millisecond, and nine tenths of
an asynchronous session around it are the session.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from backend.directory.search_entries import EntryKind, Findable, SearchEntry
from backend.directory.search_terms import accented_words, bare_terms, local_part_terms

# `own` and `every` answer from the beginning of a term on, also of one letter: terms of an entry's own, and with them
# those of its post and agencies; both with the scopes. `pieces` answers from three letters within a term.
_SCHEMA = """
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, state INTEGER NOT NULL,
    kind TEXT NOT NULL, title TEXT NOT NULL, post TEXT NOT NULL, agency_code TEXT NOT NULL, agency_name TEXT NOT NULL,
    address TEXT NOT NULL, telephone TEXT NOT NULL, public INTEGER NOT NULL,
    near TEXT NOT NULL, plain TEXT NOT NULL, toned TEXT NOT NULL
);
CREATE VIRTUAL TABLE own USING fts5(
    term, detail = none, columnsize = 0, prefix = '1 2 3 4',
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_='"
);
CREATE VIRTUAL TABLE every USING fts5(
    term, detail = none, columnsize = 0, prefix = '1 2 3 4',
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_='"
);
CREATE VIRTUAL TABLE pieces USING fts5(term, columnsize = 0, tokenize = 'trigram');
CREATE TABLE spelled (word TEXT PRIMARY KEY, entries INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE taken (revision INTEGER NOT NULL);
"""
_RANK_BITS = 40  # an entry's id is its rank before a running number, so that FTS5's own order is the rank's
_PAGE_BYTES = 512  # of FTS5's lists: a rare word beside a common one skips most of the common one's pages
_MANY = 1_000  # entries written at once, after which FTS5's index is put in order
_TABLES = ("own", "every", "pieces")
_LONG_TERM = 4  # shorter ones are found from their beginning anyway
_CACHE_KIB = 16_384

_COLUMNS = (
    "e.key, e.kind, e.title, e.post, e.agency_code, e.agency_name, e.address, e.telephone, e.public,"
    " e.near, e.plain, e.toned"
)
_MATCHING = (
    "SELECT {columns} FROM {table} t JOIN entry e ON e.id = t.rowid WHERE {table} MATCH ? ORDER BY t.rowid LIMIT ?"
)
_OWN, _EVERY = (_MATCHING.format(columns=_COLUMNS, table=table) for table in ("own", "every"))
_PIECES = (
    f"SELECT {_COLUMNS} FROM pieces p JOIN entry e ON e.id = p.rowid"  # noqa: S608
    " WHERE pieces MATCH ? AND e.public >= ? ORDER BY p.rowid LIMIT ?"
)

Row = tuple[str, str, str, str, str, str, str, str, int, str, str, str]


class SearchFile:
    """The reading side. Belongs to the thread that opened it."""

    def __init__(self, path: Path) -> None:
        """
        Raises:
            sqlite3.Error: the file is missing, broken, or not one of these.
        """
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self.revision: int = self._connection.execute("SELECT revision FROM taken").fetchone()[0]
        spelled = self._connection.execute("SELECT word FROM spelled ORDER BY entries DESC")
        self.words = tuple(word for (word,) in spelled)

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """One state of the file for several questions; the locks are taken once, a fifth of their time saved."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("COMMIT")

    def matching(self, expression: str, limit: int, *, own: bool) -> list[Row]:
        """Entries that an FTS5 expression matches, over their own terms or over every one, by rank."""
        return self._connection.execute(_OWN if own else _EVERY, (expression, limit)).fetchall()

    def begins_something(self, term: str) -> bool:
        """Whether any term of any entry begins so."""
        return (
            self._connection.execute("SELECT 1 FROM every WHERE every MATCH ? LIMIT 1", (f'"{term}"*',)).fetchone()
            is not None
        )

    def holding(self, piece: str, limit: int, *, public: bool) -> list[Row]:
        """Entries with this (three letters at least) inside a long term of their own."""
        return self._connection.execute(_PIECES, (f'"{piece}"', int(public), limit)).fetchall()

    def close(self) -> None:
        self._connection.close()


def entry_of(row: Row) -> SearchEntry:
    return SearchEntry(row[0], _KINDS[row[1]], row[2], row[3], row[4], row[5], row[6], row[7], row[8] == 1)


_KINDS = {kind.value: kind for kind in EntryKind}


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
            for table in _TABLES:
                connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('pgsz', {_PAGE_BYTES})")  # noqa: S608
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
    if len(fresh) >= _MANY:
        for table in _TABLES:
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 one segment: a quarter faster
    connection.execute("DELETE FROM spelled")
    connection.executemany("INSERT INTO spelled VALUES (?, ?)", spelled.items())
    return len(gone.keys() | {found.entry.key for _, found in fresh})


def _drop(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    for table, column in (("entry", "id"), *((table, "rowid") for table in _TABLES)):
        connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", ((number,) for number in numbers))  # noqa: S608


def _insert(connection: sqlite3.Connection, fresh: Sequence[tuple[int, Findable]]) -> None:
    """Sorted by rank: FTS5 writes ascending numbers fastest."""
    fresh = sorted(fresh, key=lambda pair: pair[0])
    connection.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(number, found) for number, found in fresh),
    )
    for number, one in fresh:
        terms = one.own | one.scopes
        pieces = (term for term in one.own if len(term) >= _LONG_TERM)
        for table, found in (("own", terms), ("every", terms | one.about), ("pieces", pieces)):
            connection.execute(f"INSERT INTO {table} (rowid, term) VALUES (?, ?)", (number, " ".join(found)))  # noqa: S608


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
        entry.kind.value,
        entry.title,
        entry.post,
        entry.agency_code,
        entry.agency_name,
        entry.address,
        entry.telephone,
        int(entry.public),
        found.near,
        _plain(entry),
        " ".join(["", *accented_words(entry.title), ""]),
    )
