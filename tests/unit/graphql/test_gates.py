from datetime import timedelta

import pytest

from backend.classification.declarations import CheckedAttachment, CheckedSubmission
from backend.classification.service import log_submission
from backend.db import Database
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, FINANCE_HEAD_BOX, HEAD_BOX, NOW, OFFICIAL_BOX


async def submitted(database: Database, verdict_id: str, *, days_ago: int = 0, from_webmail: bool = True) -> None:
    submission = CheckedSubmission(
        verdict_id=verdict_id,
        at=NOW - timedelta(days=days_ago, minutes=1),
        login=OFFICIAL_BOX,
        agency_code="H55.05",
        bundle="2026.1.1",
        from_webmail=from_webmail,
        attachments=(CheckedAttachment(verdict_id * 2, "confirm"),),
    )
    async with database.write() as session:
        await log_submission(session, submission)


async def test_the_head_sees_what_the_browser_never_reported(ask: Ask, database: Database) -> None:
    await submitted(database, "aaaaaaaaaaa")
    await submitted(database, "bbbbbbbbbbb", days_ago=31)
    await submitted(database, "ccccccccccc", from_webmail=False)

    answer = (await ask(HEAD_BOX, "GateDifferences", agency="H55.05", reason="INCIDENT"))["gateDifferences"]
    assert answer["agency"]["name"] == "Sở Khoa học và Công nghệ"
    assert answer["differences"] == [
        {
            "submittedAt": "2026-01-05T07:59:00+00:00",
            "login": OFFICIAL_BOX,
            "fingerprint": "a" * 22,
            "action": "CONFIRM",
            "bundle": "2026.1.1",
        }
    ]


@pytest.mark.parametrize("login", [OFFICIAL_BOX, CLERK_BOX, FINANCE_HEAD_BOX, CHAIR_BOX])
async def test_nobody_else_sees_who_sent_what(ask: Ask, login: str) -> None:
    answer = (await ask(login, "GateDifferences", agency="H55.05", reason="INCIDENT"))["gateDifferences"]

    assert answer == {"__typename": "ForbiddenError", "code": "forbidden"}


async def test_an_agency_that_does_not_exist_is_data_too(ask: Ask) -> None:
    answer = (await ask(HEAD_BOX, "GateDifferences", agency="H99", reason="INCIDENT"))["gateDifferences"]

    assert answer == {"__typename": "AgencyNotFound", "code": "agency_not_found"}
