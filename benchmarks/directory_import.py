"""`directory-import`: 30,000 officials with their boxes taken over into an empty directory, signed history included.

The first figure is the whole of `congvu directory import` on CSV files of the made-up province, in its own process,
beside the limit it has to keep. The peer of the second is the least that any import writes: the same rows in the same
tables, without a check, a key or a history, by plain sqlite3 `executemany`. Ours checks, tells what differs, and writes
every row a second time, into its history.
"""

import asyncio
import gc
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from joserfc.jwk import OKPKey

from backend.db import Database
from backend.db.migrate import migrate
from backend.directory.importer import import_files
from backend.directory.recorded import RECORDED
from backend.load.province import make_province, write_tables
from benchmarks.measuring import interleaved

OFFICIALS, SEED = 30_000, 1
ROUNDS, COMMANDS = 3, 3
LIMIT_SECONDS = 10.0


def run() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as name:
        folder = Path(name)
        rows = write_tables(folder / "province", make_province(OFFICIALS, SEED))
        empty = folder / "empty.db"
        asyncio.run(migrate(_url(empty)))
        seconds = statistics.median(_command(folder, empty, number) for number in range(COMMANDS))
        yield _figure(
            f"congvu directory import, {rows['officials']} officials", seconds, "limit of the task", 10.0, COMMANDS
        )
        imported = folder / "imported.db"
        files = {file.name: file.read_bytes() for file in sorted((folder / "province").glob("*.csv"))}
        _import(files, empty, imported)
        ours, peer = interleaved(
            lambda: _import(files, empty, folder / "ours.db"), _copied(imported, empty, folder / "peer.db"), ROUNDS
        )
        yield _figure("in one process, history included", ours, "executemany of the same rows", peer, ROUNDS)
        again = _timed(lambda: _import(files, imported, folder / "again.db"))
        yield _figure("the same files once more, nothing changed", again, "the first time", ours, 1)


def _command(folder: Path, empty: Path, number: int) -> float:
    """Seconds of the command, from its start to its end, on a copy of the empty database."""
    file = folder / f"command{number}.db"
    file.write_bytes(empty.read_bytes())
    environment = {**os.environ, "CONGVU_STATE_DIR": str(folder)}
    command = [sys.executable, "-m", "backend", "directory", "import", str(folder / "province")]
    return _timed(
        lambda: subprocess.run(
            [*command, "--database", _url(file)], env=environment, check=True, stdout=subprocess.DEVNULL
        )
    )


def _import(files: Mapping[str, bytes], template: Path, file: Path) -> None:
    _fresh(template, file)
    gc.disable()
    asyncio.run(_take_over(files, file))
    gc.enable()


async def _take_over(files: Mapping[str, bytes], file: Path) -> None:
    database = Database(_url(file))
    try:
        async with database.write() as session:
            await import_files(session, files, datetime.now(UTC), OKPKey.generate_key("Ed25519", private=True))
    finally:
        await database.close()


def _copied(imported: Path, empty: Path, file: Path) -> Callable[[], None]:
    """Writes the rows that an import made into an empty database, in the same order and one transaction."""
    held = _held(imported)

    def work() -> None:
        _fresh(empty, file)
        connection = sqlite3.connect(file, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;")
        connection.execute("BEGIN IMMEDIATE")
        for table, rows in held.items():
            signs = ", ".join("?" for _ in rows[0])
            connection.executemany(f"INSERT INTO {table} VALUES ({signs})", rows)
        connection.execute("COMMIT")
        connection.close()

    return work


def _held(imported: Path) -> dict[str, list[tuple[object, ...]]]:
    """The recorded rows as sqlite3 takes them, in the order of the tables."""
    connection = sqlite3.connect(imported)
    found = {one.name: connection.execute(f"SELECT * FROM {one.name}").fetchall() for one in RECORDED}
    connection.close()
    return {table: rows for table, rows in found.items() if rows}


def _fresh(template: Path, file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    file.write_bytes(template.read_bytes())


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def _figure(what: str, value: float, peer: str, peer_value: float, rounds: int) -> dict[str, object]:
    return {
        "name": f"directory-import: {what}",
        "value": round(value, 2),
        "unit": "s",
        "peer": peer,
        "peer_value": round(peer_value, 2),
        "ratio": round(value / peer_value, 2),
        "n": rounds,
    }
