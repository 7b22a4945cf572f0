"""What Dovecot's log adds to letters: one letter told by two sources is one letter (property), told once is told."""

import asyncio
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.correspondence.box_states import BoxState
from backend.correspondence.facts import Delivery
from backend.correspondence.mailbox_events import MailboxEvent
from backend.correspondence.mailbox_intake import take_in_mailbox_events
from backend.correspondence.models import Fact
from backend.correspondence.recompute import recompute
from backend.correspondence.sent_letters import sent_letters
from backend.correspondence.sent_way import WayState
from backend.correspondence.service import letter_history
from backend.correspondence.terms import FactKind
from backend.db import Database
from tests.unit.correspondence.conftest import Office
from tests.unit.database_examples import database_examples
from tests.unit.fresh_databases import FreshDatabases, copied
from tests.unit.journal_lines import CITIZEN, checked, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, HEAD_BOX, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
ID = "1@mail.example"


def event(kind: FactKind, at: datetime, mailbox: str = CLERK_BOX, message_id: str = ID) -> MailboxEvent:
    return MailboxEvent(kind, at, mailbox, message_id)


class Mailboxes:
    """Dovecot's log as the worker stores it, numbered on."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._sequence = 0

    async def tell(self, *events: MailboxEvent) -> int:
        """How many facts were new."""
        async with self._office.database.write() as session:
            taken = await take_in_mailbox_events(session, events, self._sequence)
            self._sequence = taken.sequence
            await recompute(session, taken.groups, MONDAY)
        return taken.facts

    async def facts(self) -> list[tuple[str, str, datetime]]:
        async with self._office.database.read() as session:
            statement = select(Fact).where(Fact.source == "dovecot").order_by(Fact.sequence)
            return [(row.kind, row.agency_code, row.at) for row in await session.scalars(statement)]


async def test_an_agency_learns_what_its_own_boxes_did_and_the_sending_one_nothing_of_it(office: Office) -> None:
    """The first opening counts, and of each box."""
    finance_box = "sotaichinh@thainguyen.gov.vn"
    await office.takes([checked(1, MONDAY, finance_box, CLERK_BOX, login=finance_box)])
    opened, sent = MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2)
    await Mailboxes(office).tell(
        event(FactKind.IN_MAILBOX, MONDAY), event(FactKind.OPENED, opened), event(FactKind.MDN_SENT, sent)
    )

    [letter] = await office.every_letter()
    async with office.database.read() as session:
        history = await letter_history(session, letter.id, MONDAY)
        assert (await letter_history(session, letter.id, MONDAY + timedelta(days=91))).boxes_forgotten
        [there] = await sent_letters(session, FINANCE, [ID])
    assert history.boxes == (BoxState(CLERK_BOX, opened, sent),)
    assert not history.boxes_forgotten
    [recipient] = there.recipients
    assert [step.state for step in recipient.way.steps] == [WayState.IN_MAILBOX]


async def test_stored_and_opened_are_facts_of_the_box(office: Office) -> None:
    await office.takes([checked(1, MONDAY, CITIZEN, CLERK_BOX)])
    mailboxes, later = Mailboxes(office), MONDAY + timedelta(hours=1)
    await mailboxes.tell(event(FactKind.IN_MAILBOX, MONDAY), event(FactKind.OPENED, later))

    assert await mailboxes.facts() == [("in_mailbox", SCIENCE, MONDAY), ("opened", SCIENCE, later)]
    [letter] = await office.letters()
    assert letter.received_at == MONDAY


async def test_flags_that_are_printed_again_say_nothing_new(office: Office) -> None:
    await office.takes([checked(1, MONDAY, CITIZEN, CLERK_BOX)])
    mailboxes = Mailboxes(office)
    opened = event(FactKind.OPENED, MONDAY + timedelta(hours=1))

    assert await mailboxes.tell(opened, opened) == 1
    assert await mailboxes.tell(event(FactKind.OPENED, MONDAY + timedelta(days=1))) == 0
    assert [at for _, _, at in await mailboxes.facts()] == [opened.at]


async def test_mail_nobody_knows_and_officials_own_boxes_leave_no_trace(office: Office) -> None:
    await office.takes([checked(1, MONDAY, CITIZEN, CLERK_BOX)])
    mailboxes = Mailboxes(office)
    strangers = [
        event(FactKind.OPENED, MONDAY, message_id="private@mail.example"),
        event(FactKind.OPENED, MONDAY, HEAD_BOX),
        event(FactKind.IN_MAILBOX, MONDAY, "nobody@thainguyen.gov.vn"),
    ]

    assert await mailboxes.tell(*strangers) == 0


async def test_the_agency_that_wrote_learns_that_it_is_stored_but_not_that_it_was_opened(office: Office) -> None:
    writer = "sotaichinh@thainguyen.gov.vn"
    await office.takes([checked(1, MONDAY, writer, CLERK_BOX, login=writer)])
    mailboxes = Mailboxes(office)
    later = MONDAY + timedelta(hours=1)
    for kind in (FactKind.IN_MAILBOX, FactKind.OPENED, FactKind.MDN_SENT):
        await mailboxes.tell(event(kind, later))

    by_agency = {(kind, agency) for kind, agency, _ in await mailboxes.facts()}
    assert by_agency == {
        ("in_mailbox", SCIENCE), ("in_mailbox", FINANCE), ("opened", SCIENCE), ("mdn_sent", SCIENCE),
    }  # fmt: skip


async def _seen(url: str, seconds: tuple[int, int], postfix_first: bool, twice: bool) -> list[datetime]:
    office = Office(Database(url))
    mailboxes = Mailboxes(office)
    await office.takes([checked(1, MONDAY, CITIZEN, CLERK_BOX)])
    by_postfix: Delivery = in_mailbox(1, MONDAY + timedelta(seconds=seconds[0]), CLERK_BOX)
    by_dovecot = event(FactKind.IN_MAILBOX, MONDAY + timedelta(seconds=seconds[1]))
    for postfix in (postfix_first, not postfix_first):
        if postfix:
            await office.takes([], [by_postfix])
        else:
            await mailboxes.tell(*[by_dovecot] * (1 + twice))
    received = [letter.received_at for letter in await office.letters()]
    await office.database.close()
    return received


@database_examples(20)
@given(seconds=st.tuples(st.integers(0, 90), st.integers(0, 90)), postfix_first=st.booleans(), twice=st.booleans())
def test_a_letter_that_both_servers_tell_of_is_one_and_its_earlier_moment_counts(
    seconds: tuple[int, int], postfix_first: bool, twice: bool, databases: FreshDatabases, province_template: str
) -> None:
    with copied(databases, province_template) as url:
        received = asyncio.run(_seen(url, seconds, postfix_first, twice))

    assert received == [MONDAY + timedelta(seconds=min(seconds))]


async def test_that_the_mailbox_told_first_keeps_the_mail_server_from_nothing(office: Office) -> None:
    await office.takes([checked(1, MONDAY, CITIZEN, CLERK_BOX)])
    await Mailboxes(office).tell(event(FactKind.IN_MAILBOX, MONDAY))

    await office.takes(deliveries=[in_mailbox(1, MONDAY, CLERK_BOX)])

    async with office.database.read() as session:
        rows = await session.scalars(select(Fact).where(Fact.kind == FactKind.IN_MAILBOX))
        assert sorted(row.source for row in rows) == ["dovecot", "postfix"]
    assert len(await office.letters()) == 1
