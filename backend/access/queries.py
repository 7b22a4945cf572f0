"""SQL of signing in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from backend.access.models import (
    EmergencyAccount,
    ExtensionCode,
    ExtensionSession,
    PageSession,
    SignInAttempt,
    SignInSession,
    UsedToken,
    Webmail,
)
from backend.db import ReadSession, WriteSession


async def webmail_key(session: ReadSession, webmail: str) -> str | None:
    """A webmail's public key (base64url), None if it is not registered."""
    return await session.scalar(select(Webmail.public_key).where(Webmail.id == webmail))


async def bearer(
    session: ReadSession, token_hash: str, now: datetime
) -> tuple[SignInSession, ExtensionSession | None] | None:
    """An unexpired bearer, and the extension's session it came of."""
    rows = await session.execute(
        select(SignInSession, ExtensionSession)
        .outerjoin(ExtensionSession, ExtensionSession.id == SignInSession.extension_id)
        .where(SignInSession.token_hash == token_hash, SignInSession.expires_at > now)
    )
    return next(((held, extension) for held, extension in rows), None)


async def page_session(session: ReadSession, token_hash: str, now: datetime) -> PageSession | None:
    """A session that neither lay idle too long nor reached its end."""
    return await session.scalar(
        select(PageSession).where(
            PageSession.token_hash == token_hash, PageSession.idle_until > now, PageSession.ends_at > now
        )
    )


async def put_off_idle_end(session: WriteSession, token_hash: str, until: datetime) -> None:
    await session.change(update(PageSession).where(PageSession.token_hash == token_hash).values(idle_until=until))


async def take_asking(session: WriteSession, token_hash: str, asked_before: datetime | None, now: datetime) -> bool:
    """Whether it falls to this request to ask the provider: of several at once, to one only."""
    statement = update(PageSession).where(
        PageSession.token_hash == token_hash, PageSession.asked_at.is_not_distinct_from(asked_before)
    )
    return await session.change(statement.values(asked_at=now)) == 1


async def end_page_session(session: WriteSession, token_hash: str) -> None:
    await session.change(delete(PageSession).where(PageSession.token_hash == token_hash))


async def end_provider_session(session: WriteSession, provider_session_hash: str) -> int:
    return await session.change(delete(PageSession).where(PageSession.provider_session_hash == provider_session_hash))


async def end_sessions_of_subject(session: WriteSession, subject_hash: str) -> int:
    return await session.change(delete(PageSession).where(PageSession.subject_hash == subject_hash))


async def end_sessions_of_account(session: WriteSession, way: str, name: str) -> int:
    return await session.change(delete(PageSession).where(PageSession.way == way, PageSession.login == name))


async def take_attempt(session: WriteSession, state_hash: str, browser_hash: str, now: datetime) -> str | None:
    """The path of an attempt of this browser, which is over with that; None if there is none."""
    attempt = await session.get(SignInAttempt, state_hash)
    if attempt is None or attempt.browser_hash != browser_hash:
        return None
    if await session.change(delete(SignInAttempt).where(SignInAttempt.state_hash == state_hash)) != 1:
        return None  # another request was quicker
    return attempt.path if attempt.expires_at > now else None


async def use_once(session: WriteSession, token_hash: str, expires_at: datetime) -> bool:
    """Note that a token was used; false, and the unit of work is lost, if it was used before."""
    session.add(UsedToken(token_hash=token_hash, expires_at=expires_at))
    try:
        await session.flush()
    except IntegrityError:
        return False
    return True


async def emergency_accounts(session: ReadSession) -> Sequence[EmergencyAccount]:
    """Every account, the newest first."""
    return (await session.scalars(select(EmergencyAccount).order_by(EmergencyAccount.created_at.desc()))).all()


async def use_account(session: WriteSession, name: str, now: datetime) -> bool:
    """Whether this is the account's first sign-in; of several at once it is one only."""
    statement = update(EmergencyAccount).where(
        EmergencyAccount.name == name, EmergencyAccount.used_at.is_(None), EmergencyAccount.expires_at > now
    )
    return await session.change(statement.values(used_at=now)) == 1


async def forget_expired(session: WriteSession, now: datetime) -> None:
    for table in (SignInSession, UsedToken, SignInAttempt, ExtensionCode):
        await session.change(delete(table).where(table.expires_at <= now))
    for ending in (PageSession, ExtensionSession):
        await session.change(delete(ending).where(ending.ends_at <= now))
