"""How far an agency's own letters came, and what their sender says of them afterwards."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.correspondence import noting, sent_letters, service
from backend.correspondence.acts import Act, ActRefused
from backend.correspondence.models import Outbox
from backend.correspondence.notice_words import worded
from backend.correspondence.noting import Actor
from backend.correspondence.sent_letters import Replacement, SentLetter, SentLetterNotFound
from backend.correspondence.sent_way import WayState, WayStep
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN, checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, FINANCE_HEAD_BOX, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
PAPER = "1@mail.example"
Seen = dict[str, list[tuple[str, datetime]]]


async def sent(office: Office, *recipients: str) -> None:
    """A paper that left on Monday at 08:00."""
    await office.takes([checked(1, MONDAY, CLERK_BOX, *recipients, login=CLERK_BOX)])


async def seen(office: Office, agency: str = SCIENCE) -> Seen:
    [letter] = await found(office, agency)
    return {one.name: [(step.state.value, step.at) for step in one.way.steps] for one in letter.recipients}


async def found(office: Office, agency: str = SCIENCE) -> list[SentLetter]:
    async with office.database.read() as session:
        return await sent_letters.sent_letters(session, agency, [PAPER])


async def recall(office: Office, act: Act = Act.RECALLED, agency: str = SCIENCE, **said: str) -> None:
    async with office.database.write() as session:
        await sent_letters.recall(
            session,
            agency,
            PAPER,
            act,
            {"reason": "wrong_file", **said},
            act_id="R1",
            actor=Actor(CLERK_BOX, "VAN"),
            now=MONDAY + timedelta(hours=2),
        )


async def finance_does(office: Office, act: Act, **said: str) -> None:
    [letter] = await office.every_letter(FINANCE)
    async with office.database.write() as session:
        at = MONDAY + timedelta(hours=3)
        actor = Actor(FINANCE_HEAD_BOX, "TUAN")
        await noting.note(session, letter.id, act, said, act_id=f"F-{act}", actor=actor, now=at)


async def test_each_recipient_has_a_way_of_its_own_and_none_is_called_more_than_it_is(office: Office) -> None:
    await sent(office, FINANCE_BOX, CITIZEN, OTHER_CITIZEN)
    await office.takes(
        deliveries=[
            in_mailbox(1, MONDAY + timedelta(seconds=2), FINANCE_BOX),
            handed_over(1, MONDAY + timedelta(seconds=3), CITIZEN),
        ]
    )

    assert await seen(office) == {
        FINANCE_BOX: [("in_mailbox", MONDAY + timedelta(seconds=2))],
        CITIZEN: [("handed_over", MONDAY + timedelta(seconds=3))],
        OTHER_CITIZEN: [],
    }


async def test_what_the_receiving_clerk_confirmed_is_told_to_the_sender(office: Office) -> None:
    await sent(office, FINANCE_BOX)
    await office.takes(deliveries=[in_mailbox(1, MONDAY, FINANCE_BOX)])

    await finance_does(office, Act.ACKNOWLEDGED)
    await finance_does(office, Act.REGISTERED, number="301")

    at = MONDAY + timedelta(hours=3)
    assert await seen(office) == {FINANCE_BOX: [("in_mailbox", MONDAY), ("received", at), ("registered", at)]}


async def test_a_reply_is_the_last_step(office: Office) -> None:
    await sent(office, CITIZEN)
    at = MONDAY + timedelta(days=1)
    await office.takes(
        [checked(2, at, CITIZEN, CLERK_BOX, reply_to=(PAPER,))],
        [handed_over(1, MONDAY, CITIZEN), in_mailbox(2, at, CLERK_BOX)],
    )

    assert await seen(office) == {CITIZEN: [("handed_over", MONDAY), ("replied", at)]}


async def test_another_agency_learns_nothing_of_it(office: Office) -> None:
    await sent(office, FINANCE_BOX, CITIZEN)
    await office.takes(deliveries=[in_mailbox(1, MONDAY, FINANCE_BOX)])

    assert await found(office, FINANCE) == []


async def test_a_recall_is_told_to_everybody_and_shown_with_the_receivers_letter(office: Office) -> None:
    await sent(office, FINANCE_BOX, CITIZEN)
    await office.takes(deliveries=[in_mailbox(1, MONDAY, FINANCE_BOX)])

    await recall(office)
    await recall(office)

    [letter] = await found(office)
    assert [(act.act, act.text("reason")) for act in letter.recalls] == [(Act.RECALLED, "wrong_file")]
    [there] = await office.every_letter(FINANCE)
    assert there.recalled == "recalled"
    async with office.database.read() as session:
        mails = (await session.scalars(select(Outbox).where(Outbox.kind == "recall"))).all()
    assert {(mail.recipient, mail.data["act"]) for mail in mails} == {(FINANCE_BOX, "recalled"), (CITIZEN, "recalled")}
    assert len(mails) == 2

    await finance_does(office, Act.RECALL_DONE)
    assert ("recall_done", MONDAY + timedelta(hours=3)) in (await seen(office))[FINANCE_BOX]


async def test_only_the_senders_agency_recalls_and_only_by_a_reason_of_the_list(office: Office) -> None:
    await sent(office, FINANCE_BOX)
    with pytest.raises(SentLetterNotFound):
        await recall(office, agency=FINANCE)
    with pytest.raises(ActRefused, match=r"^reason: "):
        await recall(office, reason="because")
    with pytest.raises(ActRefused, match=r"^act: "):
        await recall(office, Act.SETTLED)


async def test_a_reply_for_named_receivers_leaves_no_trace_with_the_letter_it_answers(office: Office) -> None:
    await sent(office, CITIZEN)
    at = MONDAY + timedelta(days=1)
    reply = checked(2, at, CITIZEN, CLERK_BOX, reply_to=(PAPER,)) | {"shielded": True}
    await office.takes([reply], [handed_over(1, MONDAY, CITIZEN), in_mailbox(2, at, CLERK_BOX)])

    assert await seen(office) == {CITIZEN: [("handed_over", MONDAY)]}


NEWER = "2@mail.example"
REPLACED = "đã được thay thế bằng văn bản khác"


async def sent_again(office: Office, *recipients: str, at: datetime = MONDAY + timedelta(hours=1)) -> None:
    """The corrected paper, an hour later."""
    await office.takes([checked(2, at, CLERK_BOX, *recipients, login=CLERK_BOX)])


async def offered(office: Office) -> list[tuple[str, int, int]]:
    async with office.database.read() as session:
        found = await sent_letters.replacements(session, SCIENCE, PAPER)
    return [(one.message_id, one.reached, one.among) for one in found]


async def test_letters_sent_since_to_some_of_the_same_recipients_may_carry_the_new_paper(office: Office) -> None:
    await sent(office, FINANCE_BOX, CITIZEN)
    await sent_again(office, FINANCE_BOX, OTHER_CITIZEN)
    before, after = MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=2)
    await office.takes(
        [
            checked(3, before, CLERK_BOX, FINANCE_BOX, login=CLERK_BOX),
            checked(4, after, CLERK_BOX, OTHER_CITIZEN, login=CLERK_BOX),
            checked(5, after, CITIZEN, CLERK_BOX),
            checked(6, after, CLERK_BOX, CITIZEN, FINANCE_BOX, login=CLERK_BOX),
        ]
    )

    assert await offered(office) == [("6@mail.example", 2, 2), (NEWER, 1, 2)]
    async with office.database.read() as session:
        with pytest.raises(SentLetterNotFound):
            await sent_letters.replacements(session, FINANCE, PAPER)


async def test_each_recipient_of_a_replaced_paper_shows_how_far_the_new_one_came(office: Office) -> None:
    await sent(office, FINANCE_BOX, CITIZEN)
    await sent_again(office, FINANCE_BOX)
    arrived = MONDAY + timedelta(hours=1, seconds=5)
    await office.takes(deliveries=[in_mailbox(1, MONDAY, FINANCE_BOX), in_mailbox(2, arrived, FINANCE_BOX)])

    [before] = await found(office)
    await recall(office, Act.REPLACED, paper_symbol="13/SKHCN-VP", paper_on="2026-01-05", message_id=NEWER)

    assert [one.replacement for one in before.recipients] == [None, None]
    [letter] = await found(office)
    ways = {one.name: one.replacement for one in letter.recipients}
    assert ways == {
        FINANCE_BOX: Replacement(True, (WayStep(WayState.IN_MAILBOX, arrived, "postfix"),)),
        CITIZEN: Replacement(False, ()),
    }


async def test_who_did_not_get_the_new_paper_reads_its_number_and_nothing_of_its_message(office: Office) -> None:
    await sent(office, FINANCE_BOX, CITIZEN)
    await sent_again(office, FINANCE_BOX)
    await office.takes(deliveries=[in_mailbox(1, MONDAY, FINANCE_BOX)])
    await recall(office, Act.REPLACED, paper_symbol="13/SKHCN-VP", paper_on="2026-01-05", message_id=NEWER)

    async with office.database.write() as session:
        mails = (await session.scalars(select(Outbox).where(Outbox.kind == "recall"))).all()
        texts = {str(mail.recipient): await worded(session, mail, MONDAY) for mail in mails}
    words = {address: one and (one.values["what"], one.values["what_en"]) for address, one in texts.items()}
    assert words == {
        FINANCE_BOX: (
            f"{REPLACED} (văn bản số 13/SKHCN-VP ngày 05/01/2026, gửi lúc 09:00 ngày 05/01/2026)",
            "is replaced by another paper (paper no. 13/SKHCN-VP of 05/01/2026, sent at 09:00 on 05/01/2026)",
        ),
        CITIZEN: (
            f"{REPLACED} (văn bản số 13/SKHCN-VP ngày 05/01/2026)",
            "is replaced by another paper (paper no. 13/SKHCN-VP of 05/01/2026)",
        ),
    }
    assert {NEWER in str(mail.data) for mail in mails if mail.recipient == CITIZEN} == {False}
    [there] = [one for one in await office.every_letter(FINANCE) if one.recalled]
    async with office.database.read() as session:
        [told] = (await service.letter_history(session, there.id, MONDAY)).acts
    assert (told.text("paper_symbol"), told.day("paper_on"), told.moment("sent_at")) == (
        "13/SKHCN-VP",
        date(2026, 1, 5),
        MONDAY + timedelta(hours=1),
    )


async def test_an_agency_that_the_new_message_did_not_reach_is_not_told_when_it_was_sent(office: Office) -> None:
    await sent(office, FINANCE_BOX, CITIZEN)
    await sent_again(office, CITIZEN)
    await office.takes(deliveries=[in_mailbox(1, MONDAY, FINANCE_BOX)])
    await recall(office, Act.CORRECTED, paper_symbol="14/SKHCN-VP", message_id=NEWER)

    [there] = await office.every_letter(FINANCE)
    async with office.database.read() as session:
        [told] = (await service.letter_history(session, there.id, MONDAY)).acts
    assert told.data == {"reason": "wrong_file", "paper_symbol": "14/SKHCN-VP"}


async def test_a_paper_is_replaced_by_another_message_of_the_own_agency_and_one_taken_back_by_none(
    office: Office,
) -> None:
    await sent(office, FINANCE_BOX)
    await office.takes([checked(2, MONDAY, FINANCE_BOX, CLERK_BOX, login=FINANCE_BOX)])

    for message_id in (PAPER, NEWER, "unknown@mail.example"):
        with pytest.raises(ActRefused, match=r"^replaced_by: "):
            await recall(office, Act.REPLACED, message_id=message_id)
    with pytest.raises(ActRefused, match=r"^act: "):
        await recall(office, Act.RECALLED, paper_symbol="13/SKHCN-VP")
    with pytest.raises(ActRefused, match=r"^paper_symbol: "):
        await recall(office, Act.REPLACED, paper_symbol="1" * 61)
    with pytest.raises(ActRefused, match=r"^paper_on: "):
        await recall(office, Act.REPLACED, paper_on="2019-01-05")
    [letter] = await found(office)
    assert letter.recalls == ()
