"""`congvu register import|unmailed`: take a register of outgoing papers over; what was issued and not mailed.

Missing numbers are not told here: they are for the agency's own clerk, in the webmail.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import UsageError
from backend.settings import Settings

if TYPE_CHECKING:
    from backend.compliance.register import Taken
    from backend.compliance.register_file import RegisterFile
    from backend.compliance.terms import Unmailed
    from backend.db import Database

WEEK = timedelta(days=6)
_WORDS = {
    "charset": "the file is not in UTF-8",
    "size": "the file is too large",
    "quotes": "a quotation mark never ends",
    "secrecy_column": "there is no column độ mật, so nothing is read",
    "columns": "a column is missing: số or ký hiệu, and ngày",
    "rows": "there are too many rows",
    "cells": "another number of cells than the heading",
    "symbol": "no number and symbol like 15/QĐ-UBND",
    "date": "no date like 2026-01-31 or 31/01/2026",
    "kind": "the kind is too long",
    "copies": "the number of copies is no number",
    "recipients": "too many recipients",
    "repeated": "a number and symbol that stood above already",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    importing = actions.add_parser("import", help="a CSV of outgoing papers; rows with a độ mật are passed over")
    importing.add_argument("file", metavar="FILE", type=Path)
    unmailed = actions.add_parser("unmailed", help="papers issued that no letter is known to have carried")
    unmailed.add_argument("--since", metavar="DAY", type=date.fromisoformat, help="default: six days before --until")
    unmailed.add_argument("--until", metavar="DAY", type=date.fromisoformat, help="default: today")
    unmailed.add_argument("--json", action="store_true", help="one document")
    for action in (importing, unmailed):
        action.add_argument("--agency", metavar="CODE", required=True)
        action.add_argument("--database", metavar="URL", help="default: the database of the settings")


def run(arguments: argparse.Namespace) -> int:
    url = arguments.database or Settings.load().database
    if arguments.action == "import":
        return _import(arguments.file, arguments.agency, url)
    return _unmailed(arguments, url)


def _import(file: Path, agency: str, url: str) -> int:
    """
    Raises:
        UsageError: naming every line that cannot be read; nothing was taken over.
    """
    from backend.compliance.register_file import read_register

    read = read_register(file.read_bytes())
    if read.problems:
        lines = [f"line {one.line}: {_WORDS[one.what]}" if one.line else _WORDS[one.what] for one in read.problems]
        raise UsageError(f"{file}: nothing was taken over\n" + "\n".join(lines))
    taken = asyncio.run(_take(read, agency, url))
    print(f"{taken.rows} rows, {taken.new} of them new; {read.dropped} passed over")
    return 0


async def _take(read: "RegisterFile", agency: str, url: str) -> "Taken":
    from backend.clock import SystemClock
    from backend.compliance import register
    from backend.compliance.service import Clerk
    from backend.directory.service import agency_by_code

    async with _database(url) as database, database.write() as session:
        await agency_by_code(session, agency)
        return await register.import_rows(session, agency, read.rows, Clerk("", ""), SystemClock().now())


def _unmailed(arguments: argparse.Namespace, url: str) -> int:
    from backend.clock import VIETNAM, SystemClock

    until = arguments.until or SystemClock().now().astimezone(VIETNAM).date()
    since = arguments.since or until - WEEK
    papers = asyncio.run(_papers(arguments.agency, since, until, url))
    if arguments.json:
        shown = [
            {"symbol": one.symbol, "kind": one.kind, "issued_on": one.issued_on.isoformat(), "reason": one.reason}
            for one in papers
        ]
        json.dump(
            {"agency": arguments.agency, "since": since.isoformat(), "until": until.isoformat(), "papers": shown},
            sys.stdout,
            ensure_ascii=False,
        )
        print()
    else:
        for one in papers:
            print("  ".join(filter(None, [one.issued_on.isoformat(), one.symbol, one.kind, one.reason])))
        print(f"{sum(one.reason is None for one in papers)} not mailed, {len(papers)} with those that have a reason")
    return 0


async def _papers(agency: str, since: date, until: date, url: str) -> "list[Unmailed]":
    from backend.compliance import register
    from backend.directory.service import agency_by_code

    async with _database(url) as database, database.read() as session:
        await agency_by_code(session, agency)
        return await register.unmailed(session, agency, since, until)


@asynccontextmanager
async def _database(url: str) -> "AsyncIterator[Database]":
    from backend.db import Database
    from backend.db.migrate import make_ready

    await make_ready(url)
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()
