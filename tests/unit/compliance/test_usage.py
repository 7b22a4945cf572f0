"""Letters from officials' private addresses: counted from what came, hidden where a few would tell of somebody."""

from collections.abc import Collection
from datetime import date

import pytest
from sqlalchemy import update

from backend.compliance.usage import Usage, usage
from backend.correspondence.models import Correspondence
from backend.correspondence.terms import Period
from backend.db import Database
from backend.directory.models import Mailbox
from tests.unit.compliance.directive_office import COMMUNE_BOX, PRIVATE
from tests.unit.compliance.quarterly_office import FINANCE_BOX
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import checked, in_mailbox, vietnam
from tests.unit.small_province import COMMITTEE, COMMUNE, FINANCE, NOW, SCIENCE

AUTUMN = Period(date(2025, 10, 1), date(2025, 12, 31))


@pytest.fixture(autouse=True)
async def letters(database: Database) -> None:
    """In December six to the commune and two to the finance department; in October five to the commune; one of them for
    named receivers, which counts nowhere, and one from somebody else."""
    async with database.write() as session:
        session.add(Mailbox(address=COMMUNE_BOX, agency_code=COMMUNE, kind="agency", published_at=NOW))
    office = Office(database)
    sent = [(f"2025-10-{day:02} 08:00", COMMUNE_BOX, PRIVATE) for day in (1, 2, 3, 6, 7, 8)]
    sent += [(f"2025-12-{day:02} 08:00", COMMUNE_BOX, PRIVATE) for day in (1, 2, 3, 4, 5, 8)]
    sent += [(f"2025-12-{day:02} 09:00", FINANCE_BOX, PRIVATE) for day in (1, 2)]
    sent += [("2025-12-03 10:00", FINANCE_BOX, "dan@nguoidan.example")]
    for seq, (when, box, who) in enumerate(sent, 1):
        at = vietnam(when)
        await office.takes([checked(seq, at, who, box)], [in_mailbox(seq, at, box)])
    async with database.write() as session:
        first = Correspondence.message_id == "1@mail.example"
        await session.change(update(Correspondence).where(first).values(shielded=True))


async def asked(
    database: Database, agency: str, period: Period = AUTUMN, *, below: bool = False, own: Collection[str] = ()
) -> Usage:
    async with database.read() as session:
        return await usage(session, agency, period, own, {COMMITTEE}, NOW, below=below)


async def test_from_above_a_few_and_what_would_give_them_away_are_hidden(database: Database) -> None:
    found = await asked(database, COMMITTEE, below=True)

    assert {one.code: one.private for one in found.agencies} == {COMMITTEE: 0, SCIENCE: 0, FINANCE: None, COMMUNE: None}
    assert (found.private, found.private_known) == (5 + 6 + 2, 1)


async def test_a_month_in_which_nobody_is_hidden_is_told(database: Database) -> None:
    october = Period(date(2025, 10, 8), date(2025, 10, 9))  # of others whole months are told
    found = await asked(database, COMMITTEE, october, below=True)

    assert (found.period.since, found.period.until) == (date(2025, 10, 1), date(2025, 10, 31))
    assert {one.code: one.private for one in found.agencies}[COMMUNE] == 5


async def test_whoever_reads_the_letters_is_told_their_number(database: Database) -> None:
    assert (await asked(database, FINANCE, own={FINANCE})).private == 2
    assert (await asked(database, FINANCE)).private is None
