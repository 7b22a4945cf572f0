"""What is kept of a session for its holder alone: sealed under a key made from the token in the holder's cookie.

Whoever copies the database has hashes of tokens and cannot open anything (AES-256-GCM, key by HKDF, RFC 5869).
"""

import base64
import json
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


def seal(token: str, values: Mapping[str, str | None]) -> str:
    """Base64."""
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + _cipher(token).encrypt(nonce, json.dumps(values).encode(), None)).decode()


def unseal(token: str, sealed: str | None) -> dict[str, str | None]:
    """Nothing, if nothing was sealed or not by this token."""
    if sealed is None:
        return {}
    packed = base64.b64decode(sealed)
    try:
        opened = _cipher(token).decrypt(packed[:NONCE_BYTES], packed[NONCE_BYTES:], None)
    except InvalidTag:
        return {}
    values: dict[str, str | None] = json.loads(opened)
    return values


def _cipher(token: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, None, b"congvu page session").derive(token.encode()))
