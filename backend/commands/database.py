"""`congvu database move`: from SQLite to PostgreSQL, with the proof that nothing is missing or different there.

Exit status: 0 moved, and everything is equal; 1 something differs, what is named, and the target is as empty as before;
2 refused before anything was written; 130 interrupted (Ctrl-C), and the target is as empty as before.
"""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from backend.exit_status import EXIT_DONE, EXIT_FOUND, EXIT_INTERRUPTED
from backend.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    move = actions.add_parser("move", help="every row from SQLite into an empty PostgreSQL database, proved equal")
    move.add_argument("--from", dest="source", required=True, metavar="URL", help="sqlite:////var/lib/congvu/congvu.db")
    move.add_argument("--to", dest="target", metavar="URL", help="default: the database of the settings")
    move.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")
    move.add_argument("--json", action="store_true", help="one document")


def run(arguments: argparse.Namespace) -> int:
    from backend.clock import SystemClock
    from backend.commands.database_move import move

    settings = Settings.load(arguments.settings)
    try:
        target = arguments.target or settings.database
        moved = asyncio.run(move(arguments.source, target, settings, SystemClock().now(), _tell))
    except KeyboardInterrupt:
        print("\ncongvu: interrupted, the target is as empty as before", file=sys.stderr)
        return EXIT_INTERRUPTED
    if arguments.json:
        json.dump(moved.document(), sys.stdout, ensure_ascii=False)
        print()
    else:
        print("\n".join(moved.lines()))
    return EXIT_FOUND if moved.differs else EXIT_DONE


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
