"""Exit statuses of `congvu` (contract 2)."""

EXIT_DONE = 0
EXIT_FOUND = 1  # a block, a failed check: only where contract 2 says so
EXIT_USAGE = 2  # bad usage, or a path that cannot be opened
EXIT_DEFECT = 70  # EX_SOFTWARE of sysexits.h: `serve` ended by a defect, so that a supervisor restarts it
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
