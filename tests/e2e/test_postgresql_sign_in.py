"""Signing in on PostgreSQL as on SQLite: sessions, attempts, logout tokens and emergency accounts, each used once."""

from datetime import timedelta
from pathlib import Path

import pytest

from backend.access import emergency, ending, page_sessions, queries, sign_in_attempts
from backend.access.oidc.claims import Claimed, Identity
from backend.access.oidc.failures import ProviderRefused
from backend.access.oidc.provider import Vouched
from backend.access.oidc.tokens import LogoutToken
from backend.access.page_sessions import Lifetimes, SignedIn, SignInWay
from backend.db import Database, WriteSession
from tests.unit.small_province import CLERK_BOX, COMMITTEE, NOW, SCIENCE, built

LIFETIMES = Lifetimes(idle=timedelta(minutes=30), whole=timedelta(hours=8))
CLAIMED = Claimed(frozenset({"clerk"}), frozenset({SCIENCE}))
VOUCHED = Vouched(Identity("van", "s1", CLERK_BOX, CLAIMED), "id token", "refresh token")
ISSUER = "https://dangnhap.example"


async def opened(session: WriteSession) -> str:
    who = SignedIn(SignInWay.PROVIDER, CLERK_BOX, CLAIMED)
    return (await page_sessions.open_session(session, who, LIFETIMES, NOW, vouched=(ISSUER, VOUCHED))).token


@pytest.mark.parametrize("where", ["SQLite", "PostgreSQL"])
async def test_everything_of_signing_in_holds_on_both_databases(where: str, postgres: str, tmp_path: Path) -> None:
    url = postgres if where == "PostgreSQL" else f"sqlite+aiosqlite:///{tmp_path}/congvu.db"
    await built(url)
    database = Database(url)
    try:
        await a_session(database)
        await an_attempt(database)
        await an_emergency(database)
    finally:
        await database.close()


async def a_session(database: Database) -> None:
    """It lies idle anew, the provider is asked by one request, and ends it once."""
    later = NOW + timedelta(minutes=20)
    async with database.write() as session:
        token = await opened(session)
    async with database.read() as session:
        row = await page_sessions.find(session, token, later)
    assert row is not None
    assert page_sessions.signed_in(row) == SignedIn(SignInWay.PROVIDER, CLERK_BOX, CLAIMED)
    until = page_sessions.idle_end(row, LIFETIMES, later)
    assert until == later + timedelta(minutes=30)
    async with database.write() as session:
        await page_sessions.put_off_idle_end(session, row, until)
        assert await queries.take_asking(session, row.token_hash, row.asked_at, later)
    async with database.write() as session:
        assert not await queries.take_asking(session, row.token_hash, row.asked_at, later)
    over = LogoutToken("van", "s1", "j1", later + timedelta(minutes=2))
    async with database.write() as session:
        assert await ending.end_sessions(session, ISSUER, over, later) == 1
    with pytest.raises(ProviderRefused):
        async with database.write() as session:
            await ending.end_sessions(session, ISSUER, over, later)
    async with database.read() as session:
        assert await page_sessions.find(session, token, later) is None


async def an_attempt(database: Database) -> None:
    """Of one browser, completed once."""
    async with database.write() as session:
        attempt = await sign_in_attempts.begin(session, "/cho-phep", NOW)
    results = []
    for browser in ("another", attempt.browser, attempt.browser):
        async with database.write() as session:
            results.append(await sign_in_attempts.complete(session, attempt.secrets.state, browser, NOW))
    assert results == [None, ("/cho-phep", attempt.secrets), None]


async def an_emergency(database: Database) -> None:
    """Good for one sign-in; its end ends its session."""
    async with database.write() as session:
        wanted = emergency.Wanted("truc-ban", COMMITTEE, "diễn tập", timedelta(hours=1))
        made = await emergency.make(session, wanted, NOW)
    async with database.read() as session:
        account = await emergency.account_of(session, "truc-ban")
    assert account is not None
    assert emergency.fits(account, made.password)
    assert not emergency.fits(account, made.password[:-1])
    async with database.write() as session:
        who = await emergency.use(session, account, NOW)
    assert who is not None
    async with database.write() as session:
        assert await emergency.use(session, account, NOW) is None
        token = (await page_sessions.open_session(session, who, LIFETIMES, NOW)).token
    async with database.write() as session:
        await emergency.end(session, "truc-ban", NOW)
    async with database.read() as session:
        assert await page_sessions.find(session, token, NOW) is None
