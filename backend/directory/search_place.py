"""A folder for the index file of one process, gone when the process ends, at the latest when another one begins."""

import fcntl
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_PREFIX, _IN_USE = "search-", "in-use"


class SearchPlace:
    def __init__(self, folder: Path) -> None:
        """Make a new one below a folder, and remove what processes that were killed left there.

        Raises:
            OSError: the folder cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        _remove_left_behind(folder)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
        self._lock = (self.path / "starting").open("w", encoding="ascii")  # held as long as the place
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        (self.path / "starting").rename(self.path / _IN_USE)

    @property
    def file(self) -> Path:
        return self.path / "directory.sqlite"

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


def _remove_left_behind(folder: Path) -> None:
    for place in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError), (place / _IN_USE).open(encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while its process lives
            shutil.rmtree(place, ignore_errors=True)
