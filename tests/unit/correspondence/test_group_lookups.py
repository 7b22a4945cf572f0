"""What a batch of letters costs depends on its groups, not on what their agency has stored."""

from typing import Any

import pytest
from sqlalchemy import Select, text
from sqlalchemy.dialects import sqlite

from backend.correspondence import fact_queries
from backend.db import Database


async def plan_of(database: Database, statement: Select[Any]) -> list[str]:
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    async with database.read() as session:
        rows = await session.execute(text(f"EXPLAIN QUERY PLAN {compiled}").bindparams())
        return [row[-1] for row in rows]


@pytest.mark.sqlite
async def test_sqlite_finds_the_facts_of_a_group_by_the_group_and_each_fact_by_its_key(database: Database) -> None:
    async with database.read() as session:
        statement = fact_queries.statement_of_groups(session, [("H55.05", "X")])

    plan = await plan_of(database, statement)

    assert plan[-2:] == [
        "SEARCH fact_party USING COVERING INDEX ix_fact_party_group (agency_code=? AND correspondent_id=?)",
        "SEARCH fact USING INDEX sqlite_autoindex_fact_1 (agency_code=? AND month=? AND source=? AND sequence=?)",
    ]
