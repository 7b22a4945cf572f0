from typing import Any

import pytest
from sqlalchemy import select

from backend.classification.models import BrowserVerdict
from backend.db import Database
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import NOW, OFFICIAL_BOX

CLEAN = {
    "fingerprint": "f" * 22,
    "action": "ALLOW",
    "state": "none",
    "rules": ["obligation.meeting"],
    "bundle": "2026.1.1",
    "obligation": "mandatory",
    "kind": "TLH",
    "elapsedMs": 12,
}
MARKED = {"action": "BLOCK", "state": "marked", "rules": ["secrecy.marking"], "bundle": "2026.1.1", "elapsedMs": 9}


async def logged(database: Database) -> list[BrowserVerdict]:
    async with database.read() as session:
        return list(await session.scalars(select(BrowserVerdict).order_by(BrowserVerdict.state)))


async def test_reports_are_logged_for_the_log_in_that_sent_them(ask: Ask, database: Database) -> None:
    answer = (await ask(OFFICIAL_BOX, "ReportVerdicts", reports=[CLEAN, MARKED]))["reportVerdicts"]

    assert answer == {"__typename": "VerdictsReported", "count": 2}
    marked, clean = await logged(database)
    assert (clean.login, clean.agency_code, clean.fingerprint, clean.at) == (OFFICIAL_BOX, "H55.05", "f" * 22, NOW)
    assert (marked.action, marked.fingerprint, marked.kind, marked.obligation) == ("block", None, None, None)


@pytest.mark.parametrize(
    "report",
    [
        MARKED | {"fingerprint": "f" * 22},
        MARKED | {"kind": "CV"},
        CLEAN | {"fingerprint": None},
        CLEAN | {"state": "perhaps"},
    ],
)
async def test_a_report_beside_the_contract_is_data_and_nothing_is_logged(
    ask: Ask, database: Database, report: dict[str, Any]
) -> None:
    answer = (await ask(OFFICIAL_BOX, "ReportVerdicts", reports=[CLEAN, report]))["reportVerdicts"]

    assert answer == {"__typename": "InputError", "code": "invalid_report"}
    assert await logged(database) == []


async def test_more_than_200_reports_at_once_are_refused_as_data(ask: Ask, database: Database) -> None:
    answer = (await ask(OFFICIAL_BOX, "ReportVerdicts", reports=[CLEAN] * 201))["reportVerdicts"]

    assert answer == {"__typename": "InputError", "code": "too_many"}
    assert await logged(database) == []
