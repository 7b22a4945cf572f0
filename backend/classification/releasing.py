"""Putting a bundle in force, and what has to be true before: one function is one unit of work."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from joserfc.jwk import OKPKey
from joserfc.jws import extract_compact

from backend.audit.service import record
from backend.classification import rule_queries
from backend.classification.approval import Signed, read_signed
from backend.classification.bundle import Bundle, read_bundle
from backend.classification.candidate import candidate_beside
from backend.classification.declarations import Declarer
from backend.classification.models import RuleCandidate, RuleRelease
from backend.classification.publication import content_digest, need_shadow, record_publication
from backend.classification.shadow_period import shadow_until
from backend.classification.text_file import replace_text
from backend.classification.weakening import altered_and_lowered, weakenings
from backend.clock import VIETNAM
from backend.db import Database, ReadSession, WriteSession
from backend.errors import BundleError, BundleRefusal, UsageError


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle as it is compiled, the payload it came from, and the signed text that came in."""

    bundle: Bundle
    payload: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """`proposer` and `signer`: (log-in, thumbprint of the key). `reason`: why its time in shadow is cut short."""

    written: Written
    signed: Signed
    text: str
    proposer: tuple[str, str] | None
    signer: tuple[str, str]
    reason: str | None = None
    presser: Declarer | None = None  # who went back in one click


def owners_of(signed: Signed, keys: Sequence[OKPKey], approvals: int) -> dict[str, str]:
    """Log-ins by thumbprint; from the trusted key files, never from what came with the bundle.

    Raises:
        UsageError: two people must have signed, and the keys do not say that two did.
    """
    names = {key.thumbprint(): str(key.get("owner") or "") for key in keys}
    owners = {kid: names[kid] for kid in (signed.proposer, signed.signer) if kid is not None}
    if approvals > 1 and ("" in owners.values() or len({owner.lower() for owner in owners.values()}) < approvals):
        raise UsageError("the keys need owners, two different people: congvu rules keygen FILE --owner ADDRESS")
    return owners


def read_held(file: Path, keys: Sequence[OKPKey]) -> Written | None:
    """What is in force. None also where a key that signed it was revoked: it has to give way."""
    try:
        text = file.read_text("utf-8", "replace").strip()
        return read_written(read_signed(text, keys, 1).payload, text)
    except (FileNotFoundError, BundleError):
        return None


def read_written(payload: bytes, text: str = "") -> Written:
    """
    Raises:
        BundleError: malformed.
    """
    return Written(read_bundle(payload), orjson.loads(payload), text)


async def put_in_shadow(session: WriteSession, proposed: Signed, version: str, login: str, now: datetime) -> datetime:
    """The proposal runs in shadow from now on, or has since it was put there; returns when that time is over."""
    digest = digest_of(proposed.payload)
    await rule_queries.withdraw_others(session, digest, now)
    standing = await rule_queries.candidate(session, digest)
    if standing is None:
        standing = RuleCandidate(digest=digest, version=version, proposer_login=login, shadow_from=now)
        session.add(standing)
    elif standing.withdrawn_at is not None:
        standing.shadow_from, standing.withdrawn_at = now, None
    record(session, "rules.shadowed", at=now, login=login, subject_id=version[:60], data={"version": version})
    return shadow_until(standing.shadow_from)


async def shadow_over_at(session: ReadSession, payload: bytes) -> datetime | None:
    """When the time of this proposal in shadow is over; None while it is not in shadow."""
    standing = await rule_queries.candidate(session, digest_of(payload))
    return None if standing is None or standing.withdrawn_at is not None else shadow_until(standing.shadow_from)


async def admit(session: ReadSession, release: Release, held: Written | None, now: datetime) -> str | None:
    """Whether it may be put in force; returns the version whose rules it brings back, if it does.

    Raises:
        BundleError: it weakens what is enforced and one person alone signed; it alters a rule and enforces it no
            longer; its time in shadow is not over, saying until when.
    """
    earlier = await rule_queries.in_force_before(session, content_digest(release.written.payload))
    if held is None or earlier is not None:
        return None if held is None or earlier == held.bundle.version else earlier
    refuse_weakening(held, release.written, release.signed.approvals, now)
    changed = need_shadow(held.payload, release.written.payload)
    if release.proposer is not None and changed and not release.reason:
        refuse_early(await shadow_over_at(session, release.signed.payload), changed, now)
    return None


def refuse_weakening(held: Written, fresh: Written, approvals: int, now: datetime) -> None:
    """
    Raises:
        BundleError: as `admit`.
    """
    altered = need_shadow(held.payload, fresh.payload)
    if lowered := altered_and_lowered(held.bundle, fresh.bundle, altered, now):
        raise BundleError(f"altered and no longer enforced: {', '.join(lowered)}: give the new form an id of its own")
    weaker = weakenings(held.bundle, fresh.bundle, altered, now)
    if weaker and approvals < 2:
        named = ", ".join(f"{one.rule} ({one.how})" for one in weaker)
        raise BundleError(f"less would be stopped, which takes two people: {named}", BundleRefusal.SINGLE)


def refuse_early(until: datetime | None, changed: tuple[str, ...], now: datetime) -> None:
    """
    Raises:
        BundleError: its time in shadow has not begun, or is not over.
    """
    named = ", ".join(changed)
    if until is None:
        raise BundleError(f"never ran in shadow (congvu rules shadow), and text or stamp rules change: {named}")
    if now < until:
        raise BundleError(f"in shadow until {until.astimezone(VIETNAM):%H:%M, %d/%m/%Y}, for these change: {named}")


async def put_in_force(database: Database, file: Path, release: Release, held: Written | None, now: datetime) -> None:
    """On record first, then in force: what cannot be recorded is not published.

    Raises:
        BundleError: as `admit`.
    """
    async with database.write() as session:
        restores = await admit(session, release, held, now)
        if held is not None:
            await _remember(session, held, now)
        await keep(session, release, restores, now)
    await asyncio.to_thread(_put, file, release)


async def _remember(session: WriteSession, held: Written, now: datetime) -> None:
    """What is about to be replaced may have been copied into place by hand: kept all the same, so that one can go back
    to it. Who signed it is not on record then."""
    version = held.bundle.version
    if held.text and await rule_queries.release(session, version) is None:
        content, since = content_digest(held.payload), held.bundle.issued_at or now
        session.add(RuleRelease(version=version, content=content, text=held.text, published_at=since, signer_login=""))


def _put(file: Path, release: Release) -> None:
    replace_text(file, release.text)
    with suppress(FileNotFoundError):
        beside = candidate_beside(file)
        if digest_of(extract_compact(beside.read_bytes().strip()).payload) == digest_of(release.signed.payload):
            beside.unlink()


async def keep(session: WriteSession, release: Release, restores: str | None, now: datetime) -> None:
    """One entry for each person, the bundle itself, and that its time in shadow was cut short if it was."""
    version = release.written.bundle.version
    record_publication(session, version, release.proposer, release.signer, now)
    people = [login for login, _ in (release.proposer, release.signer) if login] if release.proposer else []
    if release.reason:
        for login in people:
            record(session, "rules.emergency", at=now, login=login, subject_id=version[:60], data={"version": version})
    if restores is not None:
        by = release.presser or Declarer(release.signer[0], "", "")
        record(
            session,
            "rules.restored",
            at=now,
            login=by.login,
            person_id=by.person_id or None,
            agency_code=by.agency_code,
            subject_id=version[:60],
            data={"version": version, "restores": restores},
        )
    standing = await rule_queries.release(session, version)
    if standing is not None:  # the same version once more
        await session.delete(standing)
        await session.flush()
    session.add(
        RuleRelease(
            version=version,
            content=content_digest(release.written.payload),
            text=release.text,
            published_at=now,
            proposer_login=release.proposer[0] if release.proposer else None,
            signer_login=release.signer[0],
            pressed_by=release.presser.person_id if release.presser else None,
            restores=restores,
            reason=release.reason[:300] if release.reason else None,
        )
    )
    await rule_queries.withdraw(session, digest_of(release.signed.payload), now)


def digest_of(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()
