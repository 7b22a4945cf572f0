"""How much room a file system has for what must be written."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from backend.settings import Settings


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes and inodes of a file system, as far as others than root may use them; inodes 0: it has no such limit."""

    free_bytes: int
    bytes: int
    free_inodes: int
    inodes: int
    read_only: bool


def room_of(folder: Path) -> Room:
    """Raises OSError: the folder is not there."""
    seen = os.statvfs(folder)
    return Room(
        free_bytes=seen.f_bavail * seen.f_frsize,
        bytes=seen.f_blocks * seen.f_frsize,
        free_inodes=seen.f_favail,
        inodes=seen.f_files,
        read_only=bool(seen.f_flag & os.ST_RDONLY),
    )


def written_folders(settings: Settings) -> list[Path]:
    """Each file system once is not tried for: two folders on one disk are two lines, and both are true."""
    url = make_url(settings.database)
    database = Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else settings.state_dir
    return list(dict.fromkeys([settings.state_dir, settings.journal_dir, database]))
