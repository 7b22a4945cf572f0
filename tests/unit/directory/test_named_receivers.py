"""Who opens letters that may be denunciations or complaints, and which agencies have nobody."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import update

from backend.db import Database
from backend.directory.models import Agency, RoleAssignment
from backend.directory.named_receivers import agencies_without, named_receivers
from tests.unit.fresh_databases import FreshDatabases, opened
from tests.unit.small_province import FINANCE, NOW, SCIENCE

TODAY = date(2026, 1, 5)


@pytest.fixture
async def database(databases: FreshDatabases, province_template: str) -> AsyncIterator[Database]:
    async with opened(databases, province_template) as database:
        yield database


async def appoint(database: Database, official: str, agency: str, **dates: date) -> None:
    async with database.write() as session:
        session.add(RoleAssignment(official_id=official, role="named_receiver", agency_code=agency, **dates))


async def seen(database: Database) -> tuple[dict[str, list[str]], list[str]]:
    async with database.read() as session:
        found = await named_receivers(session, NOW)
        return {code: [one.id for one in people] for code, people in found.items()}, await agencies_without(
            session, NOW
        )


async def test_an_agency_with_a_mailbox_and_nobody_named_is_told(database: Database) -> None:
    assert await seen(database) == ({}, [SCIENCE, FINANCE])

    await appoint(database, "AN", SCIENCE)

    assert await seen(database) == ({SCIENCE: ["AN"]}, [FINANCE])


async def test_somebody_who_shares_a_log_in_with_others_opens_nothing_until_all_are_named(database: Database) -> None:
    await appoint(database, "VAN", SCIENCE)
    assert await seen(database) == ({}, [SCIENCE, FINANCE])

    await appoint(database, "THU", SCIENCE)
    assert await seen(database) == ({SCIENCE: ["VAN", "THU"]}, [FINANCE])


@pytest.mark.parametrize("dates", [{"valid_to": TODAY}, {"valid_from": date(2026, 1, 6)}])
async def test_one_whose_time_is_over_or_to_come_is_none(database: Database, dates: dict[str, date]) -> None:
    await appoint(database, "AN", SCIENCE, **dates)

    assert await seen(database) == ({}, [SCIENCE, FINANCE])


async def test_an_agency_that_is_no_more_lacks_nobody(database: Database) -> None:
    async with database.write() as session:
        ends = update(Agency).where(Agency.code == FINANCE)
        await session.change(ends.values(valid_to=TODAY))

    assert await seen(database) == ({}, [SCIENCE])


async def test_one_may_be_named_by_another_agency(database: Database) -> None:
    await appoint(database, "TUAN", SCIENCE)

    assert await seen(database) == ({SCIENCE: ["TUAN"]}, [FINANCE])
