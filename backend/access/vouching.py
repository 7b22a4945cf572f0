"""A provider's word does not last: while a session is in use it is asked again, and without it the session ends."""

from datetime import datetime, timedelta

from backend.access import queries
from backend.access.models import PageSession
from backend.access.oidc.failures import ProviderRefused, ProviderSilent
from backend.access.oidc.provider import Provider, Vouched
from backend.access.page_sessions import close_session, note_vouched, of_issuer
from backend.access.sealing import unseal
from backend.access.tokens import token_hash
from backend.db import Database

ASK_AGAIN_AFTER = timedelta(minutes=15)
TRY_AGAIN_AFTER = timedelta(minutes=1)  # while it is silent
BELIEVED_FOR = timedelta(hours=1)  # after its last word; a provider that gives no refresh token is not asked before


async def still_vouched(
    database: Database, provider: Provider | None, token: str, row: PageSession, now: datetime
) -> PageSession | None:
    """The session, brought up to date with what the provider says now; None if it is over.

    Raises:
        Unavailable: the database does not answer.
    """
    if provider is None or row.vouched_at is None or now - row.vouched_at >= BELIEVED_FOR:
        await _end(database, token)
        return None
    refresh_token = unseal(token, row.sealed).get("refresh_token")
    if refresh_token is None or not await _falls_to_us(database, row, now):
        return row
    try:
        vouched = await provider.renew(refresh_token)
        if of_issuer(provider.registration.issuer, vouched.identity.subject) != row.subject_hash:
            raise ProviderRefused("it is somebody else now")
    except ProviderSilent:
        return row
    except ProviderRefused:
        await _end(database, token)
        return None
    return await _noted(database, provider.registration.issuer, token, vouched, now)


async def _falls_to_us(database: Database, row: PageSession, now: datetime) -> bool:
    """It is time to ask, and no other request does it."""
    asked_at, vouched_at = row.asked_at, row.vouched_at
    due = vouched_at is not None and now - vouched_at >= ASK_AGAIN_AFTER
    if not due or (asked_at is not None and now - asked_at < TRY_AGAIN_AFTER):
        return False
    async with database.write() as session:
        return await queries.take_asking(session, row.token_hash, asked_at, now)


async def _noted(database: Database, issuer: str, token: str, vouched: Vouched, now: datetime) -> PageSession | None:
    """None if the session was ended meanwhile."""
    async with database.write() as session:
        row = await session.get(PageSession, token_hash(token))
        if row is not None:
            note_vouched(row, token, issuer, vouched, now)
        return row


async def _end(database: Database, token: str) -> None:
    async with database.write() as session:
        await close_session(session, token)
