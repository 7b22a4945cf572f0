"""Room for what must be written: a letter is accepted only once its record is on disk."""

from collections.abc import Iterator
from pathlib import Path

from backend.disk_room import Room, room_of, written_folders
from backend.doctor.fault import Fault
from backend.settings import Settings

LEAST_FREE_BYTES = 1_000_000_000
LEAST_FREE_SHARE = 0.05  # where the disk is smaller than 20 times the above
LEAST_FREE_INODES_SHARE = 0.02


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
