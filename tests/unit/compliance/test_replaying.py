"""Proposed duties over facts: what is known is answered, what is not is unknown, and every count has its n."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.classification.models import RuleCandidate
from backend.classification.verdict import Obligation
from backend.compliance import replaying
from backend.compliance.replay_queries import verdicts_since
from backend.compliance.replaying import OfAgency, Replay, Replayed
from backend.correspondence.models import Fact
from backend.db import Database

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
SCHEDULE = {"kind": "field", "field": "kind", "in": ["LCT"]}
WORDS = {"kind": "phrase", "phrases": ["họp"]}


def rule(name: str, effect: str, match: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"obligation.{name}", "effect": effect, "looks_at": ["attachment.text"], "match": match}


def payload(version: str, *rules: dict[str, Any]) -> dict[str, Any]:
    return {"version": version, "rules": list(rules)}


def verdict(kind: str | None, obligation: str = "none", *rules: str, state: str = "none") -> dict[str, Any]:
    return {"kind": kind, "obligation": obligation, "bundle": "1", "rules": list(rules), "state": state}


def any_of(*matches: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "any", "of": list(matches)}


@pytest.mark.parametrize(
    ("match", "kind", "expected"),
    [
        (SCHEDULE, "LCT", Obligation.MANDATORY),
        (SCHEDULE, "CV", Obligation.NONE),
        (SCHEDULE, None, Obligation.NONE),
        (WORDS, "CV", None),
        (any_of(SCHEDULE, WORDS), "LCT", Obligation.MANDATORY),
        (any_of(SCHEDULE, WORDS), "CV", None),
        ({"kind": "all", "of": [SCHEDULE, WORDS]}, "CV", Obligation.NONE),
        ({"kind": "all", "of": [SCHEDULE, WORDS]}, "LCT", None),
        ({"kind": "field", "field": "subject", "contains": ["họp"]}, "CV", None),
    ],
)
def test_a_new_rule_is_answered_as_far_as_the_kind_of_the_paper_answers_it(
    match: dict[str, Any], kind: str | None, expected: Obligation | None
) -> None:
    judge = Replay(payload("2", rule("new", "mandatory", match)), {"1": payload("1")})

    assert judge.duty(verdict(kind)) is expected
    assert judge.not_replayed == ({"obligation.new"} if expected is None else set())


def test_a_rule_that_stands_as_it_stood_is_answered_by_what_it_said_then() -> None:
    standing = rule("meeting", "mandatory", WORDS)
    judge = Replay(payload("2", standing), {"1": payload("1", standing)})

    assert judge.duty(verdict("CV", "mandatory", "obligation.meeting")) is Obligation.MANDATORY
    assert judge.duty(verdict("CV")) is Obligation.NONE
    assert judge.duty(verdict("CV") | {"bundle": "nobody kept it"}) is None


def test_a_stronger_duty_that_cannot_be_told_outweighs_a_weaker_one_that_can() -> None:
    rules = (rule("words", "mandatory", WORDS), rule("schedule", "encouraged", SCHEDULE))

    assert Replay(payload("2", *rules), {}).duty(verdict("LCT")) is None


async def test_letters_of_90_days_are_counted_by_the_agency_that_sent_them(database: Database) -> None:
    def sent(number: int, agency: str, days: int, said: dict[str, Any], sender: str | None = None) -> Fact:
        at = NOW - timedelta(days=days)
        data = {"direction": "submission", "from": {"agency": sender or agency}, "urgency": "", "verdict": said}
        month = at.year * 100 + at.month
        return Fact(agency_code=agency, month=month, source="milter", sequence=number, kind="checked", at=at, data=data)

    async with database.write() as session:
        session.add_all(
            [
                sent(1, "H55.05", 1, verdict("LCT")),
                sent(2, "H55.05", 89, verdict("CV")),
                sent(3, "H55.05", 91, verdict("LCT")),
                sent(4, "H55.07", 2, verdict("LCT", "mandatory")),
                sent(5, "H55.07", 2, verdict("LCT", state="marked")),
                sent(6, "H55.07", 2, verdict("LCT"), sender="H55.05"),  # the same letter, as its recipient has it
            ]
        )
    candidate = payload("2", rule("schedule", "mandatory", SCHEDULE))
    async with database.read() as reading:
        outcome = await replaying.replay(reading, candidate, payload("1"), NOW)

    assert outcome == Replayed((OfAgency("H55.05", 2, 1, 0), OfAgency("H55.07", 1, 0, 0)), ())
    assert Replayed.read(outcome.as_data()) == outcome
    async with database.read() as reading:
        since = NOW - replaying.REPLAYED
        found = [[one async for one in verdicts_since(reading, since, at_once)] for at_once in (1, 2, 100)]
    assert found[0] == found[1] == found[2]
    assert [agency for agency, _ in found[0]] == ["H55.05", "H55.05", "H55.07", "H55.07"]


async def test_the_outcome_stands_beside_the_proposal_that_runs_in_shadow(database: Database) -> None:
    outcome = Replayed((OfAgency("H55.05", 2, 1, 0),), ("obligation.words",))
    async with database.write() as session:
        session.add(RuleCandidate(digest="d", version="2", proposer_login="an@thainguyen.gov.vn", shadow_from=NOW))
    async with database.write() as session:
        assert await replaying.keep(session, "d", outcome, NOW)
        assert not await replaying.keep(session, "another", outcome, NOW)
    async with database.read() as reading:
        row = await reading.get(RuleCandidate, "d")

    assert row is not None
    assert (row.replayed_at, Replayed.read(row.replay or {})) == (NOW, outcome)
