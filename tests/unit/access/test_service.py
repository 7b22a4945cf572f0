"""Signing in against a database: tokens are exchanged once, sessions end, only hashes are stored."""

from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey
from sqlalchemy import func, select, text

from backend.access import queries
from backend.access.models import SignInSession, UsedToken
from backend.access.plugin_token import SignInRefused
from backend.access.service import (
    BEARER_LIFETIME,
    OpenedSession,
    exchange,
    holder_of,
    register_webmail,
)
from backend.db import Database, ReadSession
from backend.errors import UsageError
from tests.unit.small_province import NOW

KEY = OKPKey.generate_key("Ed25519")


@pytest.fixture(autouse=True)
async def registered_webmail(database: Database) -> None:
    async with database.write() as session:
        await register_webmail(session, "roundcube", str(KEY.as_dict(private=False)["x"]), NOW)


def token(token_id: str = "j1", login: str = "an@thainguyen.gov.vn", webmail: str = "roundcube") -> str:
    issued = int(NOW.timestamp())
    claims = {"iss": webmail, "sub": login, "aud": "congvu", "iat": issued, "exp": issued + 240, "jti": token_id}
    return jwt.encode({"alg": "Ed25519", "kid": webmail}, claims, KEY, algorithms=["Ed25519"])


async def known(_session: ReadSession, login: str) -> bool:
    return login == "an@thainguyen.gov.vn"


async def refusal_code(database: Database, sent: str) -> str:
    with pytest.raises(SignInRefused) as refusal:
        await exchange(database, sent, known, NOW)
    return refusal.value.code


async def login_behind(database: Database, opened: OpenedSession, after: timedelta) -> str | None:
    async with database.read() as session:
        holder = await holder_of(session, opened.token, NOW + after)
    return holder.login if holder else None


async def test_a_token_gives_a_bearer_of_fifteen_minutes(database: Database) -> None:
    opened = await exchange(database, token(), known, NOW)

    assert opened.expires_at == NOW + timedelta(minutes=15)
    last_moment = BEARER_LIFETIME - timedelta(seconds=1)
    assert await login_behind(database, opened, last_moment) == "an@thainguyen.gov.vn"
    assert await login_behind(database, opened, BEARER_LIFETIME) is None


async def test_the_same_token_is_not_exchanged_twice(database: Database) -> None:
    await exchange(database, token("j1"), known, NOW)

    assert await refusal_code(database, token("j1")) == "token_replayed"
    assert (await exchange(database, token("j2"), known, NOW)).token


async def test_two_webmails_may_use_the_same_token_id(database: Database) -> None:
    async with database.write() as session:
        await register_webmail(session, "sogo", str(KEY.as_dict(private=False)["x"]), NOW)

    await exchange(database, token("j1"), known, NOW)
    assert (await exchange(database, token("j1", webmail="sogo"), known, NOW)).token


async def test_a_webmail_nobody_registered_is_unknown(database: Database) -> None:
    assert await refusal_code(database, token(webmail="elsewhere")) == "unknown_webmail"


async def test_a_log_in_the_directory_does_not_know_gets_no_bearer(database: Database) -> None:
    assert await refusal_code(database, token(login="stranger@thainguyen.gov.vn")) == "not_in_directory"


async def test_a_replaced_key_is_the_only_one_believed(database: Database) -> None:
    async with database.write() as session:
        public_key = str(OKPKey.generate_key("Ed25519").as_dict(private=False)["x"])
        await register_webmail(session, "roundcube", public_key, NOW, replace=True)

    assert await refusal_code(database, token()) == "token_invalid"


async def test_a_name_is_registered_once(database: Database) -> None:
    with pytest.raises(UsageError, match="--replace"):
        async with database.write() as session:
            await register_webmail(session, "roundcube", "x" * 43, NOW)


async def test_the_database_never_holds_a_token(database: Database) -> None:
    sent = token("a-token-id-to-be-found")
    opened = await exchange(database, sent, known, NOW)
    async with database.read() as session:
        rows = [
            str(row)
            for table in ("sign_in_session", "used_token")
            for row in await session.execute(text(f"select * from {table}"))
        ]
    assert len(rows) == 2
    assert not any(secret in row for row in rows for secret in (opened.token, "a-token-id-to-be-found"))


async def test_what_has_expired_is_forgotten(database: Database) -> None:
    await exchange(database, token(), known, NOW)
    async with database.write() as session:
        await queries.forget_expired(session, NOW + timedelta(hours=1))

    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(UsedToken)) == 0
        assert await session.scalar(select(func.count()).select_from(SignInSession)) == 0
