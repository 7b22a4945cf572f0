"""Figures that are kept are those of the letters, however the facts came and however often."""

import asyncio
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.correspondence.acts import Act, LetterAct
from backend.correspondence.facts import Delivery
from backend.correspondence.figure_terms import CountedAs, FigureQuestion, Figures
from backend.correspondence.figures import figure_letters, response_times
from backend.correspondence.models import FigureRow
from backend.correspondence.terms import Period, SenderClass
from backend.db import Database
from tests.unit.correspondence.conftest import Office
from tests.unit.correspondence.test_rebuild import correspondence
from tests.unit.database_examples import database_examples
from tests.unit.fresh_databases import FreshDatabases, copied
from tests.unit.journal_lines import BUSINESS, CITIZEN, OTHER_CITIZEN, checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, COMMITTEE, SCIENCE

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))
MONDAY = vietnam("2026-01-05 08:00")
NOW = vietnam("2026-02-02 08:00")


async def asked(office: Office, question: FigureQuestion, sees: set[str]) -> Figures:
    async with office.database.read() as session:
        return await response_times(session, question, sees, NOW)


async def own(office: Office, period: Period = JANUARY) -> Figures:
    return await asked(office, FigureQuestion(SCIENCE, period), {SCIENCE})


async def kept(office: Office) -> list[tuple[Any, ...]]:
    async with office.database.read() as session:
        return sorted(map(tuple, await session.execute(select(FigureRow.__table__))))


async def in_batches(
    url: str, batches: list[tuple[list[dict[str, Any]], list[Delivery]]]
) -> tuple[list[tuple[Any, ...]], Figures, Figures]:
    office = Office(Database(url))
    for records, deliveries in batches:
        await office.takes(records, deliveries, now=MONDAY)
    from_letters = await own(office)
    await office.counts()
    from_kept = await own(office)
    rows = await kept(office)
    await office.database.close()
    return rows, from_letters, from_kept


@database_examples(20)
@given(data=st.data())
def test_facts_in_any_order_and_repeated_give_the_same_figures(
    data: st.DataObject, databases: FreshDatabases, province_template: str
) -> None:
    records, deliveries = data.draw(correspondence())
    cut = data.draw(st.integers(0, len(records)))
    known = {record["queue_id"] for record in records[:cut]}
    early = [one for one in deliveries if one.queue_id in known]
    late = [one for one in deliveries if one.queue_id not in known]
    orders = [
        [(records, deliveries)],
        [(records[cut:], late), (records[:cut], early)],
        [(records[:cut], early), (records, late), (records, [])],
    ]
    results = []
    for batches in orders:
        with copied(databases, province_template) as url:
            results.append(asyncio.run(in_batches(url, batches)))

    assert results[0] == results[1] == results[2]
    assert results[0][1] == results[0][2]


async def take_two_letters(office: Office) -> None:
    """One of two citizens' letters is answered after two hours; a business's letter is open."""
    answered_at = MONDAY + timedelta(hours=2)
    await office.takes(
        [
            checked(1, MONDAY, CITIZEN, CLERK_BOX),
            checked(2, answered_at, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",)),
            checked(3, MONDAY, OTHER_CITIZEN, CLERK_BOX),
            checked(4, MONDAY, BUSINESS, CLERK_BOX),
        ],
        [
            in_mailbox(1, MONDAY, CLERK_BOX),
            handed_over(2, answered_at, CITIZEN),
            in_mailbox(3, MONDAY, CLERK_BOX),
            in_mailbox(4, MONDAY, CLERK_BOX),
        ],
    )


async def act(office: Office, kind: Act, letter: str, of: str = OTHER_CITIZEN, **data: str) -> None:
    at = MONDAY + timedelta(days=1)
    await office.acts(LetterAct(f"{kind}-{letter}", kind, letter, at, "VAN", data), counterpart=of)


async def letter_of(office: Office, answered: bool) -> str:
    citizens = [one for one in await office.every_letter() if one.sender_class == SenderClass.CITIZEN]
    return next(one.id for one in citizens if (one.answered_at is not None) is answered)


async def test_open_letters_are_read_as_they_are_and_not_kept(office: Office) -> None:
    await take_two_letters(office)
    await office.counts()

    [row] = await kept(office)
    assert row[:5] == (SCIENCE, 202601, "citizen", "", 1)
    citizens, businesses = (await own(office)).rows
    assert (citizens.figure.count, citizens.figure.open) == (2, 1)
    assert (businesses.figure.count, businesses.figure.open) == (1, 1)


async def test_a_letter_set_aside_leaves_n_and_is_told(office: Office) -> None:
    await take_two_letters(office)
    await act(office, Act.RETURNED, await letter_of(office, answered=False), reason="nhầm nơi nhận")
    await office.counts()

    citizens = (await own(office)).rows[0]
    assert (citizens.figure.count, citizens.figure.counts.returned) == (1, 1)
    assert "1 thư đã trả lại" in citizens.explanation


async def test_a_late_answer_is_not_taken_out_by_noting_that_none_was_needed(office: Office) -> None:
    await take_two_letters(office)
    await act(office, Act.NO_ANSWER_NEEDED, await letter_of(office, answered=True), CITIZEN, reason="trùng")
    await office.counts()

    citizens = (await own(office)).rows[0].figure
    assert (citizens.counts.answered, citizens.counts.no_answer) == (1, 0)


async def test_a_letter_closed_without_an_answer_counts_as_never_answered(office: Office) -> None:
    await take_two_letters(office)
    await act(office, Act.SETTLED, await letter_of(office, answered=False))
    await office.counts()

    citizens = (await own(office)).rows[0].figure
    assert (citizens.count, citizens.open, citizens.counts.closed) == (2, 0, 1)
    assert (citizens.median.value, citizens.p90.value) == (2 * 3600, None)
    assert (citizens.on_time.of, citizens.on_time.value) == (2, 0.5)


async def test_letters_for_named_receivers_are_in_no_figure_and_no_list(office: Office) -> None:
    await take_two_letters(office)
    await act(office, Act.SHIELDED, await letter_of(office, answered=False))
    await office.counts()

    assert [row.figure.count for row in (await own(office)).rows] == [1, 1]
    async with office.database.read() as session:
        letters = await figure_letters(session, FigureQuestion(SCIENCE, JANUARY), SenderClass.CITIZEN, NOW)
    assert [letter.counted_as for letter in letters] == [CountedAs.ANSWERED]


async def test_a_changed_matter_moves_a_letter_between_figures(office: Office) -> None:
    await take_two_letters(office)
    await office.counts()
    await act(office, Act.MATTER_SET, await letter_of(office, answered=True), CITIZEN, matter="đất đai")
    await office.counts()

    [row] = await kept(office)
    assert row[3] == "đất đai"
    land = await asked(office, FigureQuestion(SCIENCE, JANUARY, matter="đất đai"), {SCIENCE})
    assert [found.figure.count for found in land.rows] == [1, 0]


async def test_one_day_and_the_month_around_it_agree(office: Office) -> None:
    await take_two_letters(office)
    await office.counts()
    day = Period(date(2026, 1, 5), date(2026, 1, 5))
    later = Period(date(2025, 12, 20), date(2026, 2, 1))

    figures = [[row.figure for row in (await own(office, period)).rows] for period in (day, JANUARY, later)]
    assert figures[0] == figures[1] == figures[2]


async def test_above_an_agency_few_letters_are_hidden_and_many_are_shown(office: Office) -> None:
    await take_two_letters(office)
    await office.takes(
        [checked(number, MONDAY, f"dan{number}@mail.example", CLERK_BOX) for number in range(10, 14)],
        [in_mailbox(number, MONDAY, CLERK_BOX) for number in range(10, 14)],
    )
    await office.counts()

    alone = await asked(office, FigureQuestion(SCIENCE, JANUARY), {COMMITTEE})
    tree = await asked(office, FigureQuestion(COMMITTEE, JANUARY, below=True), {COMMITTEE})
    for found in (alone, tree):
        assert [(row.sender_class, row.figure.count) for row in found.rows] == [(SenderClass.CITIZEN, 6)]
        assert found.hidden == (SenderClass.BUSINESS,)
