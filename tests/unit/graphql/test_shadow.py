"""What browsers report of rules in shadow: counts of their agency, and nothing else that could be kept."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import inspect, select

from backend.classification.models import RuleShadowCount
from backend.db import Database
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CLERK_BOX, FINANCE_HEAD_BOX, SCIENCE

COUNT: dict[str, Any] = {"bundle": "2026.11.4", "rule": "secrecy.new", "outcome": "WOULD_BLOCK", "papers": 2}


async def rows(database: Database) -> list[tuple[Any, ...]]:
    async with database.read() as session:
        found = await session.scalars(select(RuleShadowCount).order_by(RuleShadowCount.agency_code))
        return [(row.day, row.agency_code, row.gate, row.bundle, row.rule, row.outcome, row.papers) for row in found]


async def test_papers_of_one_outcome_add_up_for_the_agency_of_the_log_in(ask: Ask, database: Database) -> None:
    answer = (await ask(CLERK_BOX, "CountInShadow", counts=[COUNT]))["countInShadow"]
    await ask(CLERK_BOX, "CountInShadow", counts=[COUNT | {"papers": 3}])

    assert answer == {"__typename": "ShadowCounted", "papers": 2}
    day = date(2026, 1, 5)
    assert await rows(database) == [(day, SCIENCE, "browser", "2026.11.4", "secrecy.new", "would_block", 5)]


async def test_each_agency_is_counted_apart(ask: Ask, database: Database) -> None:
    for box in (CLERK_BOX, FINANCE_HEAD_BOX):
        await ask(box, "CountInShadow", counts=[COUNT])

    assert len({row[1] for row in await rows(database)}) == 2


@pytest.mark.parametrize(
    "changes",
    [{"rule": "a word of a paper"}, {"rule": "Lê"}, {"bundle": "x" * 41}, {"papers": 0}, {"papers": 10_001}],
)
async def test_what_is_no_count_is_refused_whole(ask: Ask, database: Database, changes: dict[str, Any]) -> None:
    answer = (await ask(CLERK_BOX, "CountInShadow", counts=[COUNT, COUNT | changes]))["countInShadow"]

    assert (answer["__typename"], answer["code"]) == ("InputError", "invalid_count")
    assert await rows(database) == []


def test_the_table_has_no_column_for_a_fingerprint_a_name_content_or_a_person() -> None:
    assert [column.key for column in inspect(RuleShadowCount).columns] == [
        "day",
        "agency_code",
        "gate",
        "bundle",
        "rule",
        "outcome",
        "papers",
    ]
