"""The last good bundle kept beside the one that is published, so that a restart is no way back to an older one."""

import logging
import os
from pathlib import Path

_log = logging.getLogger("congvu.bundle")


def keep(path: Path, content: bytes) -> None:
    """At once or not at all. Where it cannot be written it is in force all the same, only not over a restart."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        _log.error("%s cannot be written: %s", path.name, error.strerror)
