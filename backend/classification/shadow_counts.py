"""Counts of rules in shadow, kept by agency and day: one function is one unit of work or one answer."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from backend.classification import rule_queries
from backend.classification.models import BUNDLE_LENGTH, RuleShadowCount
from backend.classification.shadow import Outcome
from backend.clock import VIETNAM
from backend.db import ReadSession, WriteSession
from backend.errors import UsageError

RULE_LENGTH = 100
MOST_PAPERS = 10_000  # one browser reports at once


class Gate(StrEnum):
    BROWSER = "browser"
    SERVER = "server"


class InvalidCount(UsageError):
    """A rule, version or outcome that none of ours can be, or more papers than anybody sends."""

    code = "invalid_count"


@dataclass(frozen=True, slots=True)
class Counted:
    """So many papers of one outcome. `rule`: an id, or "*" for the verdict as a whole."""

    bundle: str
    rule: str
    outcome: str
    papers: int


async def add(session: WriteSession, agency_code: str, gate: Gate, counts: Iterable[Counted], at: datetime) -> None:
    """Add papers to what was counted on the day of `at` in Vietnam.

    Raises:
        InvalidCount: a word or a number is out of its range; nothing is added.
    """
    added = list(counts)
    for count in added:
        _check(count)
    day = at.astimezone(VIETNAM).date()
    for count in added:
        await rule_queries.count_papers(
            session,
            {
                "day": day,
                "agency_code": agency_code,
                "gate": gate.value,
                "bundle": count.bundle,
                "rule": count.rule,
                "outcome": count.outcome,
                "papers": count.papers,
            },
        )


async def take_in_records(session: WriteSession, records: Sequence[Mapping[str, Any]]) -> None:
    """What the milter's journal says of rules in shadow; a record that cannot be read is passed over."""
    tally: Counter[tuple[str, date, str, str, str]] = Counter()
    moments: dict[date, datetime] = {}
    for record in records:
        try:
            at = datetime.fromisoformat(record["at"])
            day = at.astimezone(VIETNAM).date()
            moments[day] = at
            for bundle, rule, outcome in record["counts"]:
                tally[str(record.get("agency") or ""), day, str(bundle), str(rule), str(outcome)] += 1
        except (KeyError, TypeError, ValueError):
            continue
    for (agency, day, bundle, rule, outcome), papers in sorted(tally.items()):
        with suppress(InvalidCount):
            await add(session, agency, Gate.SERVER, [Counted(bundle, rule, outcome, papers)], moments[day])


async def of_bundle(session: ReadSession, version: str) -> Sequence[RuleShadowCount]:
    """Everything counted for rules of this version, by agency, gate and rule, all days summed up by the reader."""
    return await rule_queries.shadow_counts(session, version)


def _check(count: Counted) -> None:
    for text, longest in ((count.bundle, BUNDLE_LENGTH), (count.rule, RULE_LENGTH)):
        if not text.isascii() or not 0 < len(text) <= longest or " " in text:
            raise InvalidCount("a rule or a version is none of ours")
    if count.outcome not in set(Outcome) or not 0 < count.papers <= MOST_PAPERS:
        raise InvalidCount("an outcome or a number of papers is out of range")
