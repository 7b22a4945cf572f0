"""SQL of signing in."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from backend.access.models import SignInSession, UsedToken, Webmail
from backend.db import ReadSession, WriteSession


async def webmail_key(session: ReadSession, webmail: str) -> str | None:
    """A webmail's public key (base64url), None if it is not registered."""
    return await session.scalar(select(Webmail.public_key).where(Webmail.id == webmail))


async def login_of_session(session: ReadSession, token_hash: str, kind: str, now: datetime) -> str | None:
    """Whose unexpired session of this kind this is."""
    return await session.scalar(
        select(SignInSession.login).where(
            SignInSession.token_hash == token_hash, SignInSession.kind == kind, SignInSession.expires_at > now
        )
    )


async def use_once(session: WriteSession, token_hash: str, expires_at: datetime) -> bool:
    """Note that a token was used; false, and the unit of work is lost, if it was used before."""
    session.add(UsedToken(token_hash=token_hash, expires_at=expires_at))
    try:
        await session.flush()
    except IntegrityError:
        return False
    return True


async def forget_expired(session: WriteSession, now: datetime) -> None:
    await session.change(delete(SignInSession).where(SignInSession.expires_at <= now))
    await session.change(delete(UsedToken).where(UsedToken.expires_at <= now))


async def end_session(session: WriteSession, token_hash: str) -> None:
    await session.change(delete(SignInSession).where(SignInSession.token_hash == token_hash))
