from typing import Any

import pytest
from sqlalchemy import select

from backend.classification.models import Declaration
from backend.db import Database
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CLERK_BOX, NOW

PROPER = {"fingerprint": "f" * 22, "reason": "CHECKED_UNREADABLE", "person": "THU"}


async def stored(database: Database) -> list[Declaration]:
    async with database.read() as session:
        return list(await session.scalars(select(Declaration)))


async def test_a_declaration_names_a_person_and_stands_for_a_day(ask: Ask, database: Database) -> None:
    answer = (await ask(CLERK_BOX, "Declare", declaration=PROPER))["declare"]

    (row,) = await stored(database)
    assert answer == {"__typename": "Declared", "id": row.id, "expiresAt": "2026-01-06T08:00:00+00:00"}
    assert (row.login, row.person_id, row.reason, row.way) == (CLERK_BOX, "THU", "checked_unreadable", "plugin")
    assert row.declared_at == NOW


async def test_a_stamp_nobody_could_read_is_declared_with_a_reason_of_its_own(ask: Ask, database: Database) -> None:
    answer = await ask(CLERK_BOX, "Declare", declaration=PROPER | {"reason": "STAMP_LOOKED_AT"})

    (row,) = await stored(database)
    assert (answer["declare"]["__typename"], row.reason, row.person_id) == ("Declared", "stamp_looked_at", "THU")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"person": "HA"}, {"__typename": "ForbiddenError", "code": "not_your_person"}),
        ({"person": ""}, {"__typename": "ForbiddenError", "code": "not_your_person"}),
        ({"fingerprint": "f" * 21}, {"__typename": "InputError", "code": "usage"}),
        ({"fingerprint": "f" * 21 + "\n"}, {"__typename": "InputError", "code": "usage"}),
    ],
)
async def test_a_declaration_is_refused_as_data(
    ask: Ask, database: Database, changes: dict[str, Any], expected: dict[str, str]
) -> None:
    assert (await ask(CLERK_BOX, "Declare", declaration=PROPER | changes))["declare"] == expected
    assert await stored(database) == []
