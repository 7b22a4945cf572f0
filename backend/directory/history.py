"""The chain of the directory's changes: each hashed over the one before, the hash signed with Ed25519. Pure (ADR 0010).

A hash is the SHA-256 of the hash before it, a line feed and the change as a JSON list; a signature is made over the
hexadecimal hash, so that whoever holds one change, its neighbours up to the next signature and the public key can check
all of them without this system.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final, Protocol

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc.jwk import OKPKey

SIGNED_EVERY: Final = 1_000  # changes: how far a proof of one of them reaches at most


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes the directory; `login` is empty for a command."""

    login: str = ""
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A row of a table, in canonical JSON: as it was before (None: there was none) and after (None: there is none)."""

    entity: str
    key: str
    agency_code: str
    before: str | None
    after: str | None
    valid_from: date | None = None
    decision_number: str | None = None


class StoredChange(Protocol):
    """A row of `directory_change`."""

    seq: int
    revision: int
    at: datetime
    login: str
    person_id: str | None
    entity: str
    key: str
    agency_code: str
    before: str | None
    after: str | None
    valid_from: date | None
    decision_number: str | None
    previous_hash: str
    hash: str


class StoredSignature(Protocol):
    """A row of `directory_signature`."""

    seq: int
    hash: str
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last change of the chain: (0, 0, "") before the first."""

    seq: int = 0
    revision: int = 0
    hash: str = ""


@dataclass(slots=True)
class Chained:
    """What a revision adds to the tables of the history."""

    head: Head
    changes: list[dict[str, object]] = field(default_factory=list)
    signatures: list[dict[str, object]] = field(default_factory=list)


def chained(changes: Iterable[Change], head: Head, revision: int, at: datetime, by: Author, key: OKPKey) -> Chained:
    """The changes of one revision as rows, signed at the last one and on the way."""
    made, sign, key_id = Chained(head), _signer(key), key.thumbprint()
    seq, last, moment = head.seq, head.hash, at.astimezone(UTC)
    for seq, change in enumerate(changes, head.seq + 1):
        row: dict[str, object] = {
            "seq": seq,
            "revision": revision,
            "at": moment,
            "login": by.login,
            "person_id": by.person_id,
            "entity": change.entity,
            "key": change.key,
            "agency_code": change.agency_code,
            "before": change.before,
            "after": change.after,
            "valid_from": change.valid_from,
            "decision_number": change.decision_number,
        }
        row["previous_hash"], row["hash"] = last, hash_of(last, row)
        last = str(row["hash"])
        made.changes.append(row)
        if seq % SIGNED_EVERY == 0:
            made.signatures.append(_signature(seq, last, key_id, sign(last), at))
    if made.changes and seq % SIGNED_EVERY:
        made.signatures.append(_signature(seq, last, key_id, sign(last), at))
    made.head = Head(seq, revision if made.changes else head.revision, last)
    return made


def hash_of(previous: str, row: Mapping[str, object]) -> str:
    """64 hexadecimal digits. `at` is in UTC, to the microsecond."""
    return hashlib.sha256(previous.encode() + b"\n" + orjson.dumps([row[name] for name in _HASHED])).hexdigest()


def stored_hash(row: StoredChange) -> str:
    """What the hash of a stored change should be."""
    said = {name: getattr(row, name) for name in _HASHED}
    return hash_of(row.previous_hash, {**said, "at": row.at.astimezone(UTC)})


_HASHED = (
    "seq",
    "revision",
    "at",
    "login",
    "person_id",
    "entity",
    "key",
    "agency_code",
    "before",
    "after",
    "valid_from",
    "decision_number",
)


class Trust:
    """The public keys that are believed, by thumbprint (RFC 7638)."""

    def __init__(self, keys: Iterable[OKPKey]) -> None:
        self._keys = {key.thumbprint(): _public(key) for key in keys}

    def believes(self, signature: StoredSignature) -> bool:
        """Whether one of the keys made this signature over its hash."""
        key = self._keys.get(signature.key_id)
        if key is None:
            return False
        try:
            key.verify(urlsafe_b64decode(signature.signature + "=="), signature.hash.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def broken_links(changes: Iterable[StoredChange], head: Head) -> Iterator[int]:
    """The numbers of the changes that are not what was hashed, or do not follow the one before."""
    for change in changes:
        follows = change.seq == head.seq + 1 and change.previous_hash == head.hash
        if not follows or stored_hash(change) != change.hash:
            yield change.seq
        head = Head(change.seq, change.revision, change.hash)


def _signature(seq: int, signed: str, key_id: str, signature: str, at: datetime) -> dict[str, object]:
    return {"seq": seq, "hash": signed, "key_id": key_id, "signature": signature, "signed_at": at}


class _Sign(Protocol):
    def __call__(self, text: str) -> str: ...


def _signer(key: OKPKey) -> _Sign:
    private = key.private_key
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError("the directory is signed with a private Ed25519 key")
    return lambda text: urlsafe_b64encode(private.sign(text.encode())).rstrip(b"=").decode()


def _public(key: OKPKey) -> Ed25519PublicKey:
    public = key.public_key
    if not isinstance(public, Ed25519PublicKey):
        raise TypeError("the directory is signed with Ed25519 keys")
    return public
