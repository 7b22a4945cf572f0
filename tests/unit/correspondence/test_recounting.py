"""After a calendar changed, counting stored segments anew gives what deriving everything from the facts would give."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.correspondence import recounting, service
from backend.correspondence.acts import Act, LetterAct
from backend.correspondence.facts import Delivery
from backend.correspondence.models import StaleFigures
from backend.correspondence.recompute import BEFORE_ALL, recompute_portion
from backend.correspondence.recounting import recount_of_today, recount_portion
from backend.db import Database
from backend.directory.models import AgencyTerm, AgencyWeek
from tests.unit.correspondence.conftest import Office
from tests.unit.correspondence.test_rebuild import correspondence, rows
from tests.unit.database_examples import database_examples
from tests.unit.fresh_databases import FreshDatabases, copied
from tests.unit.journal_lines import CITIZEN, checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
ACTS = st.sampled_from(
    [
        (Act.SENDERS_TURN, {}),
        (Act.SETTLED, {}),
        (Act.REOPENED, {}),
        (Act.ACKNOWLEDGED, {}),
        (Act.EXTENDED, {"due_on": "2026-01-17", "reason": "chờ"}),
        (Act.PASSED_ON, {"agency": "H55.07"}),
        (Act.NO_ANSWER_NEEDED, {"reason": "trùng"}),
    ]
)


async def recounted(office: Office) -> set[tuple[str, int]]:
    """Which months' figures it says are to be counted anew."""
    await office.counts()
    async with office.database.write() as session:
        recount, after = await recount_of_today(session), BEFORE_ALL
        while (last := await recount_portion(session, recount, after)) is not None:
            after = last
    async with office.database.read() as session:
        stale = await session.scalars(select(StaleFigures))
    return {(row.agency_code, row.month) for row in stale}


async def shorten_the_week(office: Office) -> None:
    async with office.database.write() as session:
        week = AgencyWeek(
            agency_code=SCIENCE,
            valid_from=date(2026, 1, 1),
            season="",
            hours="mon-thu 08:10-11:00 14:00-16:00; sat 09:00-10:00",
            source="QĐ 1",
        )
        session.add(week)


async def counted_both_ways(
    url: str, records: list[dict[str, Any]], deliveries: list[Delivery], acts: list[tuple[Act, dict[str, str]]]
) -> None:
    office = Office(Database(url))
    await office.takes(records, deliveries, now=MONDAY)
    letters = [one for one in await office.every_letter() if one.sender_class == "citizen"]
    for number, (kind, data) in enumerate(acts):
        if letters:
            at = MONDAY + timedelta(hours=9 * number, seconds=7)
            letter = letters[number % len(letters)]
            counterpart = await office.address_of(letter.correspondent_id)
            await office.acts(LetterAct(str(number), kind, letter.id, at, "VAN", data), counterpart=counterpart)
    before = await rows(office.database)
    await shorten_the_week(office)

    stale = await recounted(office)
    by_clocks = await rows(office.database)
    async with office.database.write() as session:
        after = await recompute_portion(session, BEFORE_ALL, MONDAY)
        assert after is None or await recompute_portion(session, after, MONDAY) is None
    assert by_clocks == await rows(office.database)
    answered = any(letter.answered_at for letter in await office.every_letter())
    assert not answered or before == by_clocks or stale == {(SCIENCE, 202601)}
    await office.database.close()


@database_examples(25)
@given(data=st.data())
def test_counting_segments_anew_equals_deriving_everything(
    data: st.DataObject, databases: FreshDatabases, province_template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "PORTION", 2)
    records, deliveries = data.draw(correspondence())
    acts = data.draw(st.lists(ACTS, max_size=5))

    with copied(databases, province_template) as url:
        asyncio.run(counted_both_ways(url, records, deliveries, acts))


async def test_where_nothing_changed_nothing_is_written_and_no_figure_is_stale(office: Office) -> None:
    await office.takes(*answered_letter())

    assert await recounted(office) == set()


async def test_papers_of_one_day_keep_their_receipt_duties_those_after_hours_too(office: Office) -> None:
    moments = [vietnam("2026-01-05 10:00"), vietnam("2026-01-05 18:00")]
    await office.takes(
        [checked(number, at, "sotaichinh@thainguyen.gov.vn", CLERK_BOX) for number, at in enumerate(moments, 1)],
        [in_mailbox(number, at, CLERK_BOX) for number, at in enumerate(moments, 1)],
    )
    before = [letter.receipt_due_at for letter in await office.every_letter()]

    await recounted(office)

    assert before == [vietnam("2026-01-05 17:00"), vietnam("2026-01-06 17:00")]
    assert [letter.receipt_due_at for letter in await office.every_letter()] == before


async def test_an_answered_letter_whose_hours_changed_has_its_month_counted_anew(office: Office) -> None:
    await office.takes(*answered_letter())
    await shorten_the_week(office)

    assert await recounted(office) == {(SCIENCE, 202601)}
    [letter] = await office.letters()
    assert letter.working_seconds == 50 * 60  # 08:10 to 09:00
    assert letter.due_at == vietnam("2026-01-13 16:00")


async def test_a_term_that_the_agency_decided_moves_the_due_dates_of_letters_that_came_since(office: Office) -> None:
    await office.takes(*answered_letter())
    async with office.database.write() as session:
        term = {"agency_code": SCIENCE, "days": 2, "decision_number": "7/QĐ-SKHCN"}
        session.add(AgencyTerm(valid_from=date(2026, 1, 5), **term))
        session.add(AgencyTerm(valid_from=date(2026, 1, 6), **{**term, "days": 9}))

    assert await recounted(office) == {(SCIENCE, 202601)}
    [letter] = await office.letters()
    assert (letter.deadline_id, letter.due_at) == ("ordinary", vietnam("2026-01-07 17:00"))
    async with office.database.read() as session:
        clock = await service.letter_clock(session, letter.id, MONDAY)
    assert "2 ngày làm việc" in clock.how_due
    assert "theo 7/QĐ-SKHCN" in clock.how_due
    assert "by 7/QĐ-SKHCN, not a statutory term" in clock.how_due_en


async def test_the_last_half_millisecond_of_a_second_is_not_counted_as_the_next(office: Office) -> None:
    records, _ = answered_letter()
    arrived, answered_at = MONDAY + timedelta(microseconds=999_700), MONDAY + timedelta(hours=1, seconds=1)
    await office.takes(records, [in_mailbox(1, arrived, CLERK_BOX), handed_over(2, answered_at, CITIZEN)])

    [letter] = await office.letters()
    assert letter.working_seconds == 3_600  # and three tenths of a millisecond
    assert await recounted(office) == set()


def answered_letter() -> tuple[list[dict[str, Any]], list[Delivery]]:
    answered_at = MONDAY + timedelta(hours=1)
    return (
        [
            checked(1, MONDAY, CITIZEN, CLERK_BOX),
            checked(2, answered_at, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",)),
        ],
        [in_mailbox(1, MONDAY, CLERK_BOX), handed_over(2, answered_at, CITIZEN)],
    )
