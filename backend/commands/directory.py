"""`congvu directory import`: what the official directory takes in."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path

from backend.commands.directory_database import opened, signing_key
from backend.errors import UsageError
from backend.settings import Settings

ENDINGS = (".csv", ".json", ".ldif")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True)
    importing = actions.add_parser("import", help="CSV, JSON or LDIF files, or folders of them")
    importing.add_argument("paths", metavar="DIR|FILE", nargs="+", type=Path)
    importing.add_argument("--dry-run", action="store_true", help="only tell what would change")
    importing.add_argument("--database", metavar="URL", help="default: the database of the settings")
    importing.set_defaults(action=_import)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.action(arguments)
    return status


def _import(arguments: argparse.Namespace) -> int:
    files = {str(path): path.read_bytes() for path in _files(arguments.paths)}
    settings = Settings.load().changed(database_url=arguments.database)
    print("\n".join(asyncio.run(_proposed(files, settings) if arguments.dry_run else _imported(files, settings))))
    return 0


def _files(paths: Sequence[Path]) -> list[Path]:
    found = [file for path in paths for file in (_of_folder(path) if path.is_dir() else [path])]
    if not found:
        raise UsageError(f"{paths[0]}: no {', '.join(ENDINGS)} file")
    return found


def _of_folder(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix in ENDINGS)


async def _imported(files: dict[str, bytes], settings: Settings) -> list[str]:
    from backend.clock import SystemClock
    from backend.directory.importer import import_files

    async with opened(settings) as database:
        key = signing_key(settings)
        async with database.write() as session:
            report = await import_files(session, files, SystemClock().now(), key)
    brought = ", ".join(f"{count} {kind}" for kind, count in report.rows.items() if count)
    return [f"{brought or 'nothing'}; {report.changed} new, different or gone"]


async def _proposed(files: dict[str, bytes], settings: Settings) -> list[str]:
    from backend.clock import SystemClock
    from backend.directory.diff import lines
    from backend.directory.importer import propose

    async with opened(settings) as database, database.read() as session:
        return list(lines((await propose(session, files, SystemClock().now())).differences))
