"""DuckDB beside PostgreSQL: the same letters, copied out of it, and the same question of their waits."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from backend.correspondence.months import bounds
from benchmarks.peer_folders import LOCKS, python_of

CONTINUOUS, DISCRETE = "quantile_cont", "quantile_disc"
Percentiles = dict[str, list[float]]  # by sender class: of a half, of nine tenths
_LETTERS = """
SELECT agency_code, month, sender_class, (extract(epoch FROM received_at) * 1000000)::bigint, waiting, working_seconds
FROM correspondence
"""


class DuckDB:
    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self._process, self._folder = process, folder

    async def copy(self, connection: asyncpg.Connection) -> None:
        """Every letter of a PostgreSQL database."""
        file = self._folder / "letters.csv"
        await connection.copy_from_query(_LETTERS, output=file, format="csv")
        self._asked({"file": str(file)})
        file.unlink()

    def percentiles(self, codes: Sequence[str], month: int, function: str) -> tuple[float, Percentiles]:
        """Milliseconds, and percentiles in working seconds of the letters of a month that were answered or closed."""
        since, until = (int(moment.timestamp() * 1_000_000) for moment in bounds(month))
        asked = {"codes": list(codes), "month": month, "since": since, "until": until, "function": function}
        seconds, rows = self._asked(asked)
        return 1000 * seconds, dict(rows)

    def _asked(self, asked: dict[str, object]) -> tuple[float, Any]:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipes")
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"DuckDB ended, exit status {self._process.wait()}")
        seconds, rows = json.loads(line)
        return seconds, rows


@contextmanager
def duckdb() -> Iterator[DuckDB | None]:
    """An empty one; None where it cannot be installed."""
    python = python_of("duckdb")
    if python is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as folder:
        command = [str(python), "-B", str(LOCKS / "letters_in_duckdb.py"), f"{folder}/letters.duckdb"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield DuckDB(process, Path(folder))
            finally:
                process.kill()


def refuse_other_percentiles(theirs: Percentiles, server: Percentiles) -> None:
    """
    Raises:
        ValueError: they are not those of PostgreSQL, to a millionth.
    """
    for sender_class in theirs.keys() | server.keys():
        pair = theirs.get(sender_class, []), server.get(sender_class, [])
        if len(pair[0]) != len(pair[1]) or any(abs(a - b) > 1e-6 * abs(b) for a, b in zip(*pair, strict=True)):
            raise ValueError(f"{sender_class}: DuckDB says {pair[0]}, PostgreSQL {pair[1]}")
