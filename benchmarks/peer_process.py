"""Extraction libraries that others use, each in a process of its own that stays up: only extracting is timed.

They live in a venv of their own (benchmarks/peers/extraction.lock): measured, never shipped. One that does not install
here is left out.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.peer_folders import python_of

# Reads a path a line; answers with the seconds that extracting took and the number of characters.
_LOOP = """
import json, sys, time
{prepare}
for line in sys.stdin:
    path = line.strip()
    started = time.perf_counter()
    text = {extract}
    print(json.dumps([time.perf_counter() - started, len(text)]), flush=True)
"""
PEERS = {
    "kreuzberg": _LOOP.format(
        prepare="from kreuzberg import extract_file_sync", extract="extract_file_sync(path).content"
    ),
    "markitdown": _LOOP.format(
        prepare="from markitdown import MarkItDown\nconverter = MarkItDown()",
        extract="converter.convert(path).text_content",
    ),
}


class Peer:
    """A library that answers; `seconds` raises ValueError for a file it does not take."""

    def __init__(self, name: str, process: "subprocess.Popen[str]") -> None:
        self.name = name
        self._process = process

    def seconds(self, path: Path) -> float:
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError(f"{self.name} is not there")
        try:
            self._process.stdin.write(f"{path}\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise ValueError(f"{self.name} ended") from None
        answer = self._process.stdout.readline()
        if not answer:
            raise ValueError(f"{self.name} does not take {path.suffix}")
        taken, _ = json.loads(answer)
        return float(taken)


@contextmanager
def peer(name: str) -> Iterator[Peer | None]:
    """None when it cannot be installed here."""
    python = python_of("extraction")
    if python is None:
        yield None
        return
    process = subprocess.Popen(
        [python, "-c", PEERS[name]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield Peer(name, process)
    finally:
        process.kill()
        process.wait()
