"""`congvu retention`: what is kept, what is kept beyond, what was forgotten."""

import asyncio
import json
from datetime import UTC, date, datetime

import pytest

from backend.cli import main
from backend.compliance import purging, register
from backend.compliance.forgetting import forget_personal_data
from backend.compliance.numbering import Symbol
from backend.compliance.register_file import RegisterRow
from backend.compliance.service import Clerk
from backend.correspondence.models import Fact
from backend.db import Database
from tests.unit.small_province import CLERK_BOX, SCIENCE

OLD = datetime(2015, 3, 4, 5, tzinfo=UTC)


async def register_an_old_row(url: str) -> None:
    database = Database(url)
    row = RegisterRow(1, Symbol(1, "", "QĐ-X"), date(2015, 3, 4), "Quyết định", ("Sở Tài chính",), None)
    async with database.write() as session:
        await register.import_rows(session, SCIENCE, [row], Clerk(CLERK_BOX, "VAN"), OLD)
    await database.close()


async def forget(url: str) -> None:
    database = Database(url)
    async with database.write() as session:
        assert await purging.forget_a_year(session, datetime(2026, 1, 5, tzinfo=UTC))
    await database.close()


async def forget_an_old_refusal(url: str) -> None:
    database = Database(url)
    refusal = Fact(agency_code=SCIENCE, month=201503, source="gate", sequence=1, kind="refused", at=OLD, data={})
    async with database.write() as session:
        session.add(refusal)
    async with database.write() as session:
        await forget_personal_data(session, datetime(2026, 1, 5, tzinfo=UTC))
    await database.close()


def test_what_is_too_old_is_named_until_it_was_forgotten(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(register_an_old_row(url))
    assert main(["retention", "--database", url]) == 0
    said = capsys.readouterr().out
    assert "issued papers are kept 5 whole years after their own" in said
    assert "and before there is: 1 register_rows" in said
    assert "refusals are kept 90 days; beyond that there is: nothing" in said
    assert "senders are kept 730 days; beyond that there is: nothing" in said

    asyncio.run(forget(url))
    assert main(["retention", "--database", url]) == 0
    said = capsys.readouterr().out
    assert "and before there is: nothing" in said
    assert "2026-01-05  H55.05       2015: 0 papers, 1 rows of the register" in said

    assert main(["retention", "--database", url, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["years"], document["status"], document["older"]["register_rows"]) == (5, "K", 0)
    assert [(one["agency"], one["year"], one["left"]) for one in document["forgotten"]] == [(SCIENCE, 2015, 0)]
    assert document["personal"]["status_links"] == {"days": 90, "older": 0}
    assert document["personal_forgotten"] == []


def test_personal_data_that_went_are_counted(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(forget_an_old_refusal(url))
    assert main(["retention", "--database", url]) == 0
    assert "2026-01-05  personal data: 1 refusals, 0 senders, 0 status_links" in capsys.readouterr().out
