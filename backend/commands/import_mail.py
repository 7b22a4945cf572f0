"""`congvu import mbox FILE`: take over past letters as facts, with the moments they arrived (contract 2)."""

import argparse
import asyncio
import mailbox
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from backend.settings import Settings

PORTION = 500  # letters in one unit of work


def add_arguments(parser: argparse.ArgumentParser) -> None:
    forms = parser.add_subparsers(dest="form", required=True)
    mbox = forms.add_parser("mbox", help="a mailbox file; importing it again changes nothing")
    mbox.add_argument("file", metavar="FILE", type=Path)
    mbox.add_argument("--database", metavar="URL", help="default: the database of the settings")


def run(arguments: argparse.Namespace) -> int:
    settings = Settings.load()
    with arguments.file.open("rb"):  # a path that cannot be opened is said so before anything else
        read, facts = asyncio.run(_import(arguments.file, arguments.database or settings.database, settings))
    print(f"{read} messages read, {facts} new facts")
    return 0


async def _import(file: Path, url: str, settings: Settings) -> tuple[int, int]:
    from backend.clock import SystemClock
    from backend.correspondence.importing import import_letters
    from backend.db import Database
    from backend.db.migrate import make_ready

    await make_ready(url)
    database, messages, read, facts = Database(url), _messages(file), 0, 0
    try:
        while portion := list(islice(messages, PORTION)):
            async with database.write() as session:
                facts += await import_letters(session, portion, settings.province_domains, SystemClock().now())
            read += len(portion)
    finally:
        await database.close()
    return read, facts


def _messages(file: Path) -> Iterator[tuple[str, bytes]]:
    """The From_ line and the raw bytes of every message."""
    box = mailbox.mbox(file, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 - iterating the box itself parses whole messages
            line, _, raw = box.get_bytes(key, from_=True).partition(b"\n")
            yield line.decode("ascii", "replace").strip(), raw
    finally:
        box.close()
