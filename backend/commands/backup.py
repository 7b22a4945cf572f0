"""`congvu backup DIR`: saves a deployment on SQLite while it serves."""

import argparse
from pathlib import Path

from backend.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="made new; on another disk")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")


def run(arguments: argparse.Namespace) -> int:
    from backend.backup.saving import save
    from backend.clock import SystemClock

    manifest = save(Settings.load(arguments.settings), arguments.folder, SystemClock().now())
    print(f"{arguments.folder}: {manifest.facts} facts, {len(manifest.files)} files; keys are kept apart")
    return 0
