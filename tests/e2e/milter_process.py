"""The milter's process and its extractors, as the machine sees them (proc(5))."""

import os
from pathlib import Path

from deploy.demo.backend import process_name
from tests.e2e.demo import Demo

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
USER_TICKS, SYSTEM_TICKS = 11, 12  # of the fields after the name in brackets


def extractor_seconds(demo: Demo) -> float:
    """Processor time that the extractors of the milter's own process have used so far."""
    [milter] = [entry.session for entry in demo.stack.record.started() if entry.name == process_name("milter")]
    threads = Path(f"/proc/{milter}/task").glob("*/children")
    return sum(_seconds(int(child)) for thread in threads for child in thread.read_text("ascii").split())


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return (int(fields[USER_TICKS]) + int(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND
