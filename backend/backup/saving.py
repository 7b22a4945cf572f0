"""`congvu backup`: database, bundles and journal of a deployment that serves, into a folder that is whole or not there.

The journal is copied after the database, so that it reaches at least as far. Keys are not copied: they are kept apart.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from backend.backup.manifest import DATABASE, JOURNAL, Manifest, digest_of
from backend.backup.sqlite_copy import copy_database
from backend.classification.candidate import candidate_beside
from backend.errors import UsageError
from backend.gateway.journal import segment_numbers, segment_path
from backend.gateway.rule_source import ACCEPTED
from backend.settings import Settings


def save(settings: Settings, folder: Path, now: datetime) -> Manifest:
    """
    Raises:
        UsageError: the folder is there already, the database is damaged or no SQLite.
        Unavailable: the database is locked for too long, or the disk is full.
        OSError: something cannot be read or written.
    """
    source = sqlite_file(settings)
    if folder.exists():
        raise UsageError(f"{folder}: is there already; a backup is never written over")
    part = folder.with_name(f"{folder.name}.part")
    if part.exists():
        shutil.rmtree(part)  # one that was cut off
    try:
        manifest = _fill(settings, source, part, now)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)  # a disk that is full needs its room
        raise
    return manifest


def _fill(settings: Settings, source: Path, part: Path, now: datetime) -> Manifest:
    (part / JOURNAL).mkdir(mode=0o700, parents=True)
    part.chmod(0o700)
    copied = copy_database(source, part / DATABASE)
    for file in _other_files(settings):
        if file.is_file():
            shutil.copyfile(file, part / file.name)
    for number in segment_numbers(settings.journal_dir):
        segment = segment_path(settings.journal_dir, number)
        shutil.copyfile(segment, part / JOURNAL / segment.name)
    files = sorted(file for file in part.rglob("*") if file.is_file())
    digests = {str(file.relative_to(part)): digest_of(file) for file in files}
    manifest = Manifest(now, copied.facts, copied.journal_position, digests)
    manifest.write(part)
    _sync(part)
    return manifest


def sqlite_file(settings: Settings) -> Path:
    """
    Raises:
        UsageError: the database is on a server, which has backups of its own (docs/operations.md).
    """
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise UsageError("the database is on a server: pg_basebackup and its WAL, see docs/operations.md")
    return Path(url.database)


def _other_files(settings: Settings) -> list[Path]:
    public_key = settings.directory_key.with_name(f"{settings.directory_key.name}.pub")
    return [settings.bundle, settings.state_dir / ACCEPTED, candidate_beside(settings.bundle), public_key]


def _sync(folder: Path) -> None:
    for place in (*folder.rglob("*"), folder):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
