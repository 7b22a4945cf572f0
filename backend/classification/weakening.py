"""What a bundle would stop less than the one in force. Pure (ADR 16).

One person alone never weakens what is enforced. What a rule finds cannot be compared by looking at it: that is what the
shadow is for; here stands what can be told from the data alone.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.classification.bundle import Bundle
from backend.classification.effect import Effect
from backend.classification.rule import Rule
from backend.classification.stages import Stage, stage_at

_STAGES = (Stage.OBSERVE, Stage.WARN, Stage.ENFORCE)
_EFFECTS = (Effect.ASK, Effect.RESTRICT, Effect.MARK)


class How(StrEnum):
    REMOVED = "removed"
    EFFECT = "effect"  # it would do less
    PLACE = "place"  # it would no longer look somewhere
    STAGE = "stage"  # it would only warn, or only be observed
    DECLASSIFIES = "declassifies"  # it lets marks pass, and does not today


@dataclass(frozen=True, slots=True)
class Weakening:
    """`agency`: whose own rules are meant; empty for the province's."""

    rule: str
    how: How
    agency: str = ""


def weakenings(before: Bundle, after: Bundle, altered: Collection[str], now: datetime) -> tuple[Weakening, ...]:
    """By rule, first the province's, then those that only an agency sees. `altered`: ids of rules that find something
    else than before."""
    province = {(one.rule, one.how) for one in _of("", before, after, altered, now)}
    found = [Weakening(rule, how) for rule, how in sorted(province)]
    for agency in sorted({overlay.agency for overlay in (*before.overlays, *after.overlays)}):
        its = _of(agency, before.for_agency(agency), after.for_agency(agency), altered, now)
        found += [one for one in its if (one.rule, one.how) not in province]
    return tuple(found)


def altered_and_lowered(before: Bundle, after: Bundle, altered: Collection[str], now: datetime) -> tuple[str, ...]:
    """Ids of enforced rules that would be another rule *and* be enforced no longer: their old form would be gone. The
    new form needs an id of its own, beside the old one."""
    news = {rule.id: rule for rule in after.rules}
    return tuple(
        old.id
        for old in before.rules
        if old.id in news
        and old.effect in _EFFECTS
        and stage_at(old.stages, now) is Stage.ENFORCE
        and old.id in altered
        and _is_lowered(old, news[old.id], now)
    )


def _of(agency: str, before: Bundle, after: Bundle, altered: Collection[str], now: datetime) -> Iterator[Weakening]:
    olds, news = ({rule.id: rule for rule in bundle.rules} for bundle in (before, after))
    for old in before.rules:
        if old.effect in _EFFECTS and stage_at(old.stages, now) is not Stage.OBSERVE:
            how = _how(old, news.get(old.id), now)
            if how is not None:
                yield Weakening(old.id, how, agency)
    for new in after.rules:
        if new.effect is Effect.DECLASSIFY and _declassifies_more(olds.get(new.id), new, altered, now):
            yield Weakening(new.id, How.DECLASSIFIES, agency)


def _how(old: Rule, new: Rule | None, now: datetime) -> How | None:
    if new is None:
        return How.REMOVED
    if new.effect not in _EFFECTS or _EFFECTS.index(new.effect) < _EFFECTS.index(old.effect):
        return How.EFFECT
    if old.looks_at - new.looks_at:
        return How.PLACE
    return How.STAGE if _is_lowered(old, new, now) else None


def _is_lowered(old: Rule, new: Rule, now: datetime) -> bool:
    """At any time from now on."""
    later = {row.since for row in (*old.stages, *new.stages) if row.since > now}
    return any(
        _STAGES.index(stage_at(new.stages, moment)) < _STAGES.index(stage_at(old.stages, moment))
        for moment in {now, *later}
    )


def _declassifies_more(old: Rule | None, new: Rule, altered: Collection[str], now: datetime) -> bool:
    if new.stages and all(row.stage is Stage.OBSERVE for row in new.stages):
        return False
    if old is None or old.effect is not Effect.DECLASSIFY:
        return True
    return new.id in altered or _is_lowered(new, old, now)
