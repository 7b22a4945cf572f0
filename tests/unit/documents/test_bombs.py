"""Four hundred megabytes of nothing, packed in every way that is read: over the limit, and hardly any memory for it."""

import bz2
import io
import lzma
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.word_papers import bomb_paper
from tests.unit.documents.archive_builder import seven_zip
from tests.unit.documents.file_builder import docx_of

SWOLLEN_BYTES = 400_000_000
ALLOWED_BYTES = 64_000_000
# In a fresh process: what a file adds to the peak of one that has read a small one
MEASURE = """
import resource, sys
from pathlib import Path
from backend.documents.extract import extract
from backend.documents.limits import Limits
extract(b"a", "", Limits())
data = Path(sys.argv[1]).read_bytes()
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = extract(data, "", Limits())
added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle
print(added * 1024, *sorted({part.reason.value for part in found.unreadable}))
"""


def zeros_in_zip(count: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(count):
            archive.writestr(str(number), bytes(SWOLLEN_BYTES // count))
    return stream.getvalue()


def zeros_in_word_file() -> bytes:
    stream = io.BytesIO(docx_of({"document": "<w:p/>"}))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(101):
            archive.writestr(f"word/media/{number}.bin", bytes(SWOLLEN_BYTES // 101))
    return stream.getvalue()


def word_file_below_the_ratio() -> bytes:
    """No member of it packs too well to be read."""
    return bomb_paper(SWOLLEN_BYTES - 8_000_000)


def zeros_in_gz() -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(packer.compress(bytes(4_000_000)) for _ in range(100)) + packer.flush()


BOMBS: dict[str, Callable[[], bytes]] = {
    "zip": lambda: zeros_in_zip(1),
    "zip of many": lambda: zeros_in_zip(101),
    "docx": zeros_in_word_file,
    "docx below the ratio": word_file_below_the_ratio,
    "gz": zeros_in_gz,
    "bz2": lambda: bz2.compress(bytes(SWOLLEN_BYTES), 1),
    "xz": lambda: lzma.compress(bytes(SWOLLEN_BYTES), preset=0),
    "7z": lambda: seven_zip({"a": bytes(SWOLLEN_BYTES)}, "deflate"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_over_the_limit_and_takes_little_memory(kind: str, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb"
    bomb.write_bytes(BOMBS[kind]())

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(bomb)], capture_output=True, text=True, check=True, timeout=120
    )

    added, *reasons = done.stdout.split()
    assert "limit" in reasons
    assert int(added) <= ALLOWED_BYTES
