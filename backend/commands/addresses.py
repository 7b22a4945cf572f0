"""`congvu addresses`: official mailboxes in trouble, and agencies with no confirmed address this quarter."""

import argparse
import asyncio
import json
import sys
from typing import TYPE_CHECKING

from backend.settings import Settings

if TYPE_CHECKING:
    from backend.compliance.confirming import AgencyAddresses, Task


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one document")
    parser.add_argument("--database", metavar="URL", help="default: the database of the settings")


def run(arguments: argparse.Namespace) -> int:
    tasks, agencies = asyncio.run(_read(arguments.database or Settings.load().database))
    without = [one for one in agencies if one.confirmed == 0]
    if arguments.json:
        document = {
            "tasks": [
                {
                    "agency": one.agency_code,
                    "address": one.address,
                    "trouble": one.trouble,
                    "since": one.since.isoformat(),
                }
                for one in tasks
            ],
            "without_confirmed_address": [{"agency": one.code, "published": one.published} for one in without],
        }
        json.dump(document, sys.stdout, ensure_ascii=False)
        print()
        return 0
    for task in tasks:
        print(f"{task.trouble:<12} {task.address}  {task.agency_code} {task.agency_name}  since {task.since:%Y-%m-%d}")
    print(f"{len(tasks)} to look after; {len(without)} of {len(agencies)} agencies with no confirmed address:")
    for one in without:
        print(f"  {one.code} {one.name} ({one.published} published)")
    return 0


async def _read(url: str) -> "tuple[list[Task], list[AgencyAddresses]]":
    from backend.clock import SystemClock
    from backend.compliance import confirming
    from backend.db import Database
    from backend.db.migrate import make_ready

    await make_ready(url)
    database, now = Database(url), SystemClock().now()
    try:
        async with database.read() as session:
            return await confirming.tasks(session, now), await confirming.addresses_of_agencies(session, now)
    finally:
        await database.close()
