"""Ed25519 keys of a province as JWK files (RFC 8037): made, read, named by thumbprint (RFC 7638)."""

import json
import os
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from backend.errors import UsageError


def make_key(file: Path, owner: str = "") -> Path:
    """Write a private key to `file` (mode 0600) and the public one beside it (`file`.pub), which is returned.

    `owner` stands in the public file: the official address of the one person who holds the key, for the audit log.

    Raises:
        UsageError: one of them exists already; a key is never overwritten.
    """
    key = OKPKey.generate_key("Ed25519", private=True)
    public = file.with_name(file.name + ".pub")
    if public.exists():
        raise UsageError(f"{public}: exists already, a key is never overwritten")
    write_secret(file, json.dumps(key.as_dict(private=True)).encode())
    names = {"owner": owner} if owner else {}
    public.write_text(json.dumps(dict(key.as_dict(private=False)) | names), encoding="utf-8")
    return public


def write_secret(file: Path, content: bytes) -> None:
    """Write a new file that only its owner can read.

    Raises:
        UsageError: `file` exists already; a key is never overwritten.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError(f"{file}: exists already, a key is never overwritten") from None
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)


def read_key(file: Path) -> OKPKey:
    """Read a key, private or public.

    Raises:
        UsageError: the file holds no Ed25519 key.
    """
    try:
        key = OKPKey.import_key(json.loads(file.read_text("utf-8")))
    except (ValueError, JoseError) as error:
        raise UsageError(f"{file}: no Ed25519 key") from error
    if key.curve_name != "Ed25519":
        raise UsageError(f"{file}: no Ed25519 key")
    return key


def public_part(file: Path) -> dict[str, str]:
    """The members of a JWK that make a public key; never the private one, whatever file was named.

    Raises:
        UsageError: the file holds no Ed25519 key.
    """
    key = read_key(file).as_dict(private=False)
    return {member: str(key[member]) for member in ("kty", "crv", "x")}
