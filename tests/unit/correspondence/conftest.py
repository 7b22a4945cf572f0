"""Facts taken into the small province's database, a batch at a time."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import or_, select

from backend.correspondence import acknowledging, intake
from backend.correspondence.acts import LetterAct, act_fact
from backend.correspondence.counting import count_stale
from backend.correspondence.facts import Delivery
from backend.correspondence.models import Correspondence, Correspondent
from backend.correspondence.recompute import recompute
from backend.correspondence.sender_class import SenderRules
from backend.correspondence.terms import LIVING, Standing
from backend.db import Database
from backend.directory.models import BusinessAddress
from tests.unit.fresh_databases import FreshDatabases
from tests.unit.journal_lines import CITIZEN
from tests.unit.small_province import SCIENCE, built

RULES = SenderRules(frozenset({"thainguyen.gov.vn"}), frozenset({"@doanhnghiep.example"}))


class Office:
    """What the worker does with a batch, without its loop."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._sequence = 0

    async def takes(
        self, records: Sequence[dict[str, Any]] = (), deliveries: Sequence[Delivery] = (), now: datetime | None = None
    ) -> None:
        moment = now or max(
            [*(datetime.fromisoformat(record["at"]) for record in records), *(one.at for one in deliveries)]
        )
        async with self.database.write() as session:
            first = await intake.take_in_records(session, records, RULES)
            second = await intake.take_in_deliveries(session, deliveries, self._sequence)
            self._sequence = second.sequence
            groups = first.groups | second.groups
            await recompute(session, groups, moment)
            await acknowledging.decide(session, groups, 5, moment)

    async def acts(self, *acts: LetterAct, counterpart: str = CITIZEN) -> None:
        """What people did about letters of one counterpart, an address or an agency's code, noted as facts."""
        async with self.database.write() as session:
            is_it = or_(Correspondent.address == counterpart, Correspondent.agency_code == counterpart)
            party = await session.scalar(select(Correspondent.id).where(is_it))
            assert party is not None
            taken = await intake.take_in_acts(session, [act_fact(SCIENCE, party, act) for act in acts])
            await recompute(session, taken.groups, max(act.at for act in acts))

    async def every_letter(self, agency: str = SCIENCE) -> list[Correspondence]:
        async with self.database.read() as session:
            rows = await session.scalars(select(Correspondence).where(Correspondence.agency_code == agency))
        return sorted(rows, key=lambda row: (row.received_at, row.id))

    async def letters(self) -> list[Correspondence]:
        """Those that await, or had, an answer."""
        counted = (*LIVING, Standing.ANSWERED, Standing.SETTLED)
        return [row for row in await self.every_letter() if row.awaits_answer and row.standing in counted]

    async def address_of(self, correspondent_id: str) -> str:
        async with self.database.read() as session:
            party = await session.get(Correspondent, correspondent_id)
        assert party is not None
        return party.address or party.agency_code or ""

    async def counts(self) -> None:
        """What the worker does about figures after a batch."""
        async with self.database.write() as session:
            while await count_stale(session):
                pass


@pytest.fixture(scope="session")
def province_template(databases: FreshDatabases) -> str:
    url = databases.lasting()
    asyncio.run(_built(url))
    return url


async def _built(url: str) -> None:
    await built(url)
    database = Database(url)
    async with database.write() as session:
        session.add(BusinessAddress(pattern="@doanhnghiep.example", name="Công ty Mẫu", agency_code=SCIENCE))
    await database.close()


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)
