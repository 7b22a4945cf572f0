"""The one hash of a file that is ever sent, stored or journalled, and never one of a marked file."""

import base64
import hashlib
import hmac

LENGTH = 22


def fingerprint_of(sha256: str, key: bytes) -> str:
    """HMAC-SHA-256 over the file's SHA-256 (hexadecimal in, its bytes hashed), 22 base64url characters."""
    digest = hmac.new(key, bytes.fromhex(sha256), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:LENGTH]
