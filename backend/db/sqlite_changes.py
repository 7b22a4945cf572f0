"""Whether anything was committed to a SQLite file, by whomever: a number that SQLite keeps for each connection."""

import sqlite3
from urllib.parse import quote

from sqlalchemy import make_url


class SqliteChanges:
    """Asked by one thread. Some microseconds: nothing is waited for but a look at the log's shared memory."""

    def __init__(self, url: str) -> None:
        self._file = make_url(url).database or ""
        self._connection: sqlite3.Connection | None = None

    def number(self) -> int | None:
        """Another one than before, if there was a commit since; None: it cannot be told now.

        Source: https://www.sqlite.org/pragma.html#pragma_data_version
        """
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(f"file:{quote(self._file)}?mode=ro", uri=True, timeout=0)
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error:
            self.close()
            return None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
