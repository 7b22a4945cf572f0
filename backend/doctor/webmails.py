"""The webmails that may vouch for their log-ins, and the configuration that one of their plugins holds."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from backend.classification.keys import public_part
from backend.doctor.fault import Fault
from backend.settings import Settings

_LINE = re.compile(r"^\$config\['congvu_(backend_url|webmail_id|private_key)'\]\s*=\s*'((?:[^'\\]|\\.)*)';", re.M)
_KEY = re.compile(r"'x'\s*=>\s*'([A-Za-z0-9_-]{43})'")


def webmail_faults(settings: Settings, known: Mapping[str, str]) -> Iterator[Fault]:
    if known and not settings.webmail_origins:
        yield Fault("no_origin")
    if not known and not settings.extension_redirects:
        yield Fault("none")


def plugin_faults(settings: Settings, known: Mapping[str, str], file: Path) -> Iterator[Fault]:
    """Of a config.inc.php that `congvu webmail add` printed.

    Raises:
        OSError: it may not be read.
    """
    text = file.read_text("utf-8", "replace")
    values = dict(_LINE.findall(text))
    name = values.get("webmail_id", "")
    said = {"file": str(file), "name": name}
    if set(values) != {"backend_url", "webmail_id", "private_key"}:
        yield Fault("no_configuration", said)
        return
    if name not in known:
        yield Fault("unknown", said)
    elif _public_key(values["private_key"]) != known[name]:
        yield Fault("other_key", said)
    if values["backend_url"] != settings.public_url.rstrip("/"):
        yield Fault("other_backend", {**said, "found": values["backend_url"], "wanted": settings.public_url})
    if set(_KEY.findall(text)) != {public_part(one)["x"] for one in settings.trusted_keys}:
        yield Fault("other_rules_key", said)
    if file.stat().st_mode & 0o007:
        yield Fault("open", said)


def _public_key(seed: str) -> str:
    """Of a private Ed25519 key in base64url; "" if it is none."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from joserfc.util import urlsafe_b64decode

        private = Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(seed.encode("ascii")))
    except (ValueError, UnicodeEncodeError):
        return ""
    try:
        return str(OKPKey.import_key(private.public_key()).as_dict(private=False)["x"])
    except JoseError:
        return ""
