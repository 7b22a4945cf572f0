"""A PDF that is encrypted, and opens without a password: what is forbidden is only printing or changing it."""

import hashlib

from tests.unit.documents.pdf_writer import pdf, stream

# ISO 32000-1, 7.6.3.3: what a password is filled up with
PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
PERMISSIONS = -44
FILE_ID = bytes(range(16))
KEY_BYTES = 5


def locked(content: str) -> bytes:
    """Encrypted with RC4 of 40 bits under an empty password (algorithms 1 to 4 of 7.6.2 and 7.6.3)."""
    owner = _rc4(_md5(PADDING)[:KEY_BYTES], PADDING)
    key = _md5(PADDING + owner + PERMISSIONS.to_bytes(4, "little", signed=True) + FILE_ID)[:KEY_BYTES]
    user = _rc4(key, PADDING)
    encrypt = f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {PERMISSIONS} >>"
    trailer = f"/Encrypt 50 0 R /ID [<{FILE_ID.hex()}> <{FILE_ID.hex()}>]"
    return pdf(
        content, trailer=trailer, objects={4: stream(_rc4(_key_of(4, key), content.encode("latin-1"))), 50: encrypt}
    )


def _key_of(number: int, key: bytes) -> bytes:
    return _md5(key + number.to_bytes(3, "little") + bytes(2))[: KEY_BYTES + 5]


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    at = 0
    for index in range(256):
        at = (at + state[index] + key[index % len(key)]) % 256
        state[index], state[at] = state[at], state[index]
    out, first, second = bytearray(), 0, 0
    for byte in data:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        out.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(out)
