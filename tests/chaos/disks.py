"""Small file systems of their own, so that they can be full without anybody else's being so."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

BLOCK_BYTES = 4096


@dataclass(frozen=True, slots=True)
class SmallDisk:
    folder: Path

    def fill(self) -> None:
        """To the last block; once more, what was given free meanwhile."""
        block = bytes(BLOCK_BYTES * 256)
        with suppress(OSError), self._filler.open("ab", buffering=0) as filler:
            while True:
                filler.write(block)

    def free(self) -> None:
        self._filler.unlink(missing_ok=True)

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"


@contextmanager
def small_disk(folder: Path, size: str, user: int, group: int) -> Iterator[SmallDisk]:
    """In memory, mounted at a folder that is made for it; needs root."""
    folder.mkdir()
    options = f"size={size},uid={user},gid={group},mode=0750"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)
