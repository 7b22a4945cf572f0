"""Room for what must be written: a letter is accepted only once its record is on disk."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from backend.doctor.fault import Fault
from backend.settings import Settings

LEAST_FREE_BYTES = 1_000_000_000
LEAST_FREE_SHARE = 0.05  # where the disk is smaller than 20 times the above
LEAST_FREE_INODES_SHARE = 0.02


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


def room_faults(folder: Path, room: Room) -> Iterator[Fault]:
    said = {"folder": str(folder), "megabytes": str(room.free_bytes // 1_000_000)}
    if room.read_only:
        yield Fault("read_only", said)
    if room.free_bytes < min(LEAST_FREE_BYTES, LEAST_FREE_SHARE * room.bytes):
        yield Fault("full", said)
    if room.inodes and room.free_inodes < LEAST_FREE_INODES_SHARE * room.inodes:
        yield Fault("no_inodes", {**said, "inodes": str(room.free_inodes)})


def disk_faults(settings: Settings) -> Iterator[Fault]:
    for folder in written_folders(settings):
        if folder.is_dir():
            yield from room_faults(folder, room_of(folder))
        elif folder == settings.state_dir:
            yield Fault("no_folder", {"folder": str(folder)})
