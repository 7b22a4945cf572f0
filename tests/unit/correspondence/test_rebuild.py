"""However facts arrive, the letters are the same as those derived from all facts at once (ADR 2)."""

import asyncio
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from backend.correspondence.facts import Delivery
from backend.correspondence.models import Correspondence, CorrespondenceSegment
from backend.correspondence.recompute import BEFORE_ALL, recompute_portion
from backend.db import Database
from tests.unit.correspondence.conftest import Office
from tests.unit.database_examples import database_examples
from tests.unit.fresh_databases import FreshDatabases, copied, opened
from tests.unit.journal_lines import BUSINESS, CITIZEN, OTHER_CITIZEN, checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX

MONDAY = vietnam("2026-01-05 08:00")
PEOPLE = [CITIZEN, OTHER_CITIZEN, BUSINESS]


@st.composite
def correspondence(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[Delivery]]:
    """Letters and answers between three outsiders and an agency, replies to anything that came before."""
    records, deliveries = [], []
    for seq in range(1, draw(st.integers(1, 9)) + 1):
        at = MONDAY + timedelta(minutes=7 * seq)
        person, outgoing = draw(st.sampled_from(PEOPLE)), draw(st.booleans())
        parents = tuple(f"{one}@mail.example" for one in draw(st.sets(st.integers(1, seq), max_size=2)) if one < seq)
        automatic = draw(st.integers(0, 5)) == 0
        if outgoing:
            records.append(checked(seq, at, CLERK_BOX, person, login=CLERK_BOX, reply_to=parents, automatic=automatic))
        else:
            records.append(checked(seq, at, person, CLERK_BOX, reply_to=parents, automatic=automatic))
        if draw(st.integers(0, 5)):
            delivery = handed_over(seq, at, person) if outgoing else in_mailbox(seq, at, CLERK_BOX)
            deliveries.append(delivery)
    return records, deliveries


async def rows(database: Database) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    async with database.read() as session:
        letters = (await session.execute(select(Correspondence.__table__))).all()
        segments = (await session.execute(select(CorrespondenceSegment.__table__))).all()
    return sorted(map(tuple, letters)), sorted(map(tuple, segments))


async def in_portions(url: str, records: list[dict[str, Any]], deliveries: list[Delivery], cut: int) -> None:
    """The journal's part before the log's part each time, as the worker stores them."""
    office = Office(Database(url))
    known = {record["queue_id"] for record in records[:cut]}
    first = [one for one in deliveries if one.queue_id in known]
    await office.takes(records[:cut], first, now=MONDAY)
    await office.takes(records[cut:], [one for one in deliveries if one not in first], now=MONDAY)
    portionwise = await rows(office.database)

    async with office.database.write() as session:
        await session.change(delete(CorrespondenceSegment))
        await session.change(delete(Correspondence))
    async with office.database.write() as session:
        after = await recompute_portion(session, BEFORE_ALL, MONDAY)
        while after is not None:
            after = await recompute_portion(session, after, MONDAY)
    rebuilt = await rows(office.database)
    await office.database.close()
    assert rebuilt == portionwise


@database_examples(25)
@given(data=st.data())
def test_what_grew_portion_by_portion_equals_what_is_derived_at_once(
    data: st.DataObject, databases: FreshDatabases, province_template: str
) -> None:
    records, deliveries = data.draw(correspondence())
    cut = data.draw(st.integers(0, len(records)))

    with copied(databases, province_template) as url:
        asyncio.run(in_portions(url, records, deliveries, cut))


def test_the_order_of_facts_does_not_matter(databases: FreshDatabases, province_template: str) -> None:
    asyncio.run(_letter_and_answer_in_both_orders(databases, province_template))


async def _letter_and_answer_in_both_orders(databases: FreshDatabases, province_template: str) -> None:
    tuesday = MONDAY + timedelta(days=1)
    letter = checked(1, MONDAY, CITIZEN, CLERK_BOX)
    answer = checked(2, tuesday, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    arrival, departure = in_mailbox(1, MONDAY, CLERK_BOX), handed_over(2, tuesday, CITIZEN)
    seen = []
    for batches in (
        [([letter], [arrival]), ([answer], [departure])],
        [([answer], [departure]), ([letter], [arrival])],
        [([letter, answer], []), ([], [departure]), ([], [arrival])],
    ):
        async with opened(databases, province_template) as database:
            office = Office(database)
            for records, deliveries in batches:
                await office.takes(records, deliveries)
            seen.append([(row.received_at, row.answered_at, row.working_seconds) for row in await office.letters()])

    assert seen[0] == seen[1] == seen[2]
    assert seen[0] == [(MONDAY, tuesday, 8 * 3600)]
