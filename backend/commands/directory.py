"""`congvu directory …`: what the official directory takes in, gives out, and proves."""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from backend.commands.directory_database import opened, signing_key, trusted_keys
from backend.errors import UsageError
from backend.exit_status import EXIT_DONE, EXIT_FOUND
from backend.settings import Settings

ENDINGS = (".csv", ".json", ".ldif")
FORMATS = ("csv", "json", "vcard", "ldif", "address-book")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True)
    importing = actions.add_parser("import", help="CSV, JSON or LDIF files, or folders of them")
    importing.add_argument("paths", metavar="DIR|FILE", nargs="+", type=Path)
    importing.add_argument("--dry-run", action="store_true", help="only tell what would change")
    importing.set_defaults(action=_import)
    _add_export(actions.add_parser("export", help="what anybody may see, or everything"))
    verify = actions.add_parser("verify", help="check the whole history against its signatures and the tables")
    verify.add_argument("--trust", type=Path, nargs="+", default=(), metavar="PUB", help="default: those of settings")
    verify.set_defaults(action=_verify)
    address = actions.add_parser("official-address", help="the official address of an agency on a day, with its proof")
    address.add_argument("agency", metavar="CODE")
    address.add_argument("--on", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    address.add_argument("--known-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="as was known then")
    address.set_defaults(action=_official_address)
    people = actions.add_parser("people", help="who joined, moved and left, and who has no box yet")
    people.add_argument("--since", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    people.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="default: today")
    people.set_defaults(action=_people)
    for action in actions.choices.values():
        action.add_argument("--database", metavar="URL", help="default: the database of the settings")


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("--format", choices=FORMATS, required=True)
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="for csv a folder")
    export.add_argument("--full", action="store_true", help="everything, for the administrator")
    export.set_defaults(action=_export)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.action(arguments, Settings.load().changed(database_url=arguments.database))
    return status


def _import(arguments: argparse.Namespace, settings: Settings) -> int:
    files = {str(path): path.read_bytes() for path in _files(arguments.paths)}
    print("\n".join(asyncio.run(_proposed(files, settings) if arguments.dry_run else _imported(files, settings))))
    return EXIT_DONE


def _files(paths: Sequence[Path]) -> list[Path]:
    found = [file for path in paths for file in (_of_folder(path) if path.is_dir() else [path])]
    if not found:
        raise UsageError(f"{paths[0]}: no {', '.join(ENDINGS)} file")
    return found


def _of_folder(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix in ENDINGS)


async def _imported(files: dict[str, bytes], settings: Settings) -> list[str]:
    from backend.clock import SystemClock
    from backend.db.collector import collector_paused
    from backend.directory.importer import import_files

    async with opened(settings) as database:
        key = signing_key(settings)
        with collector_paused():  # a province is half a million objects
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


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    from backend.commands.directory_export import write

    for line in asyncio.run(write(settings, arguments.format, arguments.output, full=arguments.full)):
        print(line)
    return EXIT_DONE


def _verify(arguments: argparse.Namespace, settings: Settings) -> int:
    from backend.directory.history import Trust
    from backend.directory.verifying import Verified, verify

    async def verified() -> Verified:
        async with opened(settings) as database, database.read() as session:
            return await verify(session, Trust(trusted_keys(settings, arguments.trust)))

    found = asyncio.run(verified())
    for line in [*found.problems, *(f"note: {note}" for note in found.notes)]:
        print(line)
    outcome = f"{len(found.problems)} problem(s)" if found.problems else "all is as it was signed"
    print(f"{found.head.seq} changes, {found.signatures} signatures, last hash {found.head.hash or 'none'}: {outcome}")
    return EXIT_FOUND if found.problems else EXIT_DONE


def _official_address(arguments: argparse.Namespace, settings: Settings) -> int:
    from backend.commands.directory_answers import addresses

    answer = asyncio.run(addresses(settings, arguments.agency, arguments.on, arguments.known_on))
    print("\n".join(answer.lines))
    return EXIT_DONE if answer.proved else EXIT_FOUND


def _people(arguments: argparse.Namespace, settings: Settings) -> int:
    from backend.commands.directory_answers import people

    print("\n".join(asyncio.run(people(settings, arguments.since, arguments.until))))
    return EXIT_DONE
