"""What the people who answer for the rules see of them: in force, changed, staged, in shadow, replayed. Reads only."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.classification import restoring, rule_queries
from backend.classification.models import RuleRelease
from backend.classification.publication import Changes, changes
from backend.classification.releasing import Written
from backend.classification.restoring import Desk
from backend.classification.rule import Rule, read_rule
from backend.classification.shadow import EVERY_PAPER
from backend.classification.shadow_period import shadow_until
from backend.classification.stages import Stage, StageRow, stage_at
from backend.db import ReadSession
from backend.errors import BundleError, UsageError


@dataclass(frozen=True, slots=True)
class Staged:
    """A rule, its stage now, and the row that comes next."""

    rule: Rule
    stage: Stage
    following: StageRow | None


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one agency, gate and rule: papers by outcome, of so many papers that the gate judged in shadow (`papers`; 0
    where rules were only observed)."""

    agency: str
    gate: str
    rule: str
    would_block: int
    would_pass: int
    same: int
    failed: int
    papers: int


@dataclass(frozen=True, slots=True)
class Trial:
    version: str
    proposer: str
    since: datetime
    until: datetime
    counts: tuple[Counted, ...]
    replay: Mapping[str, Any] | None
    replayed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """`before`: what came back if one went back now; None with `no_way_back` saying why."""

    held: Written
    release: RuleRelease | None
    changes: Changes | None
    staged: tuple[Staged, ...]
    observed: tuple[Counted, ...]
    trial: Trial | None
    before: str | None
    before_rules: tuple[Rule, ...]
    no_way_back: str | None


async def overview(session: ReadSession, held: Written, desk: Desk, now: datetime) -> Overview:
    before, refusal, changed = None, None, None
    rules: tuple[Rule, ...] = ()
    try:
        found = await restoring.earlier(session, held.payload, desk.trusted, desk.approvals, now)
        before, changed = found.version, changes(found.payload, held.payload)
        rules = tuple(read_rule(rule) for rule in found.payload["rules"])
    except (UsageError, BundleError) as error:
        refusal = "none" if isinstance(error, UsageError) else "unsigned"
    return Overview(
        held=held,
        release=await rule_queries.release(session, held.bundle.version),
        changes=changed,
        staged=tuple(_staged(rule, now) for rule in held.bundle.rules),
        observed=counted(await rule_queries.shadow_counts(session, held.bundle.version)),
        trial=await _trial(session),
        before=before,
        before_rules=rules,
        no_way_back=refusal,
    )


def counted(rows: Sequence[Any]) -> tuple[Counted, ...]:
    """All days together, each agency's verdicts as a whole first."""
    tally: dict[tuple[str, str, str], Counter[str]] = {}
    for row in rows:
        tally.setdefault((row.agency_code, row.gate, row.rule), Counter())[row.outcome] += row.papers
    wholes = {key[:2]: sum(outcomes.values()) for key, outcomes in tally.items() if key[2] == EVERY_PAPER}
    return tuple(
        Counted(
            *key,
            would_block=outcomes["would_block"],
            would_pass=outcomes["would_pass"],
            same=outcomes["same"],
            failed=outcomes["failed"],
            papers=wholes.get(key[:2], 0),
        )
        for key, outcomes in sorted(tally.items())
    )


async def _trial(session: ReadSession) -> Trial | None:
    standing = await rule_queries.candidate_in_shadow(session)
    if standing is None:
        return None
    return Trial(
        version=standing.version,
        proposer=standing.proposer_login,
        since=standing.shadow_from,
        until=shadow_until(standing.shadow_from),
        counts=counted(await rule_queries.shadow_counts(session, standing.version)),
        replay=standing.replay,
        replayed_at=standing.replayed_at,
    )


def _staged(rule: Rule, now: datetime) -> Staged:
    following = next((row for row in rule.stages if row.since > now), None)
    return Staged(rule, stage_at(rule.stages, now), following)
