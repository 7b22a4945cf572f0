"""`congvu restore DIR`: brings a backup back, and every letter that the journal knows since."""

import argparse
import asyncio
from pathlib import Path

from backend.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="what `congvu backup` made")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")


def run(arguments: argparse.Namespace) -> int:
    from backend.backup.replaying import replay
    from backend.backup.restoring import put_back
    from backend.clock import SystemClock
    from backend.worker_seams import worker_seams

    settings = Settings.load(arguments.settings)
    restored = put_back(settings, arguments.folder)
    replayed = asyncio.run(replay(settings, SystemClock(), worker_seams(settings), journal_gap=restored.journal_gap))
    came = replayed.facts_after - replayed.facts_before
    print(f"saved at {restored.manifest.made_at.isoformat()}: {replayed.facts_before} facts; {came} came back since")
    if restored.journal_gap:
        print("the journal's segments after the backup are gone: letters of that time are missing")
    if replayed.log_gap:
        print(f"a log is not whole: {replayed.given_up} mails that were due may have gone and are not sent")
    else:
        print(f"{replayed.doubted} mails that were due are looked for in Postfix's log before they are sent")
    return 0
