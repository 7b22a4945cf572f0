"""`python -m tests.fuzz [COUNT] [--from CASE]` (make fuzz): spoils files and looks for what must not happen."""

import argparse
import os
import sys
import time

from tests.fuzz.campaign import run

DEFAULT_COUNT = 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("count", nargs="?", type=int, default=DEFAULT_COUNT, help="how many files")
    parser.add_argument("--from", dest="start", type=int, default=0, metavar="CASE", help="the first case's number")
    arguments = parser.parse_args()
    started = time.monotonic()
    troubles = run(range(arguments.start, arguments.start + arguments.count), os.cpu_count() or 1)
    for trouble in troubles:
        sys.stdout.write(f"case {trouble.case} ({trouble.seed}): {trouble.what}\n")
    minutes = (time.monotonic() - started) / 60
    sys.stdout.write(f"{arguments.count} files in {minutes:.1f} minutes, {len(troubles)} in trouble\n")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
