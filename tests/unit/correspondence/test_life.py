"""What people did, and what it makes of a letter's clocks."""

from datetime import datetime, timedelta

import pytest

from backend.correspondence.acts import Act, LetterAct
from backend.correspondence.models import Correspondence
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
HOUR = 3600


async def arrived(office: Office, seq: int = 1, at: datetime = MONDAY, reply_to: tuple[str, ...] = ()) -> str:
    """A citizen's letter; gives its id."""
    await office.takes([checked(seq, at, CITIZEN, CLERK_BOX, reply_to=reply_to)], [in_mailbox(seq, at, CLERK_BOX)])
    return (await office.every_letter())[-1].id


async def sent(office: Office, seq: int, at: datetime, *reply_to: str) -> None:
    await office.takes(
        [checked(seq, at, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=reply_to)], [handed_over(seq, at, CITIZEN)]
    )


def act(what: Act, letter: str, at: datetime, **data: str) -> LetterAct:
    return LetterAct(f"{what}-{at:%d%H%M}", what, letter, at, "VAN", data)


async def only(office: Office) -> Correspondence:
    [letter] = await office.every_letter()
    return letter


async def test_while_it_is_the_senders_turn_the_clock_stands(office: Office) -> None:
    letter = await arrived(office)
    await office.acts(act(Act.SENDERS_TURN, letter, MONDAY + timedelta(hours=1)))
    await sent(office, 2, MONDAY + timedelta(hours=1, minutes=1), "1@mail.example")
    assert (await only(office)).standing == "senders_turn"

    await arrived(office, 3, vietnam("2026-01-07 08:00"), reply_to=("2@mail.example",))
    assert (await only(office)).standing == "open"
    await sent(office, 4, vietnam("2026-01-07 10:00"), "3@mail.example")

    row = await only(office)
    assert row.standing == "answered"
    assert row.answered_at == MONDAY + timedelta(hours=1, minutes=1)
    assert row.working_seconds == HOUR
    assert row.settled_at == vietnam("2026-01-07 10:00")
    assert row.settled_seconds == 3 * HOUR
    # Monday 09:00-11:30 and 13:00-17:00, Tuesday, Wednesday 07:30-08:00
    assert row.sender_seconds == (2.5 + 4 + 8 + 0.5) * HOUR


async def test_an_answer_by_another_channel_counts_on_its_own_day_and_is_told_apart(office: Office) -> None:
    letter = await arrived(office)
    await office.acts(
        act(
            Act.ANSWERED_ELSEWHERE,
            letter,
            vietnam("2026-01-07 09:00"),
            channel="paper",
            answered_at="2026-01-05T10:00:00+07:00",
            person="Nguyễn Thị Vân",
        )
    )

    row = await only(office)
    assert (row.standing, row.answered_by, row.working_seconds) == ("answered", "elsewhere", 2 * HOUR)


async def test_a_message_that_names_nothing_answers_the_letter_somebody_linked_it_to(office: Office) -> None:
    letter = await arrived(office)
    await sent(office, 2, MONDAY + timedelta(hours=3))
    assert (await only(office)).standing == "open"

    await office.acts(act(Act.ANSWER_LINKED, letter, MONDAY + timedelta(hours=8), message_id="2@mail.example"))

    row = await only(office)
    assert (row.answered_at, row.answered_by) == (MONDAY + timedelta(hours=3), "linked")


async def test_reopening_is_a_new_segment_and_leaves_the_first_answer(office: Office) -> None:
    letter = await arrived(office)
    await sent(office, 2, MONDAY + timedelta(hours=2), "1@mail.example")
    await office.acts(act(Act.REOPENED, letter, vietnam("2026-01-06 08:00")))
    assert (await only(office)).settled_at is None

    await sent(office, 3, vietnam("2026-01-06 09:00"), "1@mail.example")

    row = await only(office)
    assert (row.standing, row.reopened) == ("answered", 1)
    assert (row.working_seconds, row.settled_seconds) == (2 * HOUR, 3 * HOUR)


async def test_what_was_withdrawn_does_not_hold(office: Office) -> None:
    letter = await arrived(office)
    aside = act(Act.NO_ANSWER_NEEDED, letter, MONDAY + timedelta(hours=1), reason="thanks")
    await office.acts(aside)
    assert (await only(office)).standing == "no_answer"

    await office.acts(act(Act.WITHDRAWN, letter, MONDAY + timedelta(hours=2), withdraws=aside.id))

    row = await only(office)
    assert (row.standing, row.closed_because, row.settled_at) == ("open", "", None)


async def test_merged_letters_are_one_with_the_earliest_start(office: Office) -> None:
    first = await arrived(office)
    second = await arrived(office, 2, MONDAY + timedelta(hours=2))
    await office.acts(act(Act.MERGED, first, MONDAY + timedelta(hours=3), into=second))
    await sent(office, 3, vietnam("2026-01-05 13:30"), "2@mail.example")

    kept, dropped = await office.every_letter()
    assert (kept.id, kept.standing, kept.working_seconds) == (first, "answered", 4 * HOUR)
    assert (dropped.id, dropped.standing, dropped.merged_into) == (second, "merged", first)


async def test_a_letter_passed_on_is_the_other_agencys(office: Office) -> None:
    letter = await arrived(office)
    await office.acts(act(Act.PASSED_ON, letter, MONDAY + timedelta(hours=1), agency=FINANCE))

    row = await only(office)
    assert (row.standing, row.passed_to) == ("passed_on", FINANCE)
    assert await office.letters() == []


async def test_a_class_that_a_clerk_corrected_sticks_to_the_sender(office: Office) -> None:
    letter = await arrived(office)
    await office.acts(act(Act.CLASSIFIED, letter, MONDAY + timedelta(hours=1), sender_class="business"))
    await arrived(office, 2, vietnam("2026-01-06 08:00"))

    assert [row.sender_class for row in await office.every_letter()] == ["business", "business"]


async def test_a_named_day_goes_before_the_term(office: Office) -> None:
    letter = await arrived(office)
    await office.acts(act(Act.EXTENDED, letter, MONDAY + timedelta(hours=1), due_on="2026-01-20", reason="complex"))

    assert (await only(office)).due_at == vietnam("2026-01-20 17:00")


@pytest.mark.parametrize(
    ("arrives", "due"),
    [
        ("2026-01-05 08:00", "2026-01-05 17:00"),
        ("2026-01-05 18:00", "2026-01-06 17:00"),
        ("2026-01-11 09:00", "2026-01-12 17:00"),
    ],
)
async def test_an_agencys_paper_opens_the_duty_to_tell_of_its_receipt_and_no_other(
    office: Office, arrives: str, due: str
) -> None:
    at = vietnam(arrives)
    await office.takes([checked(1, at, FINANCE_BOX, CLERK_BOX, login=FINANCE_BOX)], [in_mailbox(1, at, CLERK_BOX)])

    row = await only(office)
    assert (row.sender_class, row.standing, row.awaits_answer, row.due_at) == ("agency", "not_awaited", False, None)
    assert row.receipt_due_at == vietnam(due)
    assert row.acknowledged_at is None


async def test_an_agencys_paper_that_asks_is_due_on_the_day_it_names(office: Office) -> None:
    await office.takes(
        [checked(1, MONDAY, FINANCE_BOX, CLERK_BOX, login=FINANCE_BOX)], [in_mailbox(1, MONDAY, CLERK_BOX)]
    )
    letter = (await only(office)).id
    at = MONDAY + timedelta(hours=1)
    await office.acts(
        act(Act.ACKNOWLEDGED, letter, at), act(Act.ANSWER_ASKED, letter, at, due_on="2026-01-09"), counterpart=FINANCE
    )
    assert [row.due_at for row in await office.letters()] == [vietnam("2026-01-09 17:00")]

    answered = vietnam("2026-01-06 08:30")
    await office.takes(
        [checked(2, answered, CLERK_BOX, FINANCE_BOX, login=CLERK_BOX, reply_to=("1@mail.example",))],
        [in_mailbox(2, answered, FINANCE_BOX)],
    )

    row = await only(office)
    assert (row.standing, row.acknowledged_seconds, row.working_seconds) == ("answered", HOUR, 8.5 * HOUR)
    [received] = await office.every_letter(FINANCE)
    assert (received.message_id, received.standing) == ("2@mail.example", "not_awaited")
    assert row.agency_code == SCIENCE
