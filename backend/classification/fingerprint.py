"""The one hash of a file that is ever sent, stored or journalled, and never one of a marked file."""

import base64
import hashlib
import hmac
from datetime import datetime

from backend.classification.fingerprint_keys import EarlierKey

LENGTH = 22


def fingerprint_of(sha256: str, key: bytes) -> str:
    """HMAC-SHA-256 over the file's SHA-256 (hexadecimal in, its bytes hashed), 22 base64url characters."""
    digest = hmac.new(key, bytes.fromhex(sha256), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:LENGTH]


def earlier_fingerprint_of(sha256: str, earlier: EarlierKey | None, now: datetime) -> str:
    """The file's fingerprint by the key before the current one; "" where there is none, or its time is over."""
    return fingerprint_of(sha256, earlier.key) if earlier is not None and earlier.holds(now) else ""
