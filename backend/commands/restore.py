"""`congvu restore DIR`: brings a backup back, and every letter that the journal knows since.

`congvu restore --after-recovery`: a database server brought it back by its own means.
"""

import argparse
import asyncio
from pathlib import Path

from backend.errors import UsageError
from backend.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, nargs="?", help="what `congvu backup` made")
    parser.add_argument(
        "--after-recovery",
        action="store_true",
        help="PostgreSQL was recovered to an earlier moment; on each mail server, before any worker starts",
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")


def run(arguments: argparse.Namespace) -> int:
    from backend.backup.replaying import replay
    from backend.backup.restoring import put_back
    from backend.clock import SystemClock
    from backend.worker_seams import worker_seams

    if (arguments.folder is None) != arguments.after_recovery:
        raise UsageError("either the folder of a backup, or --after-recovery")
    settings = Settings.load(arguments.settings)
    seams, clock = worker_seams(settings), SystemClock()
    if arguments.after_recovery:
        replayed, gap, begin = asyncio.run(replay(settings, clock, seams)), False, "recovered"
    else:
        restored = put_back(settings, arguments.folder)
        gap, begin = restored.journal_gap, f"saved at {restored.manifest.made_at.isoformat()}"
        replayed = asyncio.run(replay(settings, clock, seams, journal_gap=gap))
    came = replayed.facts_after - replayed.facts_before
    print(f"{begin}: {replayed.facts_before} facts; {came} came back since")
    if gap or replayed.lost:
        print("the journal is not whole: letters since then are missing, see `congvu doctor`")
    if replayed.log_gap:
        print(f"a log is not whole: {replayed.given_up} mails that were due may have gone and are not sent")
    else:
        print(f"{replayed.doubted} mails that were due are looked for in Postfix's log before they are sent")
    return 0
