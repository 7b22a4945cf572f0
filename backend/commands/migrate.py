"""`congvu migrate`: bring the database to the current schema."""

import argparse
import asyncio
import sys

from backend.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", metavar="URL", help="default: the database of the settings")


def run(arguments: argparse.Namespace) -> int:
    from backend.db.migrate import migrate

    asyncio.run(migrate(arguments.database or Settings.load().database, told=_tell))
    print("the database is current")
    return 0


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
