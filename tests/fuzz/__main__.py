"""`python -m tests.fuzz [COUNT] [--from CASE] [--processes N]` (make fuzz): spoils files and looks for what must not
happen. Every case is made from its number: one that was stopped goes on with --from what it last said.
"""

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
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many at a time")
    arguments = parser.parse_args()
    started = time.monotonic()
    troubles = run(range(arguments.start, arguments.start + arguments.count), arguments.processes, _tell)
    for trouble in troubles:
        sys.stdout.write(f"case {trouble.case} ({trouble.seed}): {trouble.what}\n")
    minutes = (time.monotonic() - started) / 60
    sys.stdout.write(f"{arguments.count} files in {minutes:.1f} minutes, {len(troubles)} in trouble\n")
    return 1 if troubles else 0


def _tell(case: int) -> None:
    sys.stdout.write(f"all before case {case}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
