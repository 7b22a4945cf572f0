"""Who signed a bundle: one person, or one who proposed it and another who approved it.

A bundle is a JWS in compact form (RFC 7515). The proposer's signature stands in its protected header (`proposal`) as a
JWS with detached content (RFC 7515 appendix F) over the very same payload: whoever knows nothing of it reads the bundle
as before, and neither signature can be moved to another payload. `typ` keeps the two apart: a proposal is no bundle.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry
from joserfc.registry import HeaderParameter

from backend.errors import BundleError, BundleRefusal

ALGORITHM = "Ed25519"
PROPOSAL_TYPE = "congvu-proposal"
_REGISTRY = JWSRegistry({"proposal": HeaderParameter("Signature of who proposed it", "str")}, [ALGORITHM])


@dataclass(frozen=True, slots=True)
class Signed:
    """A payload whose signatures were checked. `proposer` and `signer` are thumbprints of trusted keys (RFC 7638)."""

    payload: bytes
    signer: str
    proposer: str | None

    @property
    def approvals(self) -> int:
        return 1 if self.proposer is None else 2


def sign(payload: bytes, key: OKPKey) -> str:
    """A bundle that one person answers for."""
    return _serialized({"alg": ALGORITHM, "kid": key.thumbprint()}, payload, key)


def propose(payload: bytes, key: OKPKey) -> str:
    """A proposal: no client takes it before somebody else approves it."""
    return _serialized({"alg": ALGORITHM, "kid": key.thumbprint(), "typ": PROPOSAL_TYPE}, payload, key)


def read_proposal(proposal: str, trusted_keys: Sequence[OKPKey]) -> Signed:
    """
    Raises:
        BundleError: no proposal, or signed by none of the keys.
    """
    header, _, _ = segments = _segments(proposal)
    if _read_header(header).get("typ") != PROPOSAL_TYPE:
        raise BundleError("this is no proposal")
    return _verified(".".join(segments), trusted_keys)


def approve(proposal: str, trusted_keys: Sequence[OKPKey], key: OKPKey) -> str:
    """The bundle: the proposal's payload, signed by `key` and carrying the proposer's signature.

    Raises:
        BundleError: no proposal, signed by none of the trusted keys, or by the very key that is to approve it.
    """
    proposed = read_proposal(proposal, trusted_keys)
    if proposed.signer == key.thumbprint():
        raise BundleError("who proposed it cannot approve it", BundleRefusal.SINGLE)
    header, _, signature = _segments(proposal)
    outer = {"alg": ALGORITHM, "kid": key.thumbprint(), "proposal": f"{header}..{signature}"}
    return _serialized(outer, proposed.payload, key)


def read_signed(text: str, trusted_keys: Sequence[OKPKey], approvals: int) -> Signed:
    """
    Args:
        approvals: how many people must have signed, 1 or 2. A second signature that no trusted key made is none.

    Raises:
        BundleError: no signed bundle, signed by no trusted key, or by fewer people than asked for.
    """
    header, payload, _ = segments = _segments(text)
    written = _read_header(header)
    if written.get("typ") == PROPOSAL_TYPE:
        raise BundleError("this is a proposal that nobody approved", BundleRefusal.SINGLE)
    outer = _verified(".".join(segments), trusted_keys)
    signed = Signed(outer.payload, outer.signer, _proposer(written, payload, outer.signer, trusted_keys))
    if signed.approvals < approvals:
        raise BundleError("the bundle was signed by one person, two are needed", BundleRefusal.SINGLE)
    return signed


def _proposer(written: Mapping[str, Any], payload: str, signer: str, trusted_keys: Sequence[OKPKey]) -> str | None:
    """Thumbprint of the trusted key, another than the signer's, that proposed this payload."""
    match str(written.get("proposal", "")).split("."):
        case [header, "", signature]:
            try:
                proposer = read_proposal(f"{header}.{payload}.{signature}", trusted_keys).signer
            except BundleError:
                return None
            return None if proposer == signer else proposer
    return None


def _verified(text: str, trusted_keys: Sequence[OKPKey]) -> Signed:
    written = _read_header(text.split(".", 1)[0])
    if written.get("alg") != ALGORITHM or "crit" in written:
        raise BundleError("the bundle is signed in a way that is not accepted")
    for key in trusted_keys:
        if key.thumbprint() == written.get("kid"):
            try:
                verified = jws.deserialize_compact(text, key, registry=_REGISTRY)
            except (JoseError, ValueError):
                break
            return Signed(verified.payload, key.thumbprint(), None)
    raise BundleError("the bundle is signed by no key of ours", BundleRefusal.FOREIGN)


def _segments(text: str) -> tuple[str, str, str]:
    match text.strip().split("."):
        case [header, payload, signature]:
            return header, payload, signature
    raise BundleError("the bundle is not a compact JWS")


def _read_header(segment: str) -> dict[str, Any]:
    try:
        written = orjson.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    except ValueError:
        raise BundleError("the bundle's header is not readable JSON") from None
    if not isinstance(written, dict):
        raise BundleError("the bundle's header is not readable JSON")
    return written


def _serialized(header: dict[str, Any], payload: bytes, key: OKPKey) -> str:
    return jws.serialize_compact(header, payload, key, registry=_REGISTRY)
