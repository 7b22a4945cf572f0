"""What a backup says of itself: which files it has, and that each is as it was written."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from backend.errors import UsageError

NAME, FORMAT = "backup.json", 1
DATABASE, JOURNAL = "congvu.db", "journal"  # names inside a backup
READ_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files`: the SHA-256 of each, by its path inside the backup; `journal_position`: as the worker stores it."""

    made_at: datetime
    facts: int
    journal_position: str
    files: dict[str, str]

    def write(self, folder: Path) -> None:
        document = {**asdict(self), "made_at": self.made_at.isoformat(), "format": FORMAT}
        (folder / NAME).write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """
        Raises:
            UsageError: it is none of ours, or a file of it is missing, altered or not named.
            OSError: a file cannot be read.
        """
        try:
            written = json.loads((folder / NAME).read_text("utf-8"))
            if written.pop("format") != FORMAT:
                raise ValueError("format")
            manifest = cls(**{**written, "made_at": datetime.fromisoformat(written["made_at"])})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{folder / NAME}: no list of a backup") from error
        if DATABASE not in manifest.files:
            raise UsageError(f"{folder}: a backup without its database")
        for name, digest in manifest.files.items():
            file = folder / name
            if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
                raise UsageError(f"{file}: is missing")
            if digest_of(file) != digest:
                raise UsageError(f"{file}: is not what was saved")
        return manifest


def digest_of(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while part := stream.read(READ_BYTES):
            digest.update(part)
    return digest.hexdigest()
