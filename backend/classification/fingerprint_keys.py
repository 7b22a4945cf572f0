"""The keys of fingerprints: one that is used, and for a while after it was changed the one before (architecture.md).

Fingerprints of the earlier key are matched, never made anew: what is reported, declared and recorded goes by the
current one. After `until` nothing matches by it any more, whatever bundle is in force; with the key gone nobody can
tell which file an old fingerprint was of.
"""

import base64
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.errors import BundleError

KEY_LENGTH = 32
AT_MOST = 2  # one in use, one before it


@dataclass(frozen=True, slots=True)
class EarlierKey:
    """`until` is aware UTC."""

    key: bytes
    until: datetime

    def holds(self, now: datetime) -> bool:
        return now < self.until

    @property
    def written(self) -> dict[str, str]:
        """As a bundle has it, after the current one."""
        return {"id": "k2", "key": key_text(self.key), "until": self.until.strftime("%Y-%m-%dT%H:%M:%SZ")}


def earlier_key(written: Sequence[Mapping[str, Any]]) -> EarlierKey | None:
    """That of a bundle's keys.

    Raises:
        BundleError: more than two keys, or an earlier one without an end.
    """
    if len(written) > AT_MOST:
        raise BundleError("a bundle has one fingerprint key, and at most one before it")
    if len(written) < AT_MOST:
        return None
    until = datetime.fromisoformat(written[1]["until"])
    if until.tzinfo is None:
        raise BundleError("the end of a fingerprint key has no zone")
    return EarlierKey(key_bytes(written[1]["key"]), until.astimezone(UTC))


def key_text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def key_bytes(text: str) -> bytes:
    key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(key) != KEY_LENGTH:
        raise BundleError("a fingerprint key is not 32 bytes")
    return key


def new_fingerprint_key() -> bytes:
    return secrets.token_bytes(KEY_LENGTH)


def beside(file: Path) -> Path:
    """Where the earlier key is kept while it overlaps with the one in this file."""
    return Path(f"{file}.earlier")


def written_file(earlier: EarlierKey) -> bytes:
    return json.dumps({name: text for name, text in earlier.written.items() if name != "id"}).encode()


def read_earlier(file: Path, now: datetime) -> EarlierKey | None:
    """That beside a key's file; one whose time is over is deleted here.

    Raises:
        BundleError: the file beside it is no such key.
    """
    if not beside(file).exists():
        return None
    try:
        written = json.loads(beside(file).read_bytes())
        earlier = earlier_key([{}, written])
    except (ValueError, KeyError, TypeError) as error:
        raise BundleError(f"{beside(file)}: no earlier fingerprint key") from error
    if earlier is None or earlier.holds(now):
        return earlier
    beside(file).unlink()
    return None
