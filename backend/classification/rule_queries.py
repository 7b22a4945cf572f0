"""All SQL of bundles that were in force, proposals in shadow and their counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from backend.classification.models import RuleCandidate, RuleRelease, RuleShadowCount
from backend.db import ReadSession, WriteSession

_KEY = ("day", "agency_code", "gate", "bundle", "rule", "outcome")


async def count_papers(session: WriteSession, row: Mapping[str, Any]) -> None:
    """Add the papers of a row to those that stand under its key."""
    insert = sqlite.insert if session.dialect == "sqlite" else postgresql.insert
    statement = insert(RuleShadowCount).values(**row)
    both = RuleShadowCount.papers + statement.excluded.papers
    await session.change(statement.on_conflict_do_update(index_elements=list(_KEY), set_={"papers": both}))


async def shadow_counts(session: ReadSession, version: str) -> Sequence[RuleShadowCount]:
    """By agency, gate, rule and day."""
    order = (RuleShadowCount.agency_code, RuleShadowCount.gate, RuleShadowCount.rule, RuleShadowCount.day)
    statement = select(RuleShadowCount).where(RuleShadowCount.bundle == version).order_by(*order)
    return list(await session.scalars(statement))


async def releases(session: ReadSession, limit: int) -> Sequence[RuleRelease]:
    """The newest first."""
    statement = select(RuleRelease).order_by(RuleRelease.published_at.desc(), RuleRelease.version.desc()).limit(limit)
    return list(await session.scalars(statement))


async def release(session: ReadSession, version: str) -> RuleRelease | None:
    return await session.get(RuleRelease, version)


async def in_force_before(session: ReadSession, content: str) -> str | None:
    """Version of the bundle of the same rules that was published last, if one ever was."""
    statement = select(RuleRelease.version).where(RuleRelease.content == content)
    return await session.scalar(statement.order_by(RuleRelease.published_at.desc()).limit(1))


async def candidate(session: ReadSession, digest: str) -> RuleCandidate | None:
    return await session.get(RuleCandidate, digest)


async def withdraw_others(session: WriteSession, digest: str, now: datetime) -> None:
    """Only one proposal runs in shadow; the time of the others ends here."""
    await session.change(
        update(RuleCandidate)
        .where(RuleCandidate.digest != digest, RuleCandidate.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


async def withdraw(session: WriteSession, digest: str, now: datetime) -> None:
    await session.change(update(RuleCandidate).where(RuleCandidate.digest == digest).values(withdrawn_at=now))


async def candidate_in_shadow(session: ReadSession) -> RuleCandidate | None:
    """The proposal that was put in shadow last and not taken back."""
    statement = select(RuleCandidate).where(RuleCandidate.withdrawn_at.is_(None))
    return await session.scalar(statement.order_by(RuleCandidate.shadow_from.desc()).limit(1))
