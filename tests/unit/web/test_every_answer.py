"""Every route, asked by a stranger and by somebody signed in: a browser that gets its answer runs and loads nothing."""

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from backend.clock import FixedClock
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.graphql.sign_in import Bearers
from backend.settings import Settings
from backend.web.application import WebParts, web_application
from backend.web.assets import is_there
from tests.unit.fake_provider import ISSUER, SETTINGS, FakeProvider, provider_of
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, SCIENCE
from tests.unit.web.conftest import PASSWORD, FakeMailServer, no_graphql, no_socket

SECURE = "https://congvu.example"
NAMES = {"code": SCIENCE, "form": "csv", "name": "congvu.css"}
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
SCRIPTED = {**POLICY, "script-src": "'self'", "connect-src": "'self'", "trusted-types": "lit-html"}
WITH_SCRIPT = {"GET /bang-dieu-hanh", "HEAD /bang-dieu-hanh"}  # to a head, and to nobody else here
ACTIVE = {"script", "style", "iframe", "object", "embed", "base", "frame", "math"}
SHAPES = {"line", "text", "path", "circle", "title"}  # all that our drawings are made of
LOADS = {"src", "srcset", "poster", "data", "background", "formaction", "action", "ping", "manifest"}


class Reader(HTMLParser):
    """What a browser would run or fetch by itself, or what only a script or an inline style would need."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.active: list[str] = []
        self.drawing = False
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE or (self.drawing and tag not in SHAPES):
            self.active.append(tag)
        self.drawing = self.drawing or tag == "svg"
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "http-equiv") or "javascript:" in (value or "").lower():
                self.active.append(f"{tag} {name}")
            if name in LOADS or (tag == "link" and name == "href"):
                self.fetched.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.drawing = self.drawing and tag != "svg"


@pytest.fixture
def application(
    settings: Settings, database: Database, clock: FixedClock, search: DirectorySearch, mail_server: FakeMailServer
) -> Starlette:
    """As a province runs it: behind TLS, with a provider."""
    secure = settings.changed(**SETTINGS, page_requests_per_minute=10_000)
    bearers = Bearers(database, clock)
    provider = provider_of(secure, FakeProvider(clock))
    return web_application(
        WebParts(secure, database, clock, mail_server, no_graphql, no_socket, search, bearers.principal, provider)
    )


@pytest.fixture
async def client(application: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url=SECURE) as client:
        yield client


async def answers(client: httpx.AsyncClient, application: Starlette) -> list[tuple[str, httpx.Response]]:
    """Of every route by every method it has and one it has not; a form without its key, a body that says nothing."""
    found = []
    for route in (*application.routes, Route("/nowhere", no_graphql)):
        if isinstance(route, Route):
            path = re.sub(r"{(\w+)(?::\w+)?}", lambda name: NAMES.get(name[1], "X"), route.path)
            for method in sorted({*(route.methods or ()), "PUT"}):
                answer = await client.request(method, path, data={"q": "Sở"} if method == "POST" else None)
                found.append((f"{method} {route.path}", answer))
    return found


@pytest.mark.parametrize("who", ["a stranger", "a clerk", "a head"])
async def test_every_answer_forbids_scripts_frames_and_other_places(
    client: httpx.AsyncClient, application: Starlette, who: str
) -> None:
    if who != "a stranger":
        form = {"login": CLERK_BOX if who == "a clerk" else HEAD_BOX, "password": PASSWORD}
        assert (await client.post("/dang-nhap", data=form)).status_code == 303

    seen = await answers(client, application)

    assert len(seen) > 40
    assert {answer.status_code for _, answer in seen} >= {200, 404, 405}
    for asked, answer in seen:
        policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
        assert policy.pop("form-action") == f"'self' {ISSUER}", asked
        scripted = asked in WITH_SCRIPT and who == "a head"
        assert policy == (SCRIPTED if scripted else POLICY), asked
        assert answer.headers["strict-transport-security"] == "max-age=31536000", asked
        assert answer.headers["x-content-type-options"] == "nosniff", asked
        assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin"), asked
        if answer.headers.get("content-type", "").startswith("text/html"):
            page = Reader(answer.text)
            assert page.active == (["script"] if scripted and answer.text and is_there("dashboard.js") else []), asked
            assert not [address for address in page.fetched if not re.match(r"/(?!/)", address)], asked


def test_the_reader_sees_what_it_is_to_find() -> None:
    page = Reader(
        '<p onclick="x()" style="a"><script src="https://cdn.example/a.js"></script><img src="//cdn.example/a.png">'
    )

    drawing = Reader('<svg><path d="M0 0"/><a href="/x"/><image/></svg><a href="/x">x</a>')

    assert page.active == ["p onclick", "p style", "script"]
    assert drawing.active == ["a", "image"]
    assert page.fetched == ["https://cdn.example/a.js", "//cdn.example/a.png"]


async def test_no_page_takes_a_file_whatever_its_size(client: httpx.AsyncClient, application: Starlette) -> None:
    for route in application.routes:
        if isinstance(route, Route) and "POST" in (route.methods or ()) and route.path != "/graphql":
            path = re.sub(r"{(\w+)(?::\w+)?}", lambda name: NAMES.get(name[1], "X"), route.path)
            file = await client.post(path, files={"file": ("paper.docx", b"PK")})
            plain = await client.post(path, content=b"MZ", headers={"Content-Type": "application/octet-stream"})
            large = await client.post(path, data={"q": "x" * 300_000})

            assert (file.status_code, plain.status_code, large.status_code) == (415, 415, 413), route.path
