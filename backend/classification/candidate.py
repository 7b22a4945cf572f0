"""The proposal that runs in shadow: a file beside the live bundle, signed by whoever proposed it (ADR 16).

Whatever is wrong with it, it is no candidate, and the live rules go on alone.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import OKPKey

from backend.classification.approval import read_proposal
from backend.classification.bundle import Bundle, read_bundle, version_key
from backend.errors import DomainError

NAME = "candidate.jws"
_log = logging.getLogger("congvu.bundle")
_Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    bundle: Bundle
    text: str


def candidate_beside(bundle_file: Path) -> Path:
    return bundle_file.with_name(NAME)


class CandidateFile:
    """Read again when it changes; gone when it is removed."""

    def __init__(self, bundle_file: Path, trusted_keys: Sequence[OKPKey]) -> None:
        self._file = candidate_beside(bundle_file)
        self._trusted_keys = trusted_keys
        self._seen: _Signature | None = None
        self._candidate: Candidate | None = None

    def has_changed(self) -> bool:
        """Whether `current` would read it, which takes a while."""
        try:
            return self._signature() != self._seen
        except OSError:
            return self._seen is not None

    def current(self, live: Bundle | None) -> Candidate | None:
        """None too where it is not newer than what is in force: then it was published, or overtaken."""
        try:
            seen = self._signature()
            if seen != self._seen:
                self._seen, self._candidate = seen, None
                self._candidate = self._read()
        except FileNotFoundError:
            self._seen = self._candidate = None
        except (OSError, ValueError, DomainError) as error:
            _log.error("%s runs in no shadow: %s", self._file.name, error)
        found = self._candidate
        if found is None or live is None or version_key(found.bundle.version) <= version_key(live.version):
            return None
        return found

    def _signature(self) -> _Signature:
        status = self._file.stat()
        return status.st_ino, status.st_size, status.st_mtime_ns

    def _read(self) -> Candidate:
        text = self._file.read_text(encoding="ascii").strip()
        return Candidate(read_bundle(read_proposal(text, self._trusted_keys).payload), text)
