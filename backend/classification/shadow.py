"""A proposed bundle judges beside the live one, and only counts leave (ADR 16).

Twin: webmail-plugin/src/core/shadow.ts, held to rules/conformance/shadow.json. It can change no verdict: it is given
what the live rules were given, after they have judged, and answers with counts alone; whatever breaks in it is a count
too. A rule counts as it will act when its roll-out is complete.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from backend.classification.bundle import Bundle
from backend.classification.effect import Effect
from backend.classification.engine import Engine
from backend.classification.stages import effect_at
from backend.classification.verdict import Action, Finding, Ring, Where, action_for, worst
from backend.documents.model import Extraction

EVERY_PAPER = "*"  # stands for the verdict as a whole, so that each count has its n
AT_THE_END = datetime(9999, 1, 1, tzinfo=UTC)
_SECRECY = {Effect.ASK: 1, Effect.RESTRICT: 2, Effect.MARK: 3}  # how much is asked of the sender


class Outcome(StrEnum):
    """Of one rule over one paper, or of the whole verdict; `block` and `pass` are "more" and "less than today"."""

    WOULD_BLOCK = "would_block"
    WOULD_PASS = "would_pass"  # noqa: S105 - no password
    SAME = "same"
    FAILED = "failed"  # the proposed rules could not judge it; the live ones did


@dataclass(frozen=True, slots=True)
class ShadowCount:
    bundle: str  # the version whose rule is counted
    rule: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Seen:
    """What one set of rules says of a paper towards anyone: rules that act, with what they do, and those observed."""

    action: Action
    acting: Mapping[str, Effect]
    observed: Mapping[str, Effect]


@dataclass(slots=True)
class ShadowJudge:
    """Judges one message beside the live engine; `findings` are as many as the live ones, or it failed."""

    engine: Engine
    findings: list[Finding] = field(default_factory=list)
    has_failed: bool = False

    def text(self, lines: list[str], where: Where) -> None:
        try:
            self.findings.append(self.engine.judge_text(lines, where))
        except Exception:  # noqa: BLE001 - whatever it is: the verdict of the live rules stands without it
            self.has_failed = True

    def file(self, extraction: Extraction) -> None:
        try:
            finding = self.engine.judge(extraction, name="", sha256="", size_bytes=0, elapsed_ms=0.0)
            self.findings.append(finding)
        except Exception:  # noqa: BLE001 - as above
            self.has_failed = True


def shadow_engine(candidate: Bundle) -> Engine:
    return Engine(candidate, now=lambda: AT_THE_END)


def seen(findings: Iterable[Finding], bundle: Bundle, now: datetime) -> Seen:
    """
    Args:
        now: when the findings were made: a rule that warns asks.
    """
    rules = {rule.id: rule for rule in bundle.rules}
    made = list(findings)
    hits = {hit.id for finding in made for hit in finding.hits}
    observed = {rule for finding in made for rule in finding.observed}
    acting = {one: effect_at(rules[one].effect, rules[one].stages, now) for one in hits if one in rules}
    return Seen(
        worst({action_for(finding, Ring.OTHER) for finding in made}),
        {one: effect for one, effect in acting.items() if effect is not None and _is_secrecy(effect)},
        {one: rules[one].effect for one in observed if one in rules and _is_secrecy(rules[one].effect)},
    )


def compared(live: Seen, candidate: Seen) -> dict[str, Outcome]:
    """By rule what the candidate would do otherwise; `*` is the verdict as a whole."""
    once_enforced = {**candidate.observed, **candidate.acting}
    rules = live.acting.keys() | once_enforced.keys()
    outcomes = {rule: _outcome(live.acting.get(rule), _later(rule, live, candidate, once_enforced)) for rule in rules}
    order = (Action.ALLOW, Action.CONFIRM, Action.BLOCK)
    return {EVERY_PAPER: _ordered(order.index(live.action), order.index(candidate.action))} | outcomes


def observed_outcomes(live: Seen) -> dict[str, Outcome]:
    """By rule of the live bundle that is only observed: what it would do once enforced."""
    return {rule: _outcome(None, effect) for rule, effect in live.observed.items()}


def counts(live: Seen, version: str, candidate: tuple[Seen | None, str] | None) -> tuple[ShadowCount, ...]:
    """
    Args:
        candidate: what it saw (None: it failed) and its version; None where there is none.
    """
    found = [ShadowCount(version, rule, outcome) for rule, outcome in sorted(observed_outcomes(live).items())]
    if candidate is not None:
        shadow, proposed = candidate
        outcomes = {EVERY_PAPER: Outcome.FAILED} if shadow is None else compared(live, shadow)
        found += [ShadowCount(proposed, rule, outcome) for rule, outcome in sorted(outcomes.items())]
    return tuple(found)


def _later(rule: str, live: Seen, candidate: Seen, once_enforced: Mapping[str, Effect]) -> Effect | None:
    """A rule that acts today and is only observed in the candidate would do nothing any more."""
    weakened = rule in live.acting and rule in candidate.observed and rule not in candidate.acting
    return None if weakened else once_enforced.get(rule)


def _outcome(live: Effect | None, candidate: Effect | None) -> Outcome:
    if Effect.DECLASSIFY in (live, candidate):
        return _ordered(candidate is Effect.DECLASSIFY, live is Effect.DECLASSIFY)
    return _ordered(_SECRECY[live] if live else 0, _SECRECY[candidate] if candidate else 0)


def _ordered(live: int, candidate: int) -> Outcome:
    if live == candidate:
        return Outcome.SAME
    return Outcome.WOULD_BLOCK if candidate > live else Outcome.WOULD_PASS


def _is_secrecy(effect: Effect) -> bool:
    return effect in _SECRECY or effect is Effect.DECLASSIFY
