"""Bearers of a page's script: as far as its sign-in goes, and no longer."""

from datetime import timedelta

import pytest

from backend.access import page_sessions
from backend.access.oidc.claims import Claimed
from backend.access.page_bearers import open_bearer
from backend.access.page_sessions import Lifetimes, SignedIn, SignInWay
from backend.access.service import holder_of
from backend.access.tokens import token_hash
from backend.db import Database
from tests.unit.small_province import HEAD_BOX, NOW

LIFETIMES = Lifetimes(idle=timedelta(minutes=30), whole=timedelta(hours=8))
BY_PROVIDER = SignedIn(SignInWay.PROVIDER, HEAD_BOX, Claimed(frozenset({"auditor"}), frozenset({"H55.05"})))
MINUTE = timedelta(minutes=1)


async def signed_in(database: Database, who: SignedIn) -> str:
    """The token of a page session that began now."""
    async with database.write() as session:
        return (await page_sessions.open_session(session, who, LIFETIMES, NOW)).token


async def opened(database: Database, page: str, after: timedelta = timedelta()) -> str | None:
    async with database.write() as session:
        found = await open_bearer(session, token_hash(page), NOW + after)
    return None if found is None else found.token


async def holder(database: Database, bearer: str, after: timedelta = timedelta()) -> SignedIn | None:
    async with database.read() as session:
        return await holder_of(session, bearer, NOW + after)


@pytest.mark.parametrize("who", [SignedIn(SignInWay.MAILBOX, HEAD_BOX), BY_PROVIDER])
async def test_it_speaks_for_whoever_signed_in_and_as_far_as_their_way_in_goes(
    database: Database, who: SignedIn
) -> None:
    bearer = await opened(database, await signed_in(database, who))

    assert bearer is not None
    assert await holder(database, bearer, 14 * MINUTE) == who
    assert await holder(database, bearer, 15 * MINUTE) is None


async def test_it_ends_with_its_page_session(database: Database) -> None:
    page = await signed_in(database, BY_PROVIDER)
    bearer = await opened(database, page)
    late = await opened(database, page, 29 * MINUTE)
    assert bearer is not None
    assert late is not None
    assert await holder(database, late, 29 * MINUTE) == BY_PROVIDER
    assert await holder(database, late, 31 * MINUTE) is None  # the page lay idle

    async with database.write() as session:
        await page_sessions.close_session(session, page)

    assert await holder(database, bearer) is None
    assert await opened(database, page) is None


async def test_none_is_opened_in_an_emergency(database: Database) -> None:
    page = await signed_in(database, SignedIn(SignInWay.EMERGENCY, "khan-cap", BY_PROVIDER.claimed))

    assert await opened(database, page) is None


async def test_one_page_session_cannot_be_named_in_the_bearer_of_another(database: Database) -> None:
    own = await opened(database, await signed_in(database, BY_PROVIDER))
    other = await signed_in(database, SignedIn(SignInWay.MAILBOX, HEAD_BOX))
    assert own is not None

    forged = f"{token_hash(other)}~{own.partition('~')[2]}"

    assert await holder(database, forged) is None
