"""`congvu directory import DIR|FILE…`: take the official directory over, all or nothing."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import UsageError
from backend.settings import Settings

if TYPE_CHECKING:
    from backend.directory.importer import ImportReport


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    importing = actions.add_parser("import", help="CSV files, or folders of them")
    importing.add_argument("paths", metavar="DIR|FILE", nargs="+", type=Path)
    importing.add_argument("--database", metavar="URL", help="default: the database of the settings")


def run(arguments: argparse.Namespace) -> int:
    files = {str(path): path.read_bytes() for path in _files(arguments.paths)}
    report = asyncio.run(_import(files, arguments.database or Settings.load().database))
    print(", ".join(f"{count} {kind}" for kind, count in report.rows.items()) + f"; {report.changed} new or different")
    return 0


def _files(paths: Sequence[Path]) -> list[Path]:
    found = [file for path in paths for file in (sorted(path.glob("*.csv")) if path.is_dir() else [path])]
    if not found:
        raise UsageError(f"{paths[0]}: no .csv file")
    return found


async def _import(files: dict[str, bytes], url: str) -> "ImportReport":
    from backend.clock import SystemClock
    from backend.db import Database
    from backend.db.migrate import make_ready
    from backend.directory.importer import import_files

    await make_ready(url)
    database = Database(url)
    try:
        async with database.write() as session:
            return await import_files(session, files, SystemClock().now())
    finally:
        await database.close()
