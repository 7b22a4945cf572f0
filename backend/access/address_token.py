"""The token by which a mail asks its own mailbox for a confirmation: made anew from a secret, kept nowhere.

Worker and web share the secret of the gate (`gate_token`); the token says one address and one quarter, and nothing else
can be asked by it.
"""

import base64
import hashlib
import hmac
from pathlib import Path

LENGTH = 32


def address_token(secret_file: Path, address: str, quarter: str) -> str:
    """192 bits, base64url.

    Raises:
        OSError: the secret cannot be read.
    """
    secret = secret_file.read_bytes().strip()
    said = f"confirm address\n{address.lower()}\n{quarter}".encode()
    return base64.urlsafe_b64encode(hmac.new(secret, said, hashlib.sha256).digest()).decode()[:LENGTH]


def is_address_token(token: str, secret_file: Path, address: str, quarter: str) -> bool:
    """Raises as `address_token`."""
    return hmac.compare_digest(token.encode(), address_token(secret_file, address, quarter).encode())
