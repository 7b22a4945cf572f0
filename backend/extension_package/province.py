"""What one province writes into the extension, and what is refused of it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.errors import UsageError

# One host or its subdomains, never every page: the same patterns as extension/src/settings/hosts.ts takes.
_PATTERN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?/[A-Za-z0-9_%./~+-]*\*?")
_VERSION = re.compile(r"(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){1,3}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Province:
    backend_url: str  # without a slash at its end
    hosts: tuple[str, ...]  # match patterns of webmails
    trusted_keys: tuple[dict[str, str], ...] = ()  # public JWKs that sign the rules
    rule_approvals: int = 1
    version: str = ""  # empty: the built extension's own

    def __post_init__(self) -> None:
        """Raises UsageError: a value no browser would take."""
        place = urlsplit(self.backend_url)
        safe = place.scheme == "https" or (place.scheme == "http" and place.hostname in _LOOPBACK)
        if not safe or not place.hostname or self.backend_url.endswith("/"):
            raise UsageError(
                f"{self.backend_url!r}: the server's address begins with https:// and ends without a slash"
            )
        if not self.hosts:
            raise UsageError("no webmail: the extension would guard nothing")
        for host in self.hosts:
            if not _PATTERN.fullmatch(host):
                raise UsageError(f"{host!r}: a webmail is written https://mail.example.gov.vn/*")
        if self.version and not _VERSION.fullmatch(self.version):
            raise UsageError(f"{self.version!r}: a version has two to four numbers joined by dots")

    @property
    def chromium_updates(self) -> str:
        return f"{self.backend_url}/extension/updates.xml"

    @property
    def firefox_updates(self) -> str:
        return f"{self.backend_url}/extension/updates.json"


def without_port(pattern: str) -> str:
    """Firefox knows no ports in patterns: the host on every port."""
    return re.sub(r":[0-9]+/", "/", pattern)
