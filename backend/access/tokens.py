"""Opaque secrets: the holder keeps the token, the database only its SHA-256."""

import hashlib
import secrets


def new_token() -> str:
    """43 base64url characters, 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token: SHA-256, 64 hex digits. A token this random needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
