"""Two workers on PostgreSQL that come upon one letter: neither loses what the other one knows of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from backend.correspondence import clock_queries, fact_queries, intake
from backend.correspondence.acts import Act, LetterAct, act_fact
from backend.correspondence.models import Correspondence, Fact, FactParty
from backend.correspondence.recompute import BEFORE_ALL, recompute
from backend.correspondence.recounting import recount_of_today, recount_portion
from backend.db import Database, WriteSession
from backend.directory.models import AgencyWeek
from backend.errors import Unavailable
from tests.unit.correspondence.conftest import RULES, Office
from tests.unit.journal_lines import CITIZEN, checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
AN_HOUR_LATER = MONDAY + timedelta(hours=1)
WAITING = "count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
NOTED_AT = MONDAY + timedelta(hours=2)


pytestmark = pytest.mark.postgresql


@asynccontextmanager
async def an_office_with_a_letter(url: str) -> AsyncIterator[Office]:
    office = Office(Database(url))
    try:
        await office.takes([checked(1, MONDAY, CITIZEN, CLERK_BOX)], [in_mailbox(1, MONDAY, CLERK_BOX)], MONDAY)
        yield office
    finally:
        await office.database.close()


async def take_the_answer(session: WriteSession) -> None:
    answer = checked(2, AN_HOUR_LATER, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    first = await intake.take_in_records(session, [answer], RULES)
    second = await intake.take_in_deliveries(session, [handed_over(2, AN_HOUR_LATER, CITIZEN)], 10)
    await recompute(session, first.groups | second.groups, NOTED_AT)


async def note_the_matter(database: Database, letter: Correspondence) -> None:
    act = LetterAct("1", Act.MATTER_SET, letter.id, NOTED_AT, "VAN", {"matter": "complaint.first"})
    async with database.write() as session:
        taken = await intake.take_in_acts(session, [act_fact(SCIENCE, letter.correspondent_id, act)])
        await recompute(session, taken.groups, NOTED_AT)


async def until_somebody_waits(database: Database) -> None:
    """For a lock that another one holds."""
    while True:
        async with database.read() as session:
            if await session.scalar(select(text(WAITING))):
                return


async def shorten_the_week(database: Database) -> None:
    async with database.write() as session:
        week = AgencyWeek(
            agency_code=SCIENCE, valid_from=date(2026, 1, 1), season="", hours="mon-thu 08:30-11:00", source="QĐ 1"
        )
        session.add(week)


async def take_many(session: WriteSession, last: int) -> int:
    """Letters enough to be streamed in; how many of them were new."""
    records = [checked(number, AN_HOUR_LATER, CITIZEN, CLERK_BOX) for number in range(100, last)]
    return (await intake.take_in_records(session, records, RULES)).facts


async def test_a_batch_that_two_workers_take_in_at_once_is_stored_once(url: str) -> None:
    async def take_one_more() -> None:
        async with office.database.write() as session:
            await take_many(session, 201)

    async with an_office_with_a_letter(url) as office:
        async with office.database.write() as session:
            assert await take_many(session, 200) == 100
            taking = asyncio.create_task(take_one_more())
            await until_somebody_waits(office.database)
        await taking

        async with office.database.write() as session:
            assert await take_many(session, 201) == 0
            stored = await session.scalars(select(Fact.sequence).where(Fact.sequence >= 100).order_by(Fact.sequence))
            assert list(stored) == list(range(100, 201))
            parties = await session.scalars(select(FactParty.sequence).where(FactParty.sequence >= 100))
            assert sorted(parties) == list(range(100, 201))


async def test_a_changed_calendar_writes_a_finished_letter_and_none_of_its_indexes(url: str) -> None:
    only_the_row = select(text("pg_stat_get_xact_tuples_hot_updated('correspondence'::regclass)"))
    async with an_office_with_a_letter(url) as office:
        async with office.database.write() as session:
            await take_the_answer(session)
        await shorten_the_week(office.database)
        async with office.database.write() as session:
            await recount_portion(session, await recount_of_today(session), BEFORE_ALL)
            assert await session.scalar(only_the_row) == 1

        [letter] = await office.letters()
        assert letter.working_seconds == 30 * 60


async def test_who_derives_a_letter_sees_the_facts_of_whoever_was_deriving_it(url: str) -> None:
    async with an_office_with_a_letter(url) as office:
        [letter] = await office.letters()
        async with office.database.write() as session:
            await take_the_answer(session)
            noting = asyncio.create_task(note_the_matter(office.database, letter))
            await until_somebody_waits(office.database)
        await noting

        [letter] = await office.letters()
        assert (letter.matter, letter.answered_at) == ("complaint.first", AN_HOUR_LATER)


async def test_counting_anew_leaves_a_letter_as_it_was_derived_meanwhile(url: str) -> None:
    async with an_office_with_a_letter(url) as office:
        await shorten_the_week(office.database)
        async with office.database.write() as counting:
            letters = await clock_queries.letters_after(counting, BEFORE_ALL, 10)
            assert letters is not None
            changed = (await recount_of_today(counting)).changed(letters)
            assert [row.id for row in changed.rows] == list(letters.ids)
            async with office.database.write() as session:
                await take_the_answer(session)
            await clock_queries.store_clocks(counting, changed)

        [letter] = await office.letters()
        assert (letter.answered_at, letter.working_seconds) == (AN_HOUR_LATER, 30 * 60)  # from 08:30


async def test_counting_anew_waits_for_whoever_is_deriving_the_letter(url: str) -> None:
    async def count() -> None:
        async with office.database.write() as session:
            await recount_portion(session, await recount_of_today(session), BEFORE_ALL)

    async with an_office_with_a_letter(url) as office:
        async with office.database.write() as session:
            await shorten_the_week(office.database)
            await take_the_answer(session)
            counting = asyncio.create_task(count())
            await until_somebody_waits(office.database)
        await counting

        [letter] = await office.letters()
        assert (letter.answered_at, letter.working_seconds) == (AN_HOUR_LATER, 30 * 60)


async def test_changed_calendars_wait_for_whoever_derives_by_those_of_before(url: str) -> None:
    async def begin() -> None:
        async with office.database.write() as session:
            await fact_queries.await_derivations(session)

    async with an_office_with_a_letter(url) as office:
        async with office.database.write() as session:
            await take_the_answer(session)
            beginning = asyncio.create_task(begin())
            await until_somebody_waits(office.database)
            assert not beginning.done()
        await beginning


async def test_a_log_that_another_worker_stores_is_waited_for_and_then_read_on(url: str) -> None:
    async def come_second() -> int | None:
        async with office.database.write() as session:
            return await fact_queries.take_turn(session, "postfix", "", 0, MONDAY)

    async with an_office_with_a_letter(url) as office:
        async with office.database.write() as session:
            assert await fact_queries.take_turn(session, "postfix", "", 0, MONDAY) == 0
            second = asyncio.create_task(come_second())
            await until_somebody_waits(office.database)
            await fact_queries.store_position(session, "postfix", "line 7", 3, MONDAY)
        assert await second is None


async def test_a_leader_of_before_is_left_after_one_refused_write(url: str) -> None:
    only_reads = text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")  # as one that follows another server now
    async with an_office_with_a_letter(url) as office:
        async with office.database.write() as session:
            await session.execute(only_reads)
        with pytest.raises(Unavailable):
            await shorten_the_week(office.database)

        await shorten_the_week(office.database)
