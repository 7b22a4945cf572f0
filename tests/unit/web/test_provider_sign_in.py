"""Signing in at the province's provider: what is believed of it, what is refused, and when it ends."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text

from backend.access.models import PageSession
from backend.audit.models import AuditEntry
from backend.clock import FixedClock
from backend.db import Database
from backend.directory.models import RoleAssignment
from backend.directory.search import DirectorySearch
from backend.settings import Settings
from backend.web.application import WebParts, web_application
from tests.unit.fake_provider import ISSUER, SETTINGS, FakeProvider, provider_of
from tests.unit.small_province import NOW
from tests.unit.web.conftest import FakeMailServer, no_graphql, no_socket, nobody

ORIGIN = "https://congvu.example"
CLERKS = {"email": "sokhcn@thainguyen.gov.vn"}


@pytest.fixture
def fake(clock: FixedClock) -> FakeProvider:
    return FakeProvider(clock)


@pytest.fixture
async def caller(
    settings: Settings, database: Database, clock: FixedClock, search: DirectorySearch, fake: FakeProvider
) -> AsyncIterator[httpx.AsyncClient]:
    secure = settings.changed(**SETTINGS, page_requests_per_minute=100)
    provider = provider_of(secure, fake)
    parts = WebParts(secure, database, clock, FakeMailServer(), no_graphql, no_socket, search, nobody, provider)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web_application(parts)), base_url=ORIGIN) as caller:
        yield caller


async def sent_away(caller: httpx.AsyncClient, path: str = "/") -> str:
    answer = await caller.get("/dang-nhap/oidc", params={"ve": path})
    assert answer.status_code == 303
    return answer.headers["location"]


async def signed_in(caller: httpx.AsyncClient, fake: FakeProvider, path: str = "/", **userinfo: Any) -> httpx.Response:
    fake.userinfo |= userinfo
    query = fake.authorize(await sent_away(caller, path))
    return await caller.get("/dang-nhap/ve", params=query)


async def sessions(database: Database) -> Sequence[PageSession]:
    async with database.read() as session:
        return (await session.scalars(select(PageSession))).all()


async def log_out(caller: httpx.AsyncClient, token: str) -> httpx.Response:
    return await caller.post("/session/oidc/logout", data={"logout_token": token})


async def test_somebody_signs_in_and_sees_as_whom(caller: httpx.AsyncClient, fake: FakeProvider) -> None:
    answer = await signed_in(caller, fake)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")

    page = await caller.get("/")

    assert "Đăng nhập với tên Nguyễn Văn An." in page.text
    assert "Sở Khoa học và Công nghệ" in page.text
    assert "cán bộ, công chức, viên chức" in page.text
    assert "văn thư" not in page.text  # the provider says so, the directory does not
    assert "/cho-phep" not in page.text


async def test_a_role_holds_only_where_both_say_so(caller: httpx.AsyncClient, fake: FakeProvider) -> None:
    await signed_in(caller, fake, **CLERKS)
    assert "văn thư" in (page := await caller.get("/")).text
    assert 'href="/cho-phep"' in page.text

    await signed_in(caller, fake, **CLERKS, roles=["thu-truong"])
    assert "văn thư" not in (page := await caller.get("/")).text
    assert "thủ trưởng" not in page.text
    assert "không có quyền ở trang này" in (await caller.get("/cho-phep")).text


async def test_an_assignment_that_ends_ends_on_its_day(
    caller: httpx.AsyncClient, fake: FakeProvider, database: Database, clock: FixedClock
) -> None:
    async with database.write() as session:
        for row in await session.scalars(select(RoleAssignment).where(RoleAssignment.role == "clerk")):
            row.valid_to = (NOW + timedelta(days=1)).date()
    clock.set(NOW.replace(hour=16, minute=50))  # ten minutes to midnight in Vietnam
    await signed_in(caller, fake, **CLERKS)
    assert "văn thư" in (await caller.get("/")).text

    clock.set(NOW.replace(hour=17, minute=1))
    assert "văn thư" not in (await caller.get("/")).text


@pytest.mark.parametrize(
    ("userinfo", "code"),
    [
        ({"agency": "H99"}, "unknown_agency"),
        ({"agency": ["H55.05", "H99"]}, "unknown_agency"),
        ({"agency": None}, "agency_missing"),
        ({"agency": "H55.07"}, "no_role_left"),  # a known agency, but not this mailbox's
        ({"email": "nguoi.la@thainguyen.gov.vn"}, "not_in_directory"),
        ({"email": None}, "login_missing"),
        ({"email_verified": False}, "email_unverified"),
        ({"email_verified": "true"}, "email_unverified"),
        ({"sub": "somebody-else"}, "provider_refused"),
    ],
)
async def test_what_provider_and_directory_do_not_agree_in_lets_nobody_in(
    caller: httpx.AsyncClient, fake: FakeProvider, database: Database, userinfo: dict[str, Any], code: str
) -> None:
    answer = await signed_in(caller, fake, **userinfo)

    assert answer.status_code == 403
    assert code in answer.text
    assert await sessions(database) == []
    async with database.read() as session:
        [entry] = await session.scalars(select(AuditEntry))
        assert (entry.deed, entry.data) == ("sign_in.refused", {"code": code})


async def test_state_code_and_browser_belong_together(caller: httpx.AsyncClient, fake: FakeProvider) -> None:
    query = fake.authorize(await sent_away(caller))
    own = dict(caller.cookies)

    caller.cookies.clear()  # somebody else's caller is made to open the answer
    assert (await caller.get("/dang-nhap/ve", params=query)).status_code == 400
    caller.cookies.update(own)
    assert (await caller.get("/dang-nhap/ve", params={**query, "state": "x" * 43})).status_code == 400


async def test_an_answer_is_good_once(caller: httpx.AsyncClient, fake: FakeProvider, database: Database) -> None:
    query = fake.authorize(await sent_away(caller))
    own = dict(caller.cookies)
    assert (await caller.get("/dang-nhap/ve", params=query)).status_code == 303

    caller.cookies.update(own)
    assert (await caller.get("/dang-nhap/ve", params=query)).status_code == 400
    assert len(await sessions(database)) == 1


async def test_an_answer_comes_within_ten_minutes(
    caller: httpx.AsyncClient, fake: FakeProvider, clock: FixedClock
) -> None:
    query = fake.authorize(await sent_away(caller))
    clock.set(NOW + timedelta(minutes=10))

    assert (await caller.get("/dang-nhap/ve", params=query)).status_code == 400


async def test_a_code_of_another_attempt_is_refused(caller: httpx.AsyncClient, fake: FakeProvider) -> None:
    stolen = fake.authorize(await sent_away(caller))["code"]
    query = fake.authorize(await sent_away(caller))

    answer = await caller.get("/dang-nhap/ve", params={**query, "code": stolen})

    assert answer.status_code == 403  # the verifier does not fit


async def test_a_token_with_another_nonce_is_refused(caller: httpx.AsyncClient, fake: FakeProvider) -> None:
    fake.claims["nonce"] = "of-another-sign-in"

    assert (await signed_in(caller, fake)).status_code == 403


@pytest.mark.parametrize("issuer", ["https://khac.example", None])
async def test_the_answer_has_to_name_the_issuer(
    caller: httpx.AsyncClient, fake: FakeProvider, issuer: str | None
) -> None:
    query = fake.authorize(await sent_away(caller)) | {"iss": issuer or ""}
    kept = {name: value for name, value in query.items() if value}

    assert (await caller.get("/dang-nhap/ve", params=kept)).status_code == 403


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/cho-phep", "/cho-phep"),
        ("/xac-nhan/7KQ2M", "/xac-nhan/7KQ2M"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/cho-phep\r\nX: y", "/"),
        ("/xac-nhan/../cho-phep", "/"),
    ],
)
async def test_nobody_is_led_out_of_our_pages(
    caller: httpx.AsyncClient, fake: FakeProvider, asked: str, led: str
) -> None:
    assert (await signed_in(caller, fake, asked)).headers["location"] == led


async def test_the_cookies_are_bound_to_host_and_out_of_reach(caller: httpx.AsyncClient, fake: FakeProvider) -> None:
    answer = await caller.get("/dang-nhap/oidc")
    attempt = answer.headers["set-cookie"]
    opened = (await caller.get("/dang-nhap/ve", params=fake.authorize(answer.headers["location"]))).headers
    [session] = [one for one in opened.get_list("set-cookie") if one.startswith("__Host-congvu=")]

    for cookie in (attempt, session):
        assert cookie.startswith("__Host-congvu")
        assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"))
        assert "Domain" not in cookie


async def test_a_new_sign_in_ends_the_session_before_it(
    caller: httpx.AsyncClient, fake: FakeProvider, database: Database
) -> None:
    await signed_in(caller, fake)
    before = caller.cookies["__Host-congvu"]
    await signed_in(caller, fake)

    assert caller.cookies["__Host-congvu"] != before
    assert len(await sessions(database)) == 1


async def test_a_session_lies_idle_half_an_hour_and_lives_eight_hours(
    caller: httpx.AsyncClient, fake: FakeProvider, clock: FixedClock
) -> None:
    await signed_in(caller, fake)
    for minutes in range(25, 480, 25):
        clock.set(NOW + timedelta(minutes=minutes))
        assert "Đăng nhập với tên" in (await caller.get("/")).text
    clock.set(NOW + timedelta(hours=8))
    assert "Đăng nhập với tên" not in (await caller.get("/")).text

    await signed_in(caller, fake)
    clock.set(NOW + timedelta(hours=8, minutes=30))
    assert "Đăng nhập với tên" not in (await caller.get("/")).text


async def test_the_provider_is_asked_again_and_its_new_word_holds(
    caller: httpx.AsyncClient, fake: FakeProvider, clock: FixedClock
) -> None:
    await signed_in(caller, fake, **CLERKS)
    clock.set(NOW + timedelta(minutes=14))
    fake.userinfo["roles"] = []
    assert "văn thư" in (await caller.get("/")).text

    clock.set(NOW + timedelta(minutes=15))
    assert "văn thư" not in (await caller.get("/")).text
    assert fake.asked.count("/token") == 2


async def test_whom_the_provider_no_longer_knows_is_signed_out(
    caller: httpx.AsyncClient, fake: FakeProvider, clock: FixedClock, database: Database
) -> None:
    await signed_in(caller, fake)
    fake.refuses_refresh = True
    clock.set(NOW + timedelta(minutes=15))

    assert "Đăng nhập với tên" not in (await caller.get("/")).text
    assert await sessions(database) == []


async def test_a_token_of_somebody_else_ends_the_session(
    caller: httpx.AsyncClient, fake: FakeProvider, clock: FixedClock
) -> None:
    await signed_in(caller, fake)
    fake.claims["sub"] = fake.userinfo["sub"] = "binh"
    clock.set(NOW + timedelta(minutes=15))

    assert "Đăng nhập với tên" not in (await caller.get("/")).text


async def test_a_silent_provider_is_believed_for_an_hour_after_its_last_word(
    caller: httpx.AsyncClient, fake: FakeProvider, clock: FixedClock
) -> None:
    await signed_in(caller, fake)
    fake.silent = True
    for minutes in (20, 40, 59):
        clock.set(NOW + timedelta(minutes=minutes))
        assert "Đăng nhập với tên" in (await caller.get("/")).text

    clock.set(NOW + timedelta(minutes=60))
    assert "Đăng nhập với tên" not in (await caller.get("/")).text


async def test_while_the_provider_is_silent_nobody_is_sent_there(caller: httpx.AsyncClient, fake: FakeProvider) -> None:
    fake.silent = True

    answer = await caller.get("/dang-nhap/oidc")

    assert answer.status_code == 503
    assert "đăng nhập bằng hộp thư" in answer.text


@pytest.mark.parametrize("named", [{"sid": "s1"}, {"sub": "an"}, {"sid": "s1", "sub": "an"}])
async def test_the_provider_ends_a_session(
    caller: httpx.AsyncClient, fake: FakeProvider, named: dict[str, str]
) -> None:
    await signed_in(caller, fake)

    answer = await log_out(caller, fake.logout_token(**named))

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "Đăng nhập với tên" not in (await caller.get("/")).text


async def test_the_provider_ends_no_session_but_the_one_it_names(
    caller: httpx.AsyncClient, fake: FakeProvider, database: Database
) -> None:
    await signed_in(caller, fake)
    caller.cookies.clear()
    fake.claims["sid"] = "s2"
    await signed_in(caller, fake)
    assert len(await sessions(database)) == 2

    await log_out(caller, fake.logout_token(sid="s1", sub="an"))
    assert len(await sessions(database)) == 1
    await log_out(caller, fake.logout_token(sub="an", jti="j2"))
    assert await sessions(database) == []


@pytest.mark.parametrize(
    "claims",
    [
        {"events": None},
        {"events": {"http://schemas.openid.net/event/other": {}}},
        {"events": ["http://schemas.openid.net/event/backchannel-logout"]},
        {"nonce": "n"},
        {"sub": None},
        {"jti": None},
        {"aud": "another"},
        {"iss": "https://khac.example"},
        {"exp": int(NOW.timestamp()) - 60},
        {"exp": int(NOW.timestamp()) + 3600},
        {"exp": None},
        {"iat": int(NOW.timestamp()) + 600},
    ],
)
async def test_a_logout_token_with_a_flaw_ends_nothing(
    caller: httpx.AsyncClient, fake: FakeProvider, database: Database, claims: dict[str, Any]
) -> None:
    await signed_in(caller, fake)

    answer = await log_out(caller, fake.logout_token(**{"sub": "an", **claims}))

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
    assert len(await sessions(database)) == 1


async def test_an_id_token_is_no_logout_token_nor_is_one_used_before(
    caller: httpx.AsyncClient, fake: FakeProvider
) -> None:
    assert (await log_out(caller, fake.signed({"sub": "an", "jti": "j9"}, "JWT"))).status_code == 400
    typed = fake.signed({"sub": "an", "jti": "j9", "events": {}}, "at+jwt")
    assert (await log_out(caller, typed)).status_code == 400

    token = fake.logout_token(sub="an")
    assert [(await log_out(caller, token)).status_code for _ in range(2)] == [200, 400]


async def test_keys_that_change_are_learnt_and_forged_ones_ask_the_provider_once_a_minute(
    caller: httpx.AsyncClient, fake: FakeProvider, clock: FixedClock
) -> None:
    await signed_in(caller, fake)
    fake.rotate()
    assert (await signed_in(caller, fake)).status_code == 303
    assert fake.asked.count("/jwks") == 2

    forger = FakeProvider(clock)
    forger.rotate("nobody-knows")
    for number in range(5):
        token = forger.logout_token(sub="an", jti=f"j{number}")
        assert (await log_out(caller, token)).status_code == 400
    assert fake.asked.count("/jwks") == 2
    clock.set(NOW + timedelta(seconds=60))
    assert (await log_out(caller, forger.logout_token(sub="an"))).status_code == 400
    assert fake.asked.count("/jwks") == 3


async def test_signing_out_leads_through_the_provider(
    caller: httpx.AsyncClient, fake: FakeProvider, database: Database
) -> None:
    await signed_in(caller, fake)
    page = await caller.get("/")
    key = page.text.partition('name="form_key" value="')[2].partition('"')[0]
    assert f"form-action 'self' {ISSUER};" in page.headers["content-security-policy"]

    assert (await caller.post("/dang-xuat", data={"form_key": "0" * 32})).headers["location"] == "/"
    assert len(await sessions(database)) == 1
    answer = await caller.post("/dang-xuat", data={"form_key": key})

    assert answer.headers["location"].startswith(f"{ISSUER}/end?client_id=congvu&post_logout_redirect_uri=")
    assert "id_token_hint=" in answer.headers["location"]
    assert await sessions(database) == []


async def test_the_database_holds_neither_tokens_nor_whom_the_provider_names(
    caller: httpx.AsyncClient, fake: FakeProvider, database: Database
) -> None:
    fake.claims |= {"sub": "chu-the-can-tim", "sid": "phien-can-tim"}
    await signed_in(caller, fake, sub="chu-the-can-tim")
    cookie = caller.cookies["__Host-congvu"]

    async with database.read() as session:
        tables = ("page_session", "sign_in_attempt", "audit_entry", "used_token")
        rows = [str(row) for table in tables for row in await session.execute(text(f"select * from {table}"))]
    assert len(rows) == 2
    for secret in ("chu-the-can-tim", "phien-can-tim", "refresh-", "eyJ", cookie):
        assert not any(secret in row for row in rows)
