"""Letters of one person who writes from two addresses, once a clerk says that they are about one thing."""

from datetime import datetime, timedelta

import pytest

from backend.correspondence import noting, service, status
from backend.correspondence.acts import Act, ActRefused
from backend.correspondence.models import Correspondence
from backend.correspondence.noting import Actor
from backend.correspondence.recompute import BEFORE_ALL, recompute_portion
from backend.correspondence.terms import LetterState
from tests.unit.correspondence.conftest import Office
from tests.unit.correspondence.test_rebuild import rows
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN, checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX

MONDAY = vietnam("2026-01-05 08:00")
HOUR = timedelta(hours=1)
FIRST, SECOND, LATE = MONDAY, MONDAY + HOUR, MONDAY + 8 * HOUR
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"


async def came(office: Office, number: int, at: datetime, sender: str) -> None:
    await office.takes([checked(number, at, sender, CLERK_BOX)], [in_mailbox(number, at, CLERK_BOX)])


async def two_letters(office: Office) -> tuple[str, str]:
    await came(office, 1, FIRST, CITIZEN)
    await came(office, 2, SECOND, OTHER_CITIZEN)
    first, second = await office.every_letter()
    return first.id, second.id


async def answered(office: Office, number: int, at: datetime, to: str, letter: int) -> None:
    record = checked(number, at, CLERK_BOX, to, login=CLERK_BOX, reply_to=(f"{letter}@mail.example",))
    await office.takes([record], [handed_over(number, at, to)])


async def note(office: Office, letter: str, act: Act, act_id: str = "M1", **said: str) -> None:
    async with office.database.write() as session:
        await noting.note(
            session, letter, act, said, act_id=act_id, actor=Actor(CLERK_BOX, "VAN"), now=MONDAY + 2 * HOUR
        )


async def both(office: Office) -> list[Correspondence]:
    return await office.every_letter()


async def derived_anew(office: Office) -> None:
    async with office.database.write() as session:
        after = await recompute_portion(session, BEFORE_ALL, LATE)
        assert after is None or await recompute_portion(session, after, LATE) is None


@pytest.mark.parametrize(("to", "letter"), [(CITIZEN, 1), (OTHER_CITIZEN, 2)])
@pytest.mark.parametrize("said_of_second", [True, False])
async def test_their_clock_counts_once_from_the_earlier_one_and_an_answer_to_either_ends_it(
    office: Office, to: str, letter: int, *, said_of_second: bool
) -> None:
    first, second = await two_letters(office)
    one, other = (second, first) if said_of_second else (first, second)
    await note(office, one, Act.MERGED, into=other)
    await answered(office, 3, MONDAY + 3 * HOUR, to, letter)

    kept, dropped = await both(office)
    assert (kept.id, kept.standing, kept.working_seconds, kept.merged_into) == (first, "answered", 3 * 3600, "")
    assert (dropped.id, dropped.standing, dropped.merged_into, dropped.waiting) == (second, "merged", first, False)
    before = await rows(office.database)
    await derived_anew(office)
    assert await rows(office.database) == before


async def test_both_say_with_which_letter_they_are_counted(office: Office) -> None:
    first, second = await two_letters(office)
    await note(office, second, Act.MERGED, into=first)

    async with office.database.read() as session:
        clocks = [await service.letter_clock(session, one, LATE) for one in (first, second)]
        histories = [await service.letter_history(session, one, LATE) for one in (first, second)]
    codes = [clock.letter.reference_code for clock in clocks]
    assert [[(one.reference_code, one.received_at, one.goes_on) for one in clock.merged] for clock in clocks] == [
        [(codes[1], SECOND, False)],
        [(codes[0], FIRST, True)],
    ]
    assert clocks[0].steps[0].start == FIRST
    assert [[act.act for act in history.acts] for history in histories] == [[Act.MERGED], [Act.MERGED]]


@pytest.mark.parametrize("by_kept", [True, False])
async def test_taken_back_from_either_side_both_are_what_they_were(office: Office, *, by_kept: bool) -> None:
    first, second = await two_letters(office)
    before = await rows(office.database)
    await note(office, second, Act.MERGED, into=first)
    merged = await rows(office.database)
    await note(office, first if by_kept else second, Act.WITHDRAWN, "W1", withdraws="M1")

    assert merged != before
    assert await rows(office.database) == before
    await answered(office, 3, MONDAY + 3 * HOUR, OTHER_CITIZEN, 2)
    assert [row.standing for row in await both(office)] == ["open", "answered"]


async def test_whoever_wrote_second_reads_where_the_one_matter_stands(office: Office) -> None:
    first, second = await two_letters(office)
    await note(office, second, Act.MERGED, into=first)
    await answered(office, 3, MONDAY + 3 * HOUR, CITIZEN, 1)

    kept, dropped = await both(office)
    async with office.database.read() as session:
        shown = await status.shown_of(session, dropped, LATE)
        own = await status.shown_of(session, kept, LATE)
    assert (shown.state, shown.received_at) == (LetterState.ANSWERED, SECOND)
    assert [(step.at, step.what) for step in shown.steps] == [(SECOND, "arrived"), (MONDAY + 3 * HOUR, "answered")]
    assert own.received_at == FIRST


async def test_three_addresses_are_one_person_over_two_mergers(office: Office) -> None:
    first, second = await two_letters(office)
    await came(office, 3, MONDAY + HOUR / 2, "ba@nguoidan.example")
    third = next(row.id for row in await both(office) if row.id not in (first, second))
    await note(office, second, Act.MERGED, "M1", into=first)
    await note(office, third, Act.MERGED, "M2", into=first)
    await answered(office, 4, MONDAY + 3 * HOUR, "ba@nguoidan.example", 3)

    assert {row.id: (row.standing, row.merged_into) for row in await both(office)} == {
        first: ("answered", ""),
        second: ("merged", first),
        third: ("merged", first),
    }


async def test_a_paper_of_an_agency_and_a_letter_merged_already_are_merged_with_nothing(office: Office) -> None:
    first, second = await two_letters(office)
    await came(office, 3, LATE, FINANCE_BOX)
    paper = next(row.id for row in await both(office) if row.sender_class == "agency")
    with pytest.raises(ActRefused, match=r"^into: two agencies are not one sender"):
        await note(office, first, Act.MERGED, into=paper)

    await note(office, second, Act.MERGED, into=first)
    await came(office, 4, LATE, CITIZEN)
    fourth = (await both(office))[-1].id
    with pytest.raises(ActRefused, match=r"^into: was merged already"):
        await note(office, fourth, Act.MERGED, "M2", into=second)
