"""`congvu restore`: a backup back into place, then every letter that the journal knows since.

Nothing that is there is written over: a bundle in force stays (an older one would be a way back), and of the journal's
segments the longer one counts, which must begin as the saved one.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from backend.backup.manifest import DATABASE, JOURNAL, Manifest
from backend.backup.saving import sqlite_file
from backend.backup.sqlite_copy import look, segment_of
from backend.errors import UsageError
from backend.gateway.journal import segment_numbers
from backend.settings import Settings

READ_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PutBack:
    """`journal_gap`: the segment that was to be read next is in no journal any more, though later ones are."""

    manifest: Manifest
    journal_gap: bool


def put_back(settings: Settings, folder: Path) -> PutBack:
    """Database, bundles and journal as they were; the database comes last, so that a restore that is cut off can be
    begun anew.

    Raises:
        UsageError: the backup was altered or is damaged, a database is there, the journal is another's, or somebody
            else owns the state.
        OSError: something cannot be read or written.
    """
    manifest, database = Manifest.read(folder), sqlite_file(settings)
    _refuse(settings, database)
    if look(folder / DATABASE).journal_position != manifest.journal_position:
        raise UsageError(f"{folder / DATABASE}: is not the database that was listed")
    for name in manifest.files:
        if name != DATABASE and not name.startswith(f"{JOURNAL}/"):
            _copy_unless_there(folder / name, _place(settings, name))
    settings.journal_dir.mkdir(mode=0o750, exist_ok=True)
    for name in sorted(name for name in manifest.files if name.startswith(f"{JOURNAL}/")):
        _put_segment(folder / name, settings.journal_dir / Path(name).name)
    _copy_unless_there(folder / DATABASE, database)
    wanted, there = segment_of(manifest.journal_position), segment_numbers(settings.journal_dir)
    return PutBack(manifest, journal_gap=bool(there) and wanted > 0 and wanted not in there)


def _refuse(settings: Settings, database: Path) -> None:
    for file in (database, database.with_name(f"{database.name}-wal")):
        if file.exists():
            raise UsageError(f"{file}: is there; stop web and worker and move it away first")
    owner = settings.state_dir.stat().st_uid
    if owner != os.geteuid():
        raise UsageError(f"{settings.state_dir}: belongs to another user; run this as that user")


def _place(settings: Settings, name: str) -> Path:
    if name == settings.bundle.name:
        return settings.bundle
    return (settings.directory_key.parent if name.endswith(".pub") else settings.state_dir) / name


def _copy_unless_there(source: Path, target: Path) -> None:
    if target.exists():
        return
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    shutil.copyfile(source, part)
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.rename(target)


def _put_segment(saved: Path, segment: Path) -> None:
    """
    Raises:
        UsageError: one of this number is there and does not begin alike.
    """
    if not segment.exists():
        _copy_unless_there(saved, segment)
        return
    with saved.open("rb") as was, segment.open("rb") as now:
        while part := was.read(READ_BYTES):
            if now.read(len(part)) != part:
                raise UsageError(f"{segment}: is another journal's; move it away first")
