"""A published file is hashed, and nobody is asked who must not be."""

import hashlib
from collections.abc import Mapping, Sequence

import httpx
import pytest

from backend.gateway.link_fetch import Fetched, LinkFetch

PAPER = b"%PDF-1.7 TAI LIEU MAU"
SHA256 = hashlib.sha256(PAPER).hexdigest()
SILENT = "2001:4860:4860::8888"
NAMES = {
    "two.example": [SILENT, "203.162.1.12"],
    "thainguyen.gov.vn": ["203.162.1.10"],
    "cdn.example": ["203.162.1.11"],
    "inside.example": ["10.1.2.3"],
    "both.example": ["203.162.1.10", "127.0.0.1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "portal.local": ["192.168.1.5"],
}


class Web:
    """Answers by host and path, whatever address is asked."""

    def __init__(self, pages: Mapping[str, httpx.Response]) -> None:
        self.pages = pages
        self.asked: list[tuple[str, str]] = []  # address, host

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.url.host, request.headers["Host"]))
        if request.url.host == SILENT:
            raise httpx.ConnectError("nobody there")
        return self.pages.get(request.headers["Host"] + request.url.path, httpx.Response(404))


async def resolve(host: str, port: int) -> Sequence[str]:
    if host not in NAMES:
        raise OSError("no such name")
    return NAMES[host]


def fetch_of(web: Web, *allowed: str) -> LinkFetch:
    return LinkFetch(allowed, resolve, httpx.MockTransport(web.answer))


async def test_a_file_is_hashed_from_the_address_that_was_looked_at() -> None:
    web = Web({"thainguyen.gov.vn/qd.pdf": httpx.Response(200, content=PAPER)})

    assert await fetch_of(web).sha256("https://thainguyen.gov.vn/qd.pdf") == Fetched(SHA256)
    assert web.asked == [("203.162.1.10", "thainguyen.gov.vn")]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/qd.pdf",
        "http://[::1]/qd.pdf",
        "http://169.254.169.254/latest/meta-data",
        "https://inside.example/qd.pdf",
        "https://both.example/qd.pdf",
        "https://mapped.example/qd.pdf",
        "https://nat64.example/qd.pdf",
        "https://thainguyen.gov.vn:8443/qd.pdf",
        "https://ai:do@thainguyen.gov.vn/qd.pdf",
        "file:///etc/passwd",
        "ftp://thainguyen.gov.vn/qd.pdf",
    ],
)
async def test_an_address_inside_and_an_odd_one_is_refused_without_asking(url: str) -> None:
    names = {**NAMES, "127.0.0.1": ["127.0.0.1"], "::1": ["::1"], "169.254.169.254": ["169.254.169.254"]}

    async def resolve_all(host: str, port: int) -> Sequence[str]:
        return names[host]

    web = Web({})
    fetch = LinkFetch((), resolve_all, httpx.MockTransport(web.answer))

    assert await fetch.sha256(url) == Fetched(refused=True)
    assert web.asked == []


async def test_a_host_the_province_named_may_stand_inside_at_its_own_port() -> None:
    web = Web({"portal.local:8080/qd.pdf": httpx.Response(200, content=PAPER)})

    assert await fetch_of(web, "portal.local:8080").sha256("http://portal.local:8080/qd.pdf") == Fetched(SHA256)
    assert await fetch_of(web, "portal.local:8080").sha256("http://portal.local/qd.pdf") == Fetched(refused=True)


async def test_every_redirect_is_judged_anew_and_they_end() -> None:
    def to(url: str) -> httpx.Response:
        return httpx.Response(302, headers={"Location": url})

    pages = {
        "thainguyen.gov.vn/a": to("https://cdn.example/qd.pdf"),
        "cdn.example/qd.pdf": httpx.Response(200, content=PAPER),
        "thainguyen.gov.vn/b": to("http://inside.example/qd.pdf"),
        "thainguyen.gov.vn/c": to("/c"),
    }

    assert await fetch_of(Web(pages)).sha256("https://thainguyen.gov.vn/a") == Fetched(SHA256)
    assert await fetch_of(Web(pages)).sha256("https://thainguyen.gov.vn/b") == Fetched(refused=True)
    endless = Web(pages)
    assert await fetch_of(endless).sha256("https://thainguyen.gov.vn/c") == Fetched(refused=True)
    assert len(endless.asked) == 4


async def test_another_address_of_the_host_is_asked_where_one_does_not_answer() -> None:
    web = Web({"two.example/qd.pdf": httpx.Response(200, content=PAPER)})

    assert await fetch_of(web).sha256("https://two.example/qd.pdf") == Fetched(SHA256)
    assert [address for address, _ in web.asked] == [SILENT, "203.162.1.12"]


@pytest.mark.parametrize("status", [204, 302, 304, 403, 404, 500])
async def test_what_is_not_there_is_unreachable(status: int) -> None:
    web = Web({"thainguyen.gov.vn/qd.pdf": httpx.Response(status)})

    assert await fetch_of(web).sha256("https://thainguyen.gov.vn/qd.pdf") == Fetched()
    assert await fetch_of(web).sha256("https://nobody.example/qd.pdf") == Fetched()


async def test_a_file_without_end_is_not_read_to_it() -> None:
    web = Web({"thainguyen.gov.vn/qd.pdf": httpx.Response(200, content=PAPER)})
    fetch = LinkFetch((), resolve, httpx.MockTransport(web.answer), limit_bytes=len(PAPER) - 1)

    assert await fetch.sha256("https://thainguyen.gov.vn/qd.pdf") == Fetched(refused=True)
