"""When a letter opens, what belongs to it, and what answers it."""

import json
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.correspondence.facts import Delivery
from backend.correspondence.models import Fact
from backend.correspondence.terms import FactKind, SenderClass
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import BUSINESS, CITIZEN, OTHER_CITIZEN, checked, handed_over, in_mailbox, soon, vietnam
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, OFFICIAL_BOX

MONDAY = vietnam("2026-01-05 08:00")
TUESDAY = vietnam("2026-01-06 09:00")


async def arrived(office: Office, seq: int = 1, sender: str = CITIZEN, **how: Any) -> None:
    """A letter to the agency's mailbox, Monday 08:00:01."""
    await office.takes([checked(seq, MONDAY, sender, CLERK_BOX, **how)], [in_mailbox(seq, soon(MONDAY), CLERK_BOX)])


async def test_a_citizens_letter_opens_when_it_is_in_the_agencys_mailbox(office: Office) -> None:
    await office.takes([checked(1, MONDAY, CITIZEN, CLERK_BOX)])
    assert await office.letters() == []

    await office.takes(deliveries=[in_mailbox(1, soon(MONDAY), CLERK_BOX)])

    [letter] = await office.letters()
    assert letter.received_at == soon(MONDAY).astimezone(UTC)
    assert letter.sender_class == SenderClass.CITIZEN
    assert letter.message_id == "1@mail.example"
    assert letter.answered_at is None


async def test_a_business_is_known_by_the_domain_an_agency_entered(office: Office) -> None:
    await arrived(office, sender=BUSINESS)

    assert [letter.sender_class for letter in await office.letters()] == [SenderClass.BUSINESS]


@pytest.mark.parametrize("sender", ["sotaichinh@thainguyen.gov.vn", "khac@thainguyen.gov.vn", "vanthu@moh.gov.vn"])
async def test_an_agencys_letter_opens_no_clock(office: Office, sender: str) -> None:
    await arrived(office, sender=sender)

    assert await office.letters() == []


async def test_automatic_mail_opens_nothing(office: Office) -> None:
    await arrived(office, automatic=True)

    assert await office.letters() == []


async def test_a_mailbox_with_detail_in_its_address_is_the_mailbox(office: Office) -> None:
    address = CLERK_BOX.replace("@", "+donthu@")
    await office.takes([checked(1, MONDAY, CITIZEN, address)], [in_mailbox(1, soon(MONDAY), address)])

    assert [letter.mailbox for letter in await office.letters()] == [CLERK_BOX]


async def test_a_letter_delivered_through_an_alias_is_found_by_its_original_recipient(office: Office) -> None:
    delivery = replace(in_mailbox(1, soon(MONDAY), "kho-luu@thainguyen.gov.vn"), original_recipient=CLERK_BOX)
    await office.takes([checked(1, MONDAY, CITIZEN, CLERK_BOX)], [delivery])

    assert len(await office.letters()) == 1


async def test_the_second_copy_of_a_letter_is_the_same_letter(office: Office) -> None:
    await arrived(office)
    later = MONDAY + timedelta(minutes=5)
    again = checked(2, later, CITIZEN, CLERK_BOX, message_id="1@mail.example")
    await office.takes([again], [in_mailbox(2, soon(later), CLERK_BOX)])

    [letter] = await office.letters()
    assert letter.received_at == soon(MONDAY)


async def test_somebody_else_with_the_same_message_id_writes_another_letter(office: Office) -> None:
    await arrived(office)
    await arrived(office, 2, OTHER_CITIZEN, message_id="1@mail.example")

    assert len(await office.letters()) == 2


async def test_an_answer_counts_once_it_has_left(office: Office) -> None:
    await arrived(office)
    answer = checked(2, TUESDAY, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([answer])
    assert [letter.answered_at for letter in await office.letters()] == [None]

    await office.takes(deliveries=[handed_over(2, soon(TUESDAY), CITIZEN)])

    [letter] = await office.letters()
    assert letter.answered_at == soon(TUESDAY)
    assert letter.answer_message_id == "2@mail.example"
    # Monday 08:00:01-11:30, 13:00-17:00, Tuesday 07:30-09:00:01
    assert letter.working_seconds == 3 * 3600 + 1800 - 1 + 4 * 3600 + 3600 + 1800 + 1


async def test_an_answer_into_a_mailbox_of_the_same_server_has_left(office: Office) -> None:
    await arrived(office)
    answer = checked(2, TUESDAY, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([answer], [in_mailbox(2, soon(TUESDAY), CITIZEN)])

    assert [letter.answered_at for letter in await office.letters()] == [soon(TUESDAY)]


async def test_the_log_in_says_whose_answer_it_is_not_the_envelope(office: Office) -> None:
    await arrived(office)
    answer = checked(2, TUESDAY, "alias@elsewhere.example", CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([answer], [handed_over(2, soon(TUESDAY), CITIZEN)])

    assert [letter.answered_at for letter in await office.letters()] == [soon(TUESDAY)]


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        ("it is automatic", {"automatic": True}),
        ("it names another letter", {"reply_to": ("other@mail.example",)}),
        ("it names no letter", {"reply_to": ()}),
    ],
)
async def test_a_message_that_is_no_answer_leaves_the_letter_open(
    office: Office, why: str, changes: dict[str, Any]
) -> None:
    await arrived(office)
    how: dict[str, Any] = {"login": CLERK_BOX, "reply_to": ("1@mail.example",), **changes}
    message = checked(2, TUESDAY, CLERK_BOX, CITIZEN, **how)
    await office.takes([message], [handed_over(2, soon(TUESDAY), CITIZEN)])

    assert [letter.answered_at for letter in await office.letters()] == [None], why


async def test_a_forward_to_somebody_else_is_no_answer(office: Office) -> None:
    await arrived(office)
    forward = checked(2, TUESDAY, CLERK_BOX, OTHER_CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([forward], [handed_over(2, soon(TUESDAY), OTHER_CITIZEN)])

    assert [letter.answered_at for letter in await office.letters()] == [None]


async def test_a_bounced_answer_is_no_answer(office: Office) -> None:
    await arrived(office)
    answer = checked(2, TUESDAY, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([answer], [Delivery(FactKind.BOUNCED, soon(TUESDAY), "Q2", CITIZEN)])

    assert [letter.answered_at for letter in await office.letters()] == [None]


async def test_only_the_first_answer_stops_the_clock(office: Office) -> None:
    await arrived(office)
    for seq, at in ((2, TUESDAY), (3, TUESDAY + timedelta(hours=2))):
        answer = checked(seq, at, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
        await office.takes([answer], [handed_over(seq, soon(at), CITIZEN)])

    assert [letter.answered_at for letter in await office.letters()] == [soon(TUESDAY)]


async def test_a_reminder_belongs_to_the_unanswered_letter_and_its_answer_stops_both(office: Office) -> None:
    await arrived(office)
    reminder = checked(2, TUESDAY, CITIZEN, CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([reminder], [in_mailbox(2, soon(TUESDAY), CLERK_BOX)])
    assert len(await office.letters()) == 1

    at = TUESDAY + timedelta(hours=1)
    answer = checked(3, at, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("2@mail.example",))
    await office.takes([answer], [handed_over(3, soon(at), CITIZEN)])

    assert [(letter.received_at, letter.answered_at) for letter in await office.letters()] == [(soon(MONDAY), soon(at))]


async def test_a_letter_that_continues_the_agencys_answer_opens_anew(office: Office) -> None:
    await arrived(office)
    answer = checked(2, TUESDAY, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([answer], [handed_over(2, soon(TUESDAY), CITIZEN)])
    at = TUESDAY + timedelta(hours=3)
    next_question = checked(3, at, CITIZEN, CLERK_BOX, reply_to=("1@mail.example", "2@mail.example"))
    await office.takes([next_question], [in_mailbox(3, soon(at), CLERK_BOX)])

    assert [letter.answered_at for letter in await office.letters()] == [soon(TUESDAY), None]


async def test_a_queue_id_that_comes_again_means_the_later_letter(office: Office) -> None:
    await arrived(office)
    later = MONDAY + timedelta(days=30)
    again = checked(7, later, CITIZEN, CLERK_BOX) | {"queue_id": "Q1"}
    await office.takes([again], [in_mailbox(1, soon(later), CLERK_BOX)])

    assert [letter.received_at for letter in await office.letters()] == [soon(MONDAY), soon(later)]


async def test_facts_taken_in_twice_are_stored_once(office: Office) -> None:
    for _ in range(2):
        await arrived(office)

    assert len(await office.letters()) == 1


async def test_no_fact_holds_the_address_of_a_person(office: Office) -> None:
    await arrived(office)
    await arrived(office, 2, OFFICIAL_BOX)
    answer = checked(3, TUESDAY, CLERK_BOX, CITIZEN, HEAD_BOX, login=CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([answer], [handed_over(3, soon(TUESDAY), CITIZEN)])

    async with office.database.read() as session:
        stored = json.dumps([fact.data for fact in await session.scalars(select(Fact))])
    assert CLERK_BOX in stored
    for address in (CITIZEN, OFFICIAL_BOX, HEAD_BOX):
        assert address not in stored
