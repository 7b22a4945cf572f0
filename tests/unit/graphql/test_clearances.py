"""What the plugin learns of clearances, and what it may report of a false alarm."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.classification import clearing
from backend.classification.clearances import Application
from backend.classification.declarations import Declarer
from backend.classification.models import FalseAlarm
from backend.db import Database
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CLERK_BOX, FINANCE_HEAD_BOX, HEAD_BOX, NOW, SCIENCE

ALARM = {
    "rule": "secrecy.marking",
    "bundle": "2026.11.3",
    "where": "attachment.text",
    "reason": "OTHER_MEANING",
    "containers": ["application/zip", "application/pdf"],
    "charset": "utf-8-nfc",
    "wordsOnLine": 1,
    "line": 3,
    "linesOnPage": 40,
    "page": 1,
    "pages": 2,
}


async def test_an_agency_learns_of_its_own_clearances_only(ask: Ask, database: Database) -> None:
    until = NOW + timedelta(days=1)
    wanted = Application(Declarer(CLERK_BOX, SCIENCE, "VAN"), "c" * 22, "12/QĐ-SKHCN", date(2026, 1, 4), until)
    async with database.write() as session:
        row = clearing.enter(session, wanted, NOW)
    async with database.write() as session:
        await clearing.approve(session, row.id, Declarer(HEAD_BOX, SCIENCE, "HA"), NOW)

    assert (await ask(CLERK_BOX, "Clearances"))["clearances"] == [
        {"fingerprint": "c" * 22, "decisionNumber": "12/QĐ-SKHCN", "validUntil": "2026-01-06T08:00:00+00:00"}
    ]
    assert (await ask(FINANCE_HEAD_BOX, "Clearances"))["clearances"] == []


async def test_a_false_alarm_is_numbers_and_closed_words(ask: Ask, database: Database) -> None:
    answer = (await ask(CLERK_BOX, "ReportFalseAlarm", alarm=ALARM))["reportFalseAlarm"]

    async with database.read() as session:
        [row] = list(await session.scalars(select(FalseAlarm)))
    assert answer == {"__typename": "FalseAlarmReported", "id": row.id}
    assert (row.agency_code, row.rule, row.reason, row.words_on_line) == (
        SCIENCE,
        "secrecy.marking",
        "other_meaning",
        1,
    )
    assert row.containers == ["application/zip", "application/pdf"]


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "tối mật"},
        {"charset": "Kế hoạch tác chiến"},
        {"containers": ["a b"]},
        {"containers": ["x"] * 9},
        {"wordsOnLine": -1},
        {"page": 10_001},
        {"bundle": ""},
    ],
    ids=str,
)
async def test_a_report_that_could_carry_words_of_a_paper_is_refused(
    ask: Ask, database: Database, changes: dict[str, Any]
) -> None:
    answer = (await ask(CLERK_BOX, "ReportFalseAlarm", alarm=ALARM | changes))["reportFalseAlarm"]

    assert (answer["__typename"], answer["code"]) == ("InputError", "invalid_alarm")
    async with database.read() as session:
        assert list(await session.scalars(select(FalseAlarm))) == []
