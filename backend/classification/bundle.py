"""The signed rule bundle: built from rules, checked against configured keys, never replaced by an older one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

import orjson
from joserfc.jwk import OKPKey

from backend.classification import approval
from backend.classification.fingerprint_keys import EarlierKey, earlier_key, key_bytes, key_text
from backend.classification.overlay import Overlay, read_overlay
from backend.classification.packaged import written_kinds, written_overlays, written_rules
from backend.classification.rule import Effect, Rule, read_rule
from backend.documents.form_kinds import KindTable
from backend.documents.limits import Limits
from backend.errors import BundleError

FORMAT = 1
VALID_FOR = timedelta(days=90)
DEVELOPMENT_KEY = hashlib.sha256(b"congvu development fingerprint key").digest()
_KEYS = {"format", "version", "issued_at", "expires_at", "province", "fingerprint_keys", "limits", "rules", "kinds"}


@dataclass(frozen=True, slots=True)
class Province:
    id: str
    name: str
    domains: tuple[str, ...]


@dataclass(frozen=True)
class Bundle:
    """A bundle ready for the engine. `current_fingerprint_key` is 32 bytes; times are aware UTC."""

    version: str
    issued_at: datetime | None
    expires_at: datetime | None
    province: Province
    current_fingerprint_key: bytes
    limits: Limits
    rules: tuple[Rule, ...]
    kinds: KindTable
    overlays: tuple[Overlay, ...] = ()
    earlier_fingerprint_key: EarlierKey | None = None  # while two overlap

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """Read a payload whose signature was checked (or that came with the package).

        Raises:
            BundleError: a key is missing or unknown, or a rule cannot be compiled.
        """
        if payload.get("format") != FORMAT or set(payload) - {"overlays"} != _KEYS:
            raise BundleError("the bundle lacks a field or is of another format")
        try:
            rules = tuple(read_rule(rule) for rule in payload["rules"])
            bundle = cls(
                version=payload["version"],
                issued_at=_moment(payload["issued_at"]),
                expires_at=_moment(payload["expires_at"]),
                province=Province(**{**payload["province"], "domains": tuple(payload["province"]["domains"])}),
                current_fingerprint_key=key_bytes(payload["fingerprint_keys"][0]["key"]),
                limits=_limits(payload["limits"]),
                rules=rules,
                kinds=KindTable.from_rows(payload["kinds"]),
                overlays=tuple(read_overlay(overlay, rules) for overlay in payload.get("overlays", ())),
                earlier_fingerprint_key=earlier_key(payload["fingerprint_keys"]),
            )
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise BundleError(f"the bundle is malformed: {error}") from error
        _check_rules(bundle.rules)
        for overlay in bundle.overlays:
            _check_rules(overlay.over(bundle.rules))
        return bundle

    def for_agency(self, code: str | None) -> "Bundle":
        """The bundle with the rules of one agency; itself where that has none of its own."""
        own = [overlay for overlay in self.overlays if overlay.agency == code]
        rules = self.rules
        for overlay in own:
            rules = overlay.over(rules)
        return replace(self, rules=rules) if own else self

    def is_expired(self, now: datetime) -> bool:
        """An expired bundle stays enforced; whoever shows it says so."""
        return self.expires_at is not None and now >= self.expires_at

    def replaces(self, current: "Bundle | None") -> bool:
        """Anti-rollback: a bundle never gives way to one with a lower version."""
        return current is None or version_key(self.version) >= version_key(current.version)


def _limits(written: Mapping[str, Any]) -> Limits:
    if set(written) != set(Limits.__slots__) or not all(
        isinstance(limit, int | float) and limit > 0 for limit in written.values()
    ):
        raise BundleError(f"limits: wanted {sorted(Limits.__slots__)}, each above 0")
    return Limits(**written)


def _check_rules(rules: Sequence[Rule]) -> None:
    """A bundle that knows no secrecy mark would let everything pass."""
    ids = [rule.id for rule in rules]
    if repeated := sorted({one for one in ids if ids.count(one) > 1}):
        raise BundleError(f"two rules of one id: {repeated}")
    if not any(rule.effect is Effect.MARK for rule in rules):
        raise BundleError("no rule of the bundle looks for a secrecy mark")


def version_key(version: str) -> tuple[int, ...]:
    """Raises BundleError unless the version is numbers joined by dots."""
    try:
        return tuple(int(piece) for piece in version.split("."))
    except ValueError:
        raise BundleError(f"version {version!r} is not numbers joined by dots") from None


def canonical(payload: Mapping[str, Any]) -> bytes:
    """Canonical JSON: sorted keys, no white space, UTF-8."""
    return orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)


def payload_of(
    *,
    version: str,
    issued_at: datetime,
    province: Province,
    fingerprint_keys: Sequence[bytes],
    rules: Path | None = None,
    earlier: EarlierKey | None = None,
) -> dict[str, Any]:
    """The payload that carries the rules of a folder (None: of this installation), checked to compile."""
    version_key(version)
    payload = _payload(version, province, fingerprint_keys, rules) | {
        "issued_at": _written_moment(issued_at),
        "expires_at": _written_moment(issued_at + VALID_FOR),
    }
    if earlier is not None:
        payload["fingerprint_keys"].append(earlier.written)
    Bundle.from_payload(payload)
    return payload


def sign(payload: Mapping[str, Any], key: OKPKey) -> str:
    """The payload as a JWS in compact form (RFC 7515), `kid` being the key's thumbprint."""
    return approval.sign(canonical(payload), key)


def load_bundle(text: str, trusted_keys: Sequence[OKPKey], approvals: int = 1) -> Bundle:
    """Check a signed bundle against the configured keys and compile it.

    Args:
        approvals: how many people must have signed (settings: rule_approvals).

    Raises:
        BundleError: not signed, signed by no key of ours or by too few people, or malformed.
    """
    return read_bundle(approval.read_signed(text, trusted_keys, approvals).payload)


def read_bundle(payload: bytes) -> Bundle:
    """Compile a payload whose signature was checked.

    Raises:
        BundleError: malformed.
    """
    try:
        bundle = Bundle.from_payload(orjson.loads(payload))
    except orjson.JSONDecodeError as error:
        raise BundleError("the bundle is no JSON") from error
    version_key(bundle.version)
    return bundle


def packaged_payload(rules: Path | None = None) -> dict[str, Any]:
    """The rules of a folder (None: of this installation) as plain data, unsigned: version `dev+<hash>`, no domains."""
    payload = _payload("", Province("dev", "", ()), [DEVELOPMENT_KEY], rules) | {"issued_at": None, "expires_at": None}
    digest = hashlib.sha256(canonical(payload)).hexdigest()[:8]
    return payload | {"version": f"dev+{digest}"}


def packaged_bundle(rules: Path | None = None) -> Bundle:
    return Bundle.from_payload(packaged_payload(rules))


def _payload(version: str, province: Province, fingerprint_keys: Sequence[bytes], rules: Path | None) -> dict[str, Any]:
    limits = Limits()
    return {
        "format": FORMAT,
        "version": version,
        "province": {"id": province.id, "name": province.name, "domains": list(province.domains)},
        "fingerprint_keys": [{"id": f"k{n}", "key": key_text(key)} for n, key in enumerate(fingerprint_keys, start=1)],
        "limits": {name: getattr(limits, name) for name in Limits.__slots__},
        "rules": written_rules(rules),
        "kinds": written_kinds(rules),
        "overlays": written_overlays(rules),
    }


def _written_moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
