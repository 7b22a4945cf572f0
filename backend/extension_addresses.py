"""The addresses browsers give to extensions: where a sign-in leads back to, and what a request names as its origin.

An address of these forms is caught by the browser for the extension it belongs to; nothing on a network answers there.
Source: chrome.identity.getRedirectURL; Firefox, toolkit/components/extensions/child/ext-identity.js.
"""

import re

_PATH = "/[A-Za-z0-9/_-]{0,40}"
_CHROMIUM = re.compile(rf"https://[a-p]{{32}}\.chromiumapp\.org{_PATH}")
_FIREFOX = re.compile(
    rf"https://[0-9a-f]{{40}}\.extensions\.allizom\.org{_PATH}|http://127\.0\.0\.1/mozoauth2/[0-9a-f]{{40}}"
)
_ORIGIN = re.compile(r"chrome-extension://[a-p]{32}|moz-extension://[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_redirect(address: str) -> bool:
    """Whether a browser would give this address to an extension."""
    return bool(_CHROMIUM.fullmatch(address)) or is_firefox_redirect(address)


def is_firefox_redirect(address: str) -> bool:
    return bool(_FIREFOX.fullmatch(address))


def is_origin(origin: str) -> bool:
    return bool(_ORIGIN.fullmatch(origin))
