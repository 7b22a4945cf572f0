"""All SQL of the verdict log and of declarations."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, or_, select, update

from backend.classification.declarations import FileState
from backend.classification.models import (
    BrowserVerdict,
    Clearance,
    Declaration,
    DeclarationRequest,
    FalseAlarm,
    GateCheck,
    RequestedFile,
)
from backend.db import ReadSession, WriteSession

_REQUESTS = 20_316_001  # names advisory locks, in this database ours alone


async def declared_fingerprints(
    session: ReadSession, login: str, fingerprints: Collection[str], now: datetime
) -> frozenset[str]:
    """Which of these files the log-in has a standing declaration for."""
    statement = select(Declaration.fingerprint).where(
        Declaration.login == login,
        Declaration.fingerprint.in_(fingerprints),
        Declaration.declared_at <= now,
        Declaration.expires_at > now,
    )
    return frozenset(await session.scalars(statement))


async def request(session: ReadSession, code: str, now: datetime) -> DeclarationRequest | None:
    """The unexpired request with this code."""
    return await session.scalar(
        select(DeclarationRequest).where(DeclarationRequest.code == code, DeclarationRequest.expires_at > now)
    )


async def alone_for(session: WriteSession, login: str) -> None:
    """No other unit of work asks for this log-in until this one ends; SQLite has one writer at a time anyway."""
    if session.dialect == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(_REQUESTS, func.hashtext(login))))


async def requested_files(session: ReadSession, code: str) -> tuple[FileState, ...]:
    """The files of a request, in a stable order."""
    statement = select(RequestedFile).where(RequestedFile.code == code).order_by(RequestedFile.fingerprint)
    return tuple(FileState(row.fingerprint, row.state) for row in await session.scalars(statement))


async def open_requests(session: ReadSession, login: str, now: datetime) -> Sequence[DeclarationRequest]:
    """Requests of a log-in that are neither expired nor confirmed, the newest first."""
    statement = (
        select(DeclarationRequest)
        .where(
            DeclarationRequest.login == login,
            DeclarationRequest.expires_at > now,
            DeclarationRequest.confirmed_at.is_(None),
        )
        .order_by(DeclarationRequest.asked_at.desc(), DeclarationRequest.code)
    )
    return (await session.scalars(statement)).all()


async def confirm(session: WriteSession, code: str, now: datetime) -> bool:
    """Mark a request confirmed; false if it already was."""
    statement = (
        update(DeclarationRequest)
        .where(DeclarationRequest.code == code, DeclarationRequest.confirmed_at.is_(None))
        .values(confirmed_at=now)
    )
    return await session.change(statement) == 1


async def unpartnered(session: ReadSession, agency_code: str, since: datetime, until: datetime) -> Sequence[GateCheck]:
    """Attachments sent from the webmail in [since, until) that no browser verdict partners, the newest first."""
    statement = (
        select(GateCheck)
        .where(
            GateCheck.agency_code == agency_code,
            GateCheck.at >= since,
            GateCheck.at < until,
            GateCheck.from_webmail,
            GateCheck.partner_id.is_(None),
        )
        .order_by(GateCheck.at.desc(), GateCheck.verdict_id, GateCheck.fingerprint)
    )
    return (await session.scalars(statement)).all()


async def submissions_of(
    session: ReadSession, agency_code: str, fingerprint: str, since: datetime
) -> dict[str, datetime]:
    """When submissions of the agency that carried this file were checked, by verdict id."""
    statement = select(GateCheck.verdict_id, GateCheck.at).where(
        GateCheck.agency_code == agency_code,
        GateCheck.at >= since,
        or_(GateCheck.fingerprint == fingerprint, GateCheck.earlier == fingerprint),
    )
    return {row.verdict_id: row.at for row in await session.execute(statement)}


async def partners(session: ReadSession, since: datetime, window: timedelta) -> dict[tuple[str, str], str]:
    """Browser verdict by (verdict id, fingerprint) of each check since then that has found its partner.

    The newest browser verdict at most `window` away from the check on either side counts: a report may arrive late.
    """
    statement = (
        select(GateCheck.verdict_id, GateCheck.fingerprint, GateCheck.at, BrowserVerdict.id, BrowserVerdict.at)
        .join(
            BrowserVerdict,
            and_(
                BrowserVerdict.login == GateCheck.login,
                BrowserVerdict.fingerprint.in_((GateCheck.fingerprint, GateCheck.earlier)),
            ),
        )
        .where(
            GateCheck.partner_id.is_(None),
            GateCheck.from_webmail,
            GateCheck.at >= since,
            BrowserVerdict.at >= since - window,
        )
        .order_by(BrowserVerdict.at, BrowserVerdict.id)
    )
    return {
        (verdict_id, fingerprint): partner
        for verdict_id, fingerprint, checked_at, partner, reported_at in await session.execute(statement)
        if abs(checked_at - reported_at) <= window
    }


async def set_partner(session: WriteSession, verdict_id: str, fingerprint: str, partner_id: str) -> None:
    await session.change(
        update(GateCheck)
        .where(and_(GateCheck.verdict_id == verdict_id, GateCheck.fingerprint == fingerprint))
        .values(partner_id=partner_id)
    )


async def known_checks(session: ReadSession, verdict_id: str) -> frozenset[str]:
    """Fingerprints of a submission that are already logged."""
    return frozenset(await session.scalars(select(GateCheck.fingerprint).where(GateCheck.verdict_id == verdict_id)))


async def forget_expired_requests(session: WriteSession, now: datetime) -> None:
    await session.change(
        delete(RequestedFile).where(
            RequestedFile.code.in_(select(DeclarationRequest.code).where(DeclarationRequest.expires_at <= now))
        )
    )
    await session.change(delete(DeclarationRequest).where(DeclarationRequest.expires_at <= now))


async def clearances_in_force(session: ReadSession, now: datetime, agency_code: str | None) -> Sequence[Clearance]:
    """Approved, not revoked, not over; of one agency or of all."""
    statement = (
        select(Clearance)
        .where(Clearance.approved_at.is_not(None), Clearance.revoked_at.is_(None), Clearance.valid_until > now)
        .order_by(Clearance.agency_code, Clearance.fingerprint, Clearance.id)
    )
    if agency_code is not None:
        statement = statement.where(Clearance.agency_code == agency_code)
    return (await session.scalars(statement)).all()


async def clearances_of(session: ReadSession, agency_code: str, ended_after: datetime) -> Sequence[Clearance]:
    """An agency's clearances that had not ended by then, the newest first."""
    statement = (
        select(Clearance)
        .where(Clearance.agency_code == agency_code, Clearance.valid_until > ended_after)
        .order_by(Clearance.entered_at.desc(), Clearance.id.desc())
    )
    return (await session.scalars(statement)).all()


async def false_alarms(session: ReadSession, since: datetime) -> Sequence[FalseAlarm]:
    statement = select(FalseAlarm).where(FalseAlarm.at >= since).order_by(FalseAlarm.at.desc(), FalseAlarm.id.desc())
    return (await session.scalars(statement)).all()
