"""`congvu load generate DIR`: a made-up province and, if wanted, its letters, to try things out and to measure."""

import argparse
from datetime import date, datetime, time
from pathlib import Path

from backend.exit_status import EXIT_DONE

OFFICIALS, DAYS = 30_000, 90


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    generate = actions.add_parser("generate", help="CSV files for `congvu directory import`, a journal, a mail log")
    generate.add_argument("folder", metavar="DIR", type=Path)
    generate.add_argument("--officials", type=int, default=OFFICIALS, metavar="N", help=f"default: {OFFICIALS}")
    generate.add_argument("--letters", type=_count, default=0, metavar="N", help="that come to agencies' boxes")
    generate.add_argument("--days", type=_count, default=DAYS, metavar="N", help=f"they come within; default: {DAYS}")
    generate.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="the day after the last of them")
    generate.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed and day write the same bytes")


def run(arguments: argparse.Namespace) -> int:
    from backend.clock import VIETNAM, SystemClock
    from backend.errors import UsageError
    from backend.load.history import write_history
    from backend.load.province import make_province, write_tables

    if (arguments.folder / "journal").exists():
        raise UsageError(f"{arguments.folder}: has a journal already")
    tables = make_province(arguments.officials, arguments.seed)
    written = write_tables(arguments.folder / "directory", tables)
    if arguments.letters:
        until = arguments.until or SystemClock().now().astimezone(VIETNAM).date()
        boxes = [row["address"] for row in tables["mailboxes"] if row["kind"] == "agency"]
        moment = datetime.combine(until, time(), VIETNAM)
        written["letters"] = write_history(
            arguments.folder, boxes, arguments.letters, moment, max(arguments.days, 1), arguments.seed
        )
    print(", ".join(f"{count} {table}" for table, count in written.items()))
    return EXIT_DONE


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("0 or more")
    return number
