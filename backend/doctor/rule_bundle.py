"""The rule bundle: it is there, our keys trust it, its time is not over, and the milter took it over."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from joserfc.jwk import OKPKey

from backend.classification.bundle import Bundle, load_bundle, version_key
from backend.classification.keys import read_key
from backend.doctor.fault import Fault
from backend.errors import BundleError
from backend.gateway.rule_source import ACCEPTED
from backend.settings import Settings

SOON = timedelta(days=14)  # before its end: time for two people to sign another
TAKEN_WITHIN = timedelta(minutes=2)  # the milter looks every second; a restart takes a moment


def bundle_faults(settings: Settings, now: datetime) -> Iterator[Fault]:
    """
    Raises:
        OSError: a file is there and may not be read.
        UsageError: a file of trusted_keys holds no key.
    """
    file = settings.bundle
    said = {"file": str(file)}
    if not settings.trusted_keys:
        yield Fault("no_keys")
        return
    keys = [read_key(one) for one in settings.trusted_keys]
    if not file.exists():
        yield Fault("missing", said)
        return
    try:
        bundle = _read(file, keys, settings.rule_approvals)
    except BundleError as error:
        yield Fault(f"refused_{error.reason}", said)
        return
    yield from _age_faults(bundle, now)
    yield from _accepted_faults(bundle, settings, keys, now)


def _age_faults(bundle: Bundle, now: datetime) -> Iterator[Fault]:
    if bundle.expires_at is None:
        return
    said = {"version": bundle.version, "day": bundle.expires_at.date().isoformat()}
    if bundle.is_expired(now):
        yield Fault("expired", said)
    elif bundle.expires_at - now < SOON:
        yield Fault("ends_soon", said)


def _accepted_faults(bundle: Bundle, settings: Settings, keys: Sequence[OKPKey], now: datetime) -> Iterator[Fault]:
    """Against what the milter of this machine last took over, if there is one."""
    kept = settings.state_dir / ACCEPTED
    if not kept.exists():
        return
    try:
        accepted = _read(kept, keys, settings.rule_approvals)
    except BundleError:
        yield Fault("accepted_foreign", {"file": str(kept)})
        return
    said = {"file": str(settings.bundle), "version": bundle.version, "held": accepted.version}
    published_at = datetime.fromtimestamp(settings.bundle.stat().st_mtime, now.tzinfo)
    if version_key(bundle.version) < version_key(accepted.version):
        yield Fault("older", said)
    elif bundle.version != accepted.version and now - published_at > TAKEN_WITHIN:
        yield Fault("not_taken", said)


def _read(file: Path, keys: Sequence[OKPKey], approvals: int) -> Bundle:
    try:
        text = file.read_text("ascii").strip()
    except UnicodeDecodeError as error:
        raise BundleError("the bundle is no text") from error
    return load_bundle(text, keys, approvals)
