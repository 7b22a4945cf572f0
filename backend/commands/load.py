"""`congvu load province DIR`: a made-up province as CSV files, to try things out and to measure."""

import argparse
from pathlib import Path

from backend.exit_status import EXIT_DONE

OFFICIALS = 30_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    province = actions.add_parser("province", help="CSV files for `congvu directory import`")
    province.add_argument("folder", metavar="DIR", type=Path)
    province.add_argument("--officials", type=int, default=OFFICIALS, metavar="N", help=f"default: {OFFICIALS}")
    province.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed writes the same bytes")


def run(arguments: argparse.Namespace) -> int:
    from backend.load.province import write_province

    written = write_province(arguments.folder, arguments.officials, arguments.seed)
    print(", ".join(f"{count} {table}" for table, count in written.items()))
    return EXIT_DONE
