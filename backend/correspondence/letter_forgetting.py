"""Forgets letters whose time is over, and proves it: first their months' figures are sealed, then everything goes.

What is derived together goes together: all letters between an agency and a person (with whoever is said to be the same
person), once the last thing that happened between them is old and nothing of theirs is awaited. A month is sealed only
when no letter in it waits. Figures of a sealed month are never counted again, so they say afterwards what they said
before (ADR 17).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from backend.audit import service as audit
from backend.clock import VIETNAM
from backend.correspondence import figure_queries, joining, letter_purge_queries
from backend.correspondence.figure_queries import Month
from backend.correspondence.keeping import Kept, kept_for
from backend.correspondence.months import bounds, month_of
from backend.correspondence.recompute import BEFORE_ALL
from backend.correspondence.tally import tallied
from backend.correspondence.terms import Group
from backend.db import ReadSession, WriteSession
from backend.errors import DomainError

DEED = "letters.forgotten"
PORTION = 500  # groups looked at in one unit of work


class LettersLeft(DomainError):
    """Something is there that was to be removed; the unit of work must not be kept."""

    code = "letters_left"


@dataclass(frozen=True, slots=True)
class ForgottenLetters:
    """`after`: up to where groups were looked at; None: all of them were."""

    after: Group | None
    letters: int
    sealed: int


def cut_of(now: datetime) -> int:
    """The first month (YYYYMM) of which letters are kept.

    Raises:
        LookupError: no row of retention.toml stands today.
    """
    return month_of((now - kept_for(Kept.LETTERS, now)).astimezone(VIETNAM).date())


async def forget_letters(session: WriteSession, now: datetime, after: Group = BEFORE_ALL) -> ForgottenLetters:
    """Those of the next groups whose time is over.

    Raises:
        LettersLeft: it cannot be proved.
        LookupError: no row of retention.toml stands today.
    """
    cut = cut_of(now)
    await letter_purge_queries.alone(session)
    found = await letter_purge_queries.old_groups(session, cut, after, PORTION)
    whole, families, _ = await joining.locked(session, found) if found else (set[Group](), {}, {})
    groups = await _over(session, whole, families, cut)
    letters = [one for one in await letter_purge_queries.letters_of(session, groups) if one.group in groups]
    sealed = await _seal(session, {(one.key[0], one.month) for one in letters}, now)
    await letter_purge_queries.delete_letters(session, groups, letters)
    left = {
        name: count for name, count in (await letter_purge_queries.left_of(session, groups, letters)).items() if count
    }
    if left:
        raise LettersLeft(f"kept beyond their time: {left}")
    if groups:
        counted = {"groups": len(groups), "letters": len(letters), "sealed_months": sealed, "left": 0}
        audit.record(session, DEED, at=now, data=counted | {"before": cut})
    return ForgottenLetters(found[-1] if found else None, len(letters), sealed)


async def forget_facts(session: WriteSession, now: datetime) -> int:
    """Facts of no letter, once all letters whose time is over are gone. How many.

    Raises:
        LettersLeft: it cannot be proved.
        LookupError: no row of retention.toml stands today.
    """
    cut = cut_of(now)
    await letter_purge_queries.alone(session)
    gone = await letter_purge_queries.forget_facts_of_nobody(session, cut)
    if left := await letter_purge_queries.facts_of_nobody(session, cut):
        raise LettersLeft(f"facts kept beyond their time: {left}")
    if gone:
        audit.record(session, DEED, at=now, data={"facts": gone, "left": 0, "before": cut})
    return gone


async def letters_beyond(session: ReadSession, now: datetime) -> int:
    """How many letters are there although their time is over, which it is not of those still awaited."""
    cut, after, count = cut_of(now), BEFORE_ALL, 0
    while found := await letter_purge_queries.old_groups(session, cut, after, PORTION):
        families = await joining.families_of(session, found)
        whole = {*found, *(one for family in families.values() for one in family)}
        groups = await _over(session, whole, families, cut)
        letters = await letter_purge_queries.letters_of(session, groups & set(found))
        count, after = count + len(letters), found[-1]
    return count


async def _over(session: ReadSession, whole: Collection[Group], families: joining.Families, cut: int) -> set[Group]:
    """Which of these may go: of a family all or none."""
    if not whole:
        return set()
    letters = await letter_purge_queries.letters_of(session, whole)
    waiting = await letter_purge_queries.waiting_months(session, {group[0] for group in whole}, cut)
    kept = await letter_purge_queries.newer(session, cut, whole)
    kept |= {one.group for one in letters if one.lives or one.month >= cut or (one.key[0], one.month) in waiting}
    return {group for group in whole if not kept & families.get(group, frozenset({group}))}


async def _seal(session: WriteSession, months: Collection[Month], now: datetime) -> int:
    """Count those that are not sealed yet a last time; returns how many they were."""
    if not months:
        return 0
    numbers = [month for _, month in months]
    codes = {code for code, _ in months}
    done = await figure_queries.sealed(session, codes, min(numbers), max(numbers))
    fresh = sorted(set(months) - done.keys())
    await figure_queries.mark_stale(session, fresh)  # waits for a worker that is counting one of them
    for code, month in fresh:
        letters = await figure_queries.finished(session, code, *bounds(month))
        await figure_queries.replace_figures(session, {(code, month): tallied(letters)})
    await letter_purge_queries.seal(session, fresh, now)
    return len(fresh)
