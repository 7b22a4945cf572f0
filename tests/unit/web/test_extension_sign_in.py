"""The extension's sign-in as a browser and an extension go through it, by mailbox and by the province's provider."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from backend.access import emergency
from backend.clock import FixedClock
from backend.db import Database
from backend.directory.models import LoginMailbox, RoleAssignment
from backend.directory.search import DirectorySearch
from backend.directory.terms import Principal
from backend.graphql.sign_in import Bearers
from backend.settings import Settings
from backend.web.application import WebParts, web_application
from tests.unit.fake_provider import ISSUER, SETTINGS, FakeProvider, provider_of
from tests.unit.small_province import CLERK_BOX, COMMITTEE, NOW, OFFICIAL_BOX, SCIENCE
from tests.unit.web.conftest import PASSWORD, FakeMailServer, no_graphql, no_socket, nobody

PAGE = "/extension/authorize"
REDIRECT = f"https://{'a' * 32}.chromiumapp.org/congvu"
EXTENSION = f"chrome-extension://{'a' * 32}"
# RFC 7636, appendix B
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
ASKED = {
    "redirect_uri": REDIRECT,
    "state": "trang-thai_0123456789",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
    "client_version": "1.2.0",
}
QUERY = urlencode(ASKED)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.changed(
        extension_redirects=(REDIRECT,), extension_origins=(EXTENSION,), page_requests_per_minute=100
    )


def form_key(page: httpx.Response) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


async def signed_in(client: httpx.AsyncClient, login: str = OFFICIAL_BOX) -> httpx.Response:
    form = {"login": login, "password": PASSWORD}
    return await client.post(f"{PAGE}/dang-nhap?{QUERY}", data=form, follow_redirects=True)


async def answered(client: httpx.AsyncClient, key: str, answer: str = "allow", **headers: str) -> httpx.Response:
    return await client.post(f"{PAGE}?{QUERY}", data={"form_key": key, "answer": answer}, headers=headers)


def sent_back(answer: httpx.Response) -> dict[str, str]:
    """What the extension is told; it is sent nowhere but to its own address."""
    assert answer.status_code == 303
    address = urlsplit(answer.headers["location"])
    assert address._replace(query="").geturl() == REDIRECT
    return {name: values[0] for name, values in parse_qs(address.query).items()}


async def tokens_of(client: httpx.AsyncClient, login: str = OFFICIAL_BOX) -> dict[str, str]:
    code = sent_back(await answered(client, form_key(await signed_in(client, login))))["code"]
    answer = await client.post("/session/extension", json={"code": code, "code_verifier": VERIFIER})
    assert answer.status_code == 200
    tokens: dict[str, str] = answer.json()
    return tokens


async def principal(database: Database, clock: FixedClock, tokens: dict[str, str]) -> Principal | None:
    return await Bearers(database, clock).principal(f"Bearer {tokens['token']}")


async def test_a_stranger_signs_in_first_and_comes_back_to_the_question(client: httpx.AsyncClient) -> None:
    asked = await client.get(f"{PAGE}?{QUERY}")
    assert 'name="password"' in asked.text
    page = await signed_in(client)

    assert str(page.url).endswith(f"{PAGE}?{QUERY}")
    assert "Cho phép tiện ích trên trình duyệt này làm việc dưới tên Nguyễn Văn An?" in page.text
    assert "1.2.0" in page.text
    assert "<script" not in page.text


async def test_both_languages_keep_the_request(client: httpx.AsyncClient) -> None:
    await signed_in(client)
    page = await client.get(f"{PAGE}?{QUERY}&lang=en")

    assert "to work under the name of Nguyễn Văn An?" in page.text
    action = re.search(r'<form method="post" action="(/extension/authorize\?[^"]+)"', page.text)
    assert action is not None
    assert action[1].replace("&amp;", "&") == f"{PAGE}?{QUERY}&lang=en"


async def test_forms_may_lead_to_that_extension_and_nowhere_else(client: httpx.AsyncClient) -> None:
    page = await signed_in(client)

    policy = page.headers["content-security-policy"]
    assert f"form-action 'self' https://{'a' * 32}.chromiumapp.org;" in policy
    assert "frame-ancestors 'none'" in policy


async def test_allowing_gives_a_code_and_the_code_gives_tokens(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    key = form_key(await signed_in(client))
    told = sent_back(await answered(client, key))
    assert told.keys() == {"code", "state"}
    assert told["state"] == ASKED["state"]
    answer = await client.post("/session/extension", json={"code": told["code"], "code_verifier": VERIFIER})

    assert answer.json().keys() == {"token", "expires_at", "refresh_token", "ends_at"}
    assert answer.json()["expires_at"] == "2026-01-05T08:15:00Z"
    assert answer.json()["ends_at"] == "2026-01-12T08:00:00Z"
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    who = await principal(database, clock, answer.json())
    assert who is not None
    assert (who.login, [person.name for person in who.people]) == (OFFICIAL_BOX, ["Nguyễn Văn An"])


async def test_refusing_tells_the_extension_so(client: httpx.AsyncClient) -> None:
    key = form_key(await signed_in(client))

    assert sent_back(await answered(client, key, "refuse")) == {"error": "access_denied", "state": ASKED["state"]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("redirect_uri", "https://example.com/"),
        ("redirect_uri", f"{REDIRECT}/x"),
        ("redirect_uri", f"https://{'b' * 32}.chromiumapp.org/congvu"),
        ("code_challenge_method", "plain"),
        ("state", "short"),
    ],
)
async def test_a_request_that_does_not_fit_leads_nowhere(client: httpx.AsyncClient, name: str, value: str) -> None:
    key = form_key(await signed_in(client))
    query = urlencode({**ASKED, name: value})
    shown = await client.get(f"{PAGE}?{query}")
    pressed = await client.post(f"{PAGE}?{query}", data={"form_key": key, "answer": "allow"})

    assert (shown.status_code, pressed.status_code) == (400, 400)
    assert "location" not in pressed.headers
    assert "Trang này chỉ mở từ tiện ích" in shown.text


async def test_a_button_counts_only_in_the_visitors_own_page(client: httpx.AsyncClient) -> None:
    key = form_key(await signed_in(client))

    assert (await answered(client, "0" * 32)).status_code == 403
    assert (await answered(client, key, **{"Sec-Fetch-Site": "cross-site"})).status_code == 403
    client.cookies.clear()
    assert (await answered(client, key)).status_code == 403


async def test_a_stranger_to_the_directory_lets_nothing_in(client: httpx.AsyncClient) -> None:
    page = await signed_in(client, "la@thainguyen.gov.vn")
    assert page.status_code == 403
    assert 'value="allow"' not in page.text

    pressed = await answered(client, form_key(page))
    assert (pressed.status_code, "location" in pressed.headers) == (403, False)


async def test_an_emergency_account_lets_nothing_in(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        wanted = emergency.Wanted("truc-ban", COMMITTEE, "máy chủ dừng", timedelta(hours=4))
        password = (await emergency.make(session, wanted, NOW)).password
    await client.post("/dang-nhap/khan-cap", data={"account": "truc-ban", "password": password})
    page = await client.get(f"{PAGE}?{QUERY}")
    assert "Tài khoản khẩn cấp không dùng cho tiện ích được" in page.text

    pressed = await answered(client, form_key(page))
    assert (pressed.status_code, "location" in pressed.headers) == (403, False)


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("", {"code": "x", "code_verifier": VERIFIER}, "code_invalid"),
        ("", {"code": "x"}, "code_invalid"),
        ("", [], "code_invalid"),
        ("/refresh", {"refresh_token": "x.y"}, "refresh_invalid"),
        ("/refresh", {}, "refresh_invalid"),
        ("/refresh", {"refresh_token": "x" * 201}, "refresh_invalid"),
        ("/end", {"refresh_token": 1}, "refresh_invalid"),
    ],
)
async def test_what_is_no_token_is_refused_with_a_code(
    client: httpx.AsyncClient, path: str, body: Any, code: str
) -> None:
    answer = await client.post(f"/session/extension{path}", json=body)

    assert (answer.status_code, answer.json()) == (401, {"code": code})


async def test_tokens_turn_and_a_spent_one_ends_the_session(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    first = await tokens_of(client)
    answer = await client.post("/session/extension/refresh", json={"refresh_token": first["refresh_token"]})
    assert answer.status_code == 200
    again = await client.post("/session/extension/refresh", json={"refresh_token": first["refresh_token"]})

    assert (again.status_code, again.json()) == (401, {"code": "refresh_reused"})
    assert await principal(database, clock, answer.json()) is None


async def test_the_extension_signs_out(client: httpx.AsyncClient, database: Database, clock: FixedClock) -> None:
    tokens = await tokens_of(client)
    sent = {"refresh_token": tokens["refresh_token"]}

    assert (await client.post("/session/extension/end", json=sent)).status_code == 204
    assert (await client.post("/session/extension/end", json=sent)).status_code == 204
    assert await principal(database, clock, tokens) is None


async def test_whom_the_directory_no_longer_knows_is_told_so(client: httpx.AsyncClient, database: Database) -> None:
    tokens = await tokens_of(client, "sotaichinh@thainguyen.gov.vn")  # a mailbox without a person
    async with database.write() as session:
        login = await session.get(LoginMailbox, ("sotaichinh@thainguyen.gov.vn", "sotaichinh@thainguyen.gov.vn"))
        assert login is not None
        await session.delete(login)
    answer = await client.post("/session/extension/refresh", json={"refresh_token": tokens["refresh_token"]})

    assert (answer.status_code, answer.json()) == (403, {"code": "not_in_directory"})


async def test_extensions_are_listed_at_home_and_ended_there(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    tokens = await tokens_of(client)
    home = await client.get("/")
    assert "Tiện ích đang đăng nhập" in home.text
    assert "Chrome, Edge hoặc Cốc Cốc" in home.text
    [extension] = re.findall(r'name="extension" value="([^"]+)"', home.text)

    forged = {"extension": extension, "form_key": "0" * 32}
    assert (await client.post("/tien-ich/ket-thuc", data=forged)).status_code == 403
    assert await principal(database, clock, tokens) is not None
    ended = {"extension": extension, "form_key": form_key(home)}
    assert (await client.post("/tien-ich/ket-thuc", data=ended)).headers["location"] == "/"

    assert await principal(database, clock, tokens) is None
    assert "Tiện ích đang đăng nhập" not in (await client.get("/")).text
    log = (await client.get("/nhat-ky")).text
    assert "Cho phép tiện ích trên trình duyệt" in log
    assert "Tiện ích trên trình duyệt đã kết thúc" in log


async def test_nobody_ends_an_extension_of_another_log_in(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    tokens = await tokens_of(client)
    [extension] = re.findall(r'name="extension" value="([^"]+)"', (await client.get("/")).text)
    client.cookies.clear()
    key = form_key(await signed_in(client, CLERK_BOX))
    await client.post("/tien-ich/ket-thuc", data={"extension": extension, "form_key": key})

    assert await principal(database, clock, tokens) is not None


async def test_extensions_of_the_settings_may_call_and_nobody_elses(client: httpx.AsyncClient) -> None:
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    for path in ("/session/extension", "/session/extension/refresh", "/session/extension/end", "/graphql"):
        allowed = await client.options(path, headers={**asks, "Origin": EXTENSION})
        other = await client.options(path, headers={**asks, "Origin": f"chrome-extension://{'b' * 32}"})
        assert allowed.headers["access-control-allow-origin"] == EXTENSION, path
        assert "access-control-allow-credentials" not in allowed.headers
        assert "access-control-allow-origin" not in other.headers
    webmail = await client.options("/session/extension", headers={**asks, "Origin": "https://mail.example"})
    assert "access-control-allow-origin" not in webmail.headers


async def test_a_flood_of_tokens_is_told_to_wait(client: httpx.AsyncClient) -> None:
    answers = [await client.post("/session/extension/refresh", json={"refresh_token": "x.y"}) for _ in range(601)]

    assert (answers[-1].status_code, answers[-1].json()) == (429, {"code": "too_many_requests"})
    assert answers[-1].headers["retry-after"] == "60"
    assert answers[-2].status_code == 401


@pytest.fixture
def fake(clock: FixedClock) -> FakeProvider:
    return FakeProvider(clock)


@pytest.fixture
async def caller(
    settings: Settings, database: Database, clock: FixedClock, search: DirectorySearch, fake: FakeProvider
) -> AsyncIterator[httpx.AsyncClient]:
    """Of a province with a provider."""
    secure = settings.changed(**SETTINGS)
    provider = provider_of(secure, fake)
    parts = WebParts(secure, database, clock, FakeMailServer(), no_graphql, no_socket, search, nobody, provider)
    transport = httpx.ASGITransport(web_application(parts))
    async with httpx.AsyncClient(transport=transport, base_url="https://congvu.example") as caller:
        yield caller


async def tokens_by_provider(caller: httpx.AsyncClient, fake: FakeProvider, **userinfo: Any) -> dict[str, str]:
    fake.userinfo |= userinfo
    form = await caller.get(f"{PAGE}?{QUERY}")
    link = re.search(r'href="(/dang-nhap/oidc\?[^"]+)"', form.text)
    assert link is not None
    away = await caller.get(link[1].replace("&amp;", "&"))
    back = await caller.get("/dang-nhap/ve", params=fake.authorize(away.headers["location"]))
    assert back.headers["location"] == f"{PAGE}?{QUERY}"
    page = await caller.get(back.headers["location"])
    assert ISSUER in page.headers["content-security-policy"]  # signing out leads there
    code = sent_back(await answered(caller, form_key(page)))["code"]
    tokens: dict[str, str] = (
        await caller.post("/session/extension", json={"code": code, "code_verifier": VERIFIER})
    ).json()
    return tokens


async def test_the_provider_leads_back_to_the_question_and_its_claims_cut_the_bearer(
    caller: httpx.AsyncClient, fake: FakeProvider, database: Database, clock: FixedClock
) -> None:
    async with database.write() as session:
        session.add(RoleAssignment(official_id="AN", role="head", agency_code=SCIENCE))
    tokens = await tokens_by_provider(caller, fake)
    who = await principal(database, clock, tokens)

    assert who is not None
    assert who.login == OFFICIAL_BOX
    assert who.roles == {"official"}  # the directory says head, the provider does not


async def test_the_providers_logout_ends_the_extension(
    caller: httpx.AsyncClient, fake: FakeProvider, database: Database, clock: FixedClock
) -> None:
    tokens = await tokens_by_provider(caller, fake)
    assert await principal(database, clock, tokens) is not None
    answer = await caller.post("/session/oidc/logout", data={"logout_token": fake.logout_token(sid="s1")})

    assert answer.status_code == 200
    assert await principal(database, clock, tokens) is None
    refused = await caller.post("/session/extension/refresh", json={"refresh_token": tokens["refresh_token"]})
    assert refused.json() == {"code": "refresh_invalid"}
