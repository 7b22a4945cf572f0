"""What an extension may ask of the sign-in page: only of addresses we know, with a secret of its own."""

import pytest

from backend.access.extension_request import Browser, read_request
from backend.extension_addresses import is_origin, is_redirect

CHROME = f"https://{'a' * 32}.chromiumapp.org/"
FIREFOX = f"https://{'0f' * 20}.extensions.allizom.org/"
LOOPBACK = f"http://127.0.0.1/mozoauth2/{'0f' * 20}"
KNOWN = (CHROME, FIREFOX, LOOPBACK)
ASKED = {
    "redirect_uri": CHROME,
    "state": "s" * 22,
    "code_challenge": "c" * 43,
    "code_challenge_method": "S256",
    "client_version": "1.2.0",
}


@pytest.mark.parametrize(
    ("redirect", "browser", "origin"),
    [
        (CHROME, Browser.CHROMIUM, f"https://{'a' * 32}.chromiumapp.org"),
        (FIREFOX, Browser.FIREFOX, f"https://{'0f' * 20}.extensions.allizom.org"),
        (LOOPBACK, Browser.FIREFOX, "http://127.0.0.1"),
    ],
)
def test_a_request_to_an_address_of_the_settings_is_read(redirect: str, browser: Browser, origin: str) -> None:
    request = read_request({**ASKED, "redirect_uri": redirect}, KNOWN)

    assert request is not None
    assert (request.browser, request.redirect_origin, request.version) == (browser, origin, "1.2.0")
    assert request.answer(code="abc") == f"{redirect}?code=abc&state={'s' * 22}"


@pytest.mark.parametrize(
    "redirect",
    [
        f"{CHROME}x",
        CHROME.rstrip("/"),
        f"{CHROME}?a=b",
        f"{CHROME}#x",
        CHROME.upper(),
        f"https://{'b' * 32}.chromiumapp.org/",
        f"https://{'a' * 32}.chromiumapp.org.example/",
        "https://example.com/",
        "javascript:alert(1)",
        "",
    ],
)
def test_an_address_that_is_not_the_very_one_is_refused(redirect: str) -> None:
    assert read_request({**ASKED, "redirect_uri": redirect}, KNOWN) is None


def test_without_settings_no_address_is_known() -> None:
    assert read_request(ASKED, ()) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", ""),
        ("state", "s" * 15),
        ("state", "s" * 129),
        ("state", "s" * 21 + "&"),
        ("code_challenge", "c" * 42),
        ("code_challenge", "c" * 44),
        ("code_challenge_method", "plain"),
        ("code_challenge_method", ""),
        ("client_version", ""),
        ("client_version", "1.2.0-<b>"),
        ("client_version", "1.2.3.4.5"),
    ],
)
def test_a_request_that_lacks_or_spoils_anything_is_refused(name: str, value: str) -> None:
    assert read_request({**ASKED, name: value}, KNOWN) is None
    assert read_request({key: one for key, one in ASKED.items() if key != name}, KNOWN) is None


@pytest.mark.parametrize(
    "address", ["https://example.com/", f"https://{'z' * 32}.chromiumapp.org/", f"{CHROME}?a", f"{LOOPBACK}/x", ""]
)
def test_settings_take_no_address_but_those_browsers_give_to_extensions(address: str) -> None:
    assert not is_redirect(address)


def test_what_browsers_give_is_taken() -> None:
    assert all(is_redirect(address) for address in (*KNOWN, f"{CHROME}congvu", f"{FIREFOX}congvu"))


def test_an_extensions_origin_is_told_from_a_pages() -> None:
    assert is_origin(f"chrome-extension://{'a' * 32}")
    assert is_origin("moz-extension://01234567-89ab-cdef-0123-456789abcdef")
    assert not is_origin("https://mail.example")
    assert not is_origin(f"chrome-extension://{'a' * 32}/")
    assert not is_origin("null")
