"""`POST /session/plugin`: what a webmail's PHP and the plugin are answered."""

import sqlite3
from contextlib import closing

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey

from backend.access.service import register_webmail
from backend.db import Database
from tests.unit.fresh_databases import file_of
from tests.unit.small_province import CLERK_BOX, NOW

KEY = OKPKey.generate_key("Ed25519")


@pytest.fixture(autouse=True)
async def registered_webmail(database: Database) -> None:
    async with database.write() as session:
        await register_webmail(session, "roundcube", str(KEY.as_dict(private=False)["x"]), NOW)


def token(webmail: str = "roundcube", login: str = CLERK_BOX, issued: int = int(NOW.timestamp())) -> str:
    claims = {"iss": webmail, "sub": login, "aud": "congvu", "iat": issued, "exp": issued + 240, "jti": "j"}
    return jwt.encode({"alg": "Ed25519", "kid": webmail}, claims, KEY, algorithms=["Ed25519"])


async def refused(client: httpx.AsyncClient, body: object) -> tuple[int, str]:
    answer = await client.post("/session/plugin", json=body)
    return answer.status_code, answer.json()["code"]


async def test_a_token_is_exchanged_for_a_bearer(client: httpx.AsyncClient) -> None:
    answer = await client.post("/session/plugin", json={"token": token()})

    assert answer.status_code == 200
    assert answer.json().keys() == {"token", "expires_at"}
    assert len(answer.json()["token"]) == 43
    assert answer.json()["expires_at"] == "2026-01-05T08:15:00Z"
    assert answer.headers["cache-control"] == "no-store"


async def test_each_refusal_has_its_status_and_code(client: httpx.AsyncClient) -> None:
    assert await refused(client, {"token": "x"}) == (401, "token_invalid")
    assert await refused(client, {"toke": "x"}) == (401, "token_invalid")
    assert await refused(client, ["x"]) == (401, "token_invalid")
    assert await refused(client, {"token": token("elsewhere")}) == (401, "unknown_webmail")
    assert await refused(client, {"token": token(issued=int(NOW.timestamp()) - 600)}) == (401, "token_expired")
    assert await refused(client, {"token": token(login="stranger@example.org")}) == (403, "not_in_directory")
    sent = token()
    await client.post("/session/plugin", json={"token": sent})
    assert await refused(client, {"token": sent}) == (401, "token_replayed")


async def test_only_a_webmail_of_the_settings_may_read_the_answer_in_a_browser(client: httpx.AsyncClient) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    allowed = await client.options("/graphql", headers={"Origin": "https://mail.example"} | asked)
    foreign = await client.options("/graphql", headers={"Origin": "https://evil.example"} | asked)

    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "https://mail.example"
    assert "access-control-allow-credentials" not in allowed.headers
    assert foreign.status_code == 400
    assert "access-control-allow-origin" not in foreign.headers


async def test_pages_are_not_for_other_origins_at_all(client: httpx.AsyncClient) -> None:
    answer = await client.get("/tra-cuu", headers={"Origin": "https://mail.example"})

    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.sqlite
async def test_a_busy_database_is_told_as_such_and_the_token_may_be_tried_again(
    client: httpx.AsyncClient, database: Database
) -> None:
    with closing(sqlite3.connect(file_of(database.url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        busy = await client.post("/session/plugin", json={"token": token()})

    assert (busy.status_code, busy.json()) == (503, {"code": "database_busy"})
    assert (await client.post("/session/plugin", json={"token": token()})).status_code == 200
