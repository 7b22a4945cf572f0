"""`congvu subject export ADDRESS`: everything held about one person, for the person who asks for it.

For the data-protection officer, who makes sure first that the person who asks is the one who holds the address.
"""

import argparse
import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

from backend.exit_status import EXIT_DONE
from backend.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True)
    export = deeds.add_parser("export", help="print what is held, in plain words or as JSON with everything")
    whose = export.add_mutually_exclusive_group(required=True)
    whose.add_argument("address", nargs="?", help="the person's address or log-in")
    whose.add_argument(
        "--request", metavar="ID", help="of whoever sent this request: the first line says where to mail it"
    )
    export.add_argument("--person", default="", metavar="ID", help="of the directory, where several share the log-in")
    export.add_argument("--language", choices=("vi", "en"), default="vi")
    export.add_argument(
        "--json", action="store_true", help="one document with every row, and the words in both languages"
    )
    export.add_argument("--database", metavar="URL", help="default: the database of the settings")


def run(arguments: argparse.Namespace) -> int:
    from backend.clock import SystemClock

    url = arguments.database or Settings.load().database
    document = asyncio.run(_export(url, arguments, SystemClock().now()))
    if arguments.json:
        json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print("\n".join(document["summary"][arguments.language]))
    return EXIT_DONE


async def _export(url: str, arguments: argparse.Namespace, now: "datetime") -> dict[str, Any]:
    from backend.compliance import subject_document, subject_export, subject_requests
    from backend.compliance.subject_service import exported
    from backend.db import Database
    from backend.db.migrate import make_ready
    from backend.web.locale import LANGUAGES, texts

    await make_ready(url)
    database = Database(url)
    try:
        async with database.write() as session:
            address = arguments.address or await subject_requests.address_behind(session, arguments.request)
            subject = await subject_export.subject_of(session, address, now, arguments.person)
            made = await exported(session, subject, now)
    finally:
        await database.close()
    return subject_document.document(made, {language: texts(language) for language in LANGUAGES})
