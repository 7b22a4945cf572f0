"""SQL of extensions that are signed in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from backend.access.models import ExtensionCode, ExtensionSession, SignInSession
from backend.db import ReadSession, WriteSession


async def take_code(session: WriteSession, code_hash: str, now: datetime) -> ExtensionCode | None:
    """A code that had not expired; it is over with that, for whoever asks."""
    code = await session.get(ExtensionCode, code_hash)
    if code is None or await session.change(delete(ExtensionCode).where(ExtensionCode.code_hash == code_hash)) != 1:
        return None  # or another request was quicker
    return code if code.expires_at > now else None


async def of_family(session: ReadSession, family_hash: str, now: datetime) -> ExtensionSession | None:
    return await session.scalar(
        select(ExtensionSession).where(ExtensionSession.family_hash == family_hash, ExtensionSession.ends_at > now)
    )


async def of_login(session: ReadSession, login: str, now: datetime) -> Sequence[ExtensionSession]:
    """The one signed in last comes first."""
    statement = (
        select(ExtensionSession)
        .where(ExtensionSession.login == login, ExtensionSession.ends_at > now)
        .order_by(ExtensionSession.started_at.desc(), ExtensionSession.id)
    )
    return (await session.scalars(statement)).all()


async def turn(session: WriteSession, extension_id: str, spent: str, fresh: str, now: datetime) -> bool:
    """Whether `spent` was the good refresh token; of several at once that show it, one only is told so."""
    statement = update(ExtensionSession).where(
        ExtensionSession.id == extension_id, ExtensionSession.refresh_hash == spent
    )
    return await session.change(statement.values(refresh_hash=fresh, refreshed_at=now)) == 1


async def end(session: WriteSession, extension_id: str) -> int:
    return await _end(session, ExtensionSession.id == extension_id)


async def end_of_login(session: WriteSession, extension_id: str, login: str) -> int:
    """Of nobody else's."""
    return await _end(session, (ExtensionSession.id == extension_id) & (ExtensionSession.login == login))


async def end_of_provider_session(session: WriteSession, provider_session_hash: str) -> int:
    await session.change(delete(ExtensionCode).where(ExtensionCode.provider_session_hash == provider_session_hash))
    return await _end(session, ExtensionSession.provider_session_hash == provider_session_hash)


async def end_of_subject(session: WriteSession, subject_hash: str) -> int:
    await session.change(delete(ExtensionCode).where(ExtensionCode.subject_hash == subject_hash))
    return await _end(session, ExtensionSession.subject_hash == subject_hash)


async def _end(session: WriteSession, which: ColumnElement[bool]) -> int:
    """With their bearers; how many there were."""
    ids = (await session.scalars(select(ExtensionSession.id).where(which))).all()
    if ids:
        await session.change(delete(SignInSession).where(SignInSession.extension_id.in_(ids)))
        await session.change(delete(ExtensionSession).where(ExtensionSession.id.in_(ids)))
    return len(ids)
