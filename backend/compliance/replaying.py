"""What proposed rules of duty would have said of the letters of the last 90 days (ADR 16).

Facts keep no words: of a paper its kind and urgency are known, and which rules matched. A rule that stands as it stood
when the paper was judged is answered by that; another one only as far as kind and urgency answer it, and what stays
open is counted as such. Letters that carried a mark have no duty and are not looked at.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

import orjson
from joserfc.jws import extract_compact

from backend.classification import rule_queries
from backend.classification.effect import Effect
from backend.classification.verdict import Obligation, SecrecyState
from backend.compliance import replay_queries
from backend.db import ReadSession, WriteSession

REPLAYED = timedelta(days=90)
RELEASES = 500  # more than are published in 90 days
_DUTIES = ((Effect.MANDATORY, Obligation.MANDATORY), (Effect.ENCOURAGED, Obligation.ENCOURAGED))
_FINDS = ("effect", "looks_at", "match")
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OfAgency:
    """`papers`: letters that were judged; of so many the duty would be otherwise, or cannot be told."""

    agency: str
    papers: int
    otherwise: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """`not_replayed`: rules that need words which nobody keeps, by id, sorted."""

    agencies: tuple[OfAgency, ...]
    not_replayed: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        return {"agencies": [asdict(one) for one in self.agencies], "not_replayed": list(self.not_replayed)}

    @classmethod
    def read(cls, data: Payload) -> Self:
        return cls(tuple(OfAgency(**one) for one in data["agencies"]), tuple(data["not_replayed"]))


class Replay:
    """Judges one fact after another by the duties of the candidate."""

    def __init__(self, candidate: Payload, judged_by: Mapping[str, Payload]) -> None:
        """`judged_by`: payloads by version, of what was in force."""
        self._rules = [rule for rule in candidate["rules"] if rule["effect"] in (Effect.MANDATORY, Effect.ENCOURAGED)]
        self._before = {
            version: {rule["id"]: _finds(rule) for rule in payload["rules"]} for version, payload in judged_by.items()
        }
        self.not_replayed: set[str] = set()

    def duty(self, verdict: Mapping[str, Any]) -> Obligation | None:
        """None: it cannot be told."""
        open_rules: list[str] = []
        for effect, duty in _DUTIES:
            answers = {rule["id"]: self._matches(rule, verdict) for rule in self._rules if rule["effect"] == effect}
            if True in answers.values():
                return self._unless_open(open_rules, duty)
            open_rules += [rule for rule, answer in answers.items() if answer is None]
        return self._unless_open(open_rules, Obligation.NONE)

    def _unless_open(self, open_rules: Sequence[str], duty: Obligation) -> Obligation | None:
        """A stronger duty that cannot be told outweighs."""
        self.not_replayed.update(open_rules)
        return None if open_rules else duty

    def _matches(self, rule: Mapping[str, Any], verdict: Mapping[str, Any]) -> bool | None:
        before = self._before.get(str(verdict.get("bundle")))
        if before is not None and before.get(rule["id"]) == _finds(rule):
            return rule["id"] in verdict["rules"]
        return _of_form(rule["match"], verdict)


def _finds(rule: Mapping[str, Any]) -> list[Any]:
    return [rule[name] for name in _FINDS]


def _of_form(match: Mapping[str, Any], verdict: Mapping[str, Any]) -> bool | None:
    """As far as kind and urgency of the paper answer it."""
    if match["kind"] in ("any", "all"):
        answers = [_of_form(one, verdict) for one in match["of"]]
        decides = bool(match["kind"] == "any")
        if decides in answers:
            return decides
        return None if None in answers else not decides
    if match["kind"] == "field" and match["field"] in ("kind", "urgency") and "in" in match:
        return bool(verdict[match["field"]] in match["in"]) if match["field"] in verdict else None
    return None


async def replay(session: ReadSession, candidate: Payload, live: Payload | None, now: datetime) -> Replayed:
    """By agency, over the letters its people sent in the last 90 days."""
    releases = await rule_queries.releases(session, RELEASES)
    judged_by = {row.version: orjson.loads(extract_compact(row.text.encode()).payload) for row in releases}
    if live is not None:
        judged_by[live["version"]] = live
    judge = Replay(candidate, judged_by)
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    async for agency, verdict in replay_queries.verdicts_since(session, now - REPLAYED):
        if verdict.get("state") == SecrecyState.MARKED:
            continue
        duty, counted = judge.duty(verdict), tally[agency]
        counted[0] += 1
        counted[1] += duty is not None and duty != verdict.get("obligation")
        counted[2] += duty is None
    agencies = tuple(OfAgency(agency, *counted) for agency, counted in sorted(tally.items()))
    return Replayed(agencies, tuple(sorted(judge.not_replayed)))


async def keep(session: WriteSession, digest: str, outcome: Replayed, now: datetime) -> bool:
    """Beside the proposal that runs in shadow; whether there is one of this digest."""
    standing = await rule_queries.candidate(session, digest)
    if standing is None:
        return False
    standing.replay, standing.replayed_at = outcome.as_data(), now
    return True
