"""What an extension asks of the page that lets it in, checked before anything of it is believed. Pure.

Source: RFC 6749 section 4.1.1, RFC 7636 section 4.3, RFC 9700 section 2.1 (redirects are compared whole).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from backend.extension_addresses import is_firefox_redirect

FIELDS = ("redirect_uri", "state", "code_challenge", "code_challenge_method", "client_version")
METHOD = "S256"
_STATE = re.compile(r"[A-Za-z0-9._~-]{16,128}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERSION = re.compile(r"[0-9]{1,5}(\.[0-9]{1,5}){0,3}")


class Browser(StrEnum):
    """As far as a redirect tells: all of Chromium's family give the same form."""

    CHROMIUM = "chromium"
    FIREFOX = "firefox"


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    redirect_uri: str
    state: str
    challenge: str
    version: str

    @property
    def browser(self) -> Browser:
        return Browser.FIREFOX if is_firefox_redirect(self.redirect_uri) else Browser.CHROMIUM

    @property
    def redirect_origin(self) -> str:
        return "/".join(self.redirect_uri.split("/", 3)[:3])

    def answer(self, **values: str) -> str:
        """Where the browser is sent with this answer."""
        return f"{self.redirect_uri}?{urlencode({**values, 'state': self.state})}"


def read_request(asked: Mapping[str, str], redirects: Collection[str]) -> ExtensionRequest | None:
    """None where anything is missing, malformed or leads to an address that is not one of `redirects`."""
    redirect_uri, state, challenge, method, version = (asked.get(name, "") for name in FIELDS)
    fits = (
        redirect_uri in redirects
        and method == METHOD
        and _STATE.fullmatch(state)
        and _CHALLENGE.fullmatch(challenge)
        and _VERSION.fullmatch(version)
    )
    return ExtensionRequest(redirect_uri, state, challenge, version) if fits else None
