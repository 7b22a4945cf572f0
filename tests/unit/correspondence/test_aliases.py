"""A letter to another address of a mailbox is the mailbox's, by the day of the letter."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence.aliased import Alias, AliasBook, named_in
from backend.correspondence.facts import AddressBook, Delivery, facts_of_delivery, facts_of_record
from backend.correspondence.receipt_intake import take_in_receipts
from backend.correspondence.terms import FactKind
from backend.directory.models import MailboxAlias
from backend.directory.terms import AgencyName, MailboxEntry, MailboxKind
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, checked, vietnam
from tests.unit.small_province import CLERK_BOX, HEAD_BOX

MONDAY = vietnam("2026-01-05 08:00")
ALIAS, FINANCE, FINANCE_ALIAS = "sokhcn@backan.gov.vn", "sotaichinh@thainguyen.gov.vn", "stc@backan.gov.vn"
BOOK = AliasBook(
    [
        Alias("cu@backan.gov.vn", "a@x.gov.vn", None, date(2026, 1, 5)),
        Alias("cu@backan.gov.vn", "b@x.gov.vn", date(2026, 1, 5), None),
        Alias("chung@backan.gov.vn", "b@x.gov.vn"),
        Alias("chung@backan.gov.vn", "a@x.gov.vn"),
    ]
)


@pytest.mark.parametrize(
    ("address", "day", "mailboxes"),
    [
        ("cu@backan.gov.vn", date(2026, 1, 4), ("a@x.gov.vn",)),
        ("cu@backan.gov.vn", date(2026, 1, 5), ("b@x.gov.vn",)),
        ("cu+thue@backan.gov.vn", date(2026, 1, 5), ("b@x.gov.vn",)),
        ("chung@backan.gov.vn", date(2026, 1, 5), ("a@x.gov.vn", "b@x.gov.vn")),
        ("khac@backan.gov.vn", date(2026, 1, 5), ("khac@backan.gov.vn",)),
    ],
)
def test_an_alias_leads_where_it_led_that_day(address: str, day: date, mailboxes: tuple[str, ...]) -> None:
    assert BOOK.mailboxes(address, day) == mailboxes


def test_the_day_of_a_letter_is_vietnams() -> None:
    evening = vietnam("2026-01-04 23:59")
    night = vietnam("2026-01-05 00:01")
    records = BOOK.records([checked(seq, at, CITIZEN, "cu@backan.gov.vn") for seq, at in ((1, evening), (2, night))])
    assert [record["recipients"] for record in records] == [["a@x.gov.vn"], ["b@x.gov.vn"]]


def test_a_letter_to_a_mailbox_and_its_alias_went_there_once() -> None:
    [record] = BOOK.records([checked(1, MONDAY, CITIZEN, "b@x.gov.vn", "cu@backan.gov.vn", "chung@backan.gov.vn")])
    assert record["recipients"] == ["b@x.gov.vn", "a@x.gov.vn"]


def test_a_record_that_cannot_be_read_stays_as_it_is() -> None:
    broken: dict[str, Any] = {"kind": "checked", "recipients": ["cu@backan.gov.vn"], "at": "yesterday"}
    assert BOOK.records([broken, {}]) == [broken, {}]


_BOXES = {
    "sokhcn@thainguyen.gov.vn": ("H55.05", "agency"),
    FINANCE: ("H55.07", "agency"),
    "an@thainguyen.gov.vn": ("H55.05", "personal"),
}
_ALIASES = {box: f"{box.partition('@')[0]}@backan.gov.vn" for box in _BOXES}
_EVERYBODY = (*_BOXES, CITIZEN)
_ADDRESSES = AddressBook(
    boxes={box: MailboxEntry(box, MailboxKind(kind), AgencyName(code, code)) for box, (code, kind) in _BOXES.items()},
    outsiders={CITIZEN: "C"},
    agencies={"H55.05": "A5", "H55.07": "A7"},
)
_PERIOD = st.sampled_from([(None, None), (date(2026, 1, 5), None), (None, date(2026, 1, 6))])


@given(
    st.sampled_from(_EVERYBODY),
    st.lists(st.sampled_from(_EVERYBODY), min_size=1, max_size=4, unique=True),
    st.sets(st.sampled_from(sorted(_BOXES))),
    _PERIOD,
    st.booleans(),
)
def test_facts_are_the_same_whichever_address_was_written(
    sender: str, recipients: list[str], aliased: set[str], period: tuple[date | None, date | None], submits: bool
) -> None:
    book = AliasBook(Alias(alias, box, *period) for box, alias in _ALIASES.items())

    def written(address: str) -> str:
        return _ALIASES[address] if address in aliased else address

    login = sender if submits and sender != CITIZEN else None
    plain = checked(1, MONDAY, sender, *recipients, login=login)
    other = checked(1, MONDAY, written(sender), *map(written, recipients), login=login)
    facts = facts_of_record(plain, _ADDRESSES)
    assert facts_of_record(book.records([other])[0], _ADDRESSES) == facts

    for recipient in recipients:
        delivered = Delivery(FactKind.IN_MAILBOX, MONDAY + timedelta(seconds=2), "Q1", recipient)
        logged = Delivery(FactKind.IN_MAILBOX, delivered.at, "Q1", recipient, written(recipient))
        [of_alias] = book.deliveries([logged])
        expected = facts_of_delivery(delivered, 1, facts, _ADDRESSES)
        assert facts_of_delivery(of_alias, 1, facts, _ADDRESSES) == expected


def test_every_address_that_may_be_an_alias_is_looked_up() -> None:
    receipt = {"kind": "receipt", "boxes": ["A@x.vn"], "final": "b@x.vn"}
    letter = checked(1, MONDAY, "c@x.vn", "d@x.vn", login="e@x.vn") | {"author": "F@x.vn"}
    assert named_in([receipt, letter]) == {"a@x.vn", "b@x.vn", "c@x.vn", "d@x.vn", "e@x.vn", "f@x.vn"}


@pytest.fixture
async def aliased(office: Office) -> Office:
    async with office.database.write() as session:
        session.add(MailboxAlias(alias=ALIAS, address=CLERK_BOX, valid_from=None, valid_to=date(2026, 7, 1)))
        session.add(MailboxAlias(alias=FINANCE_ALIAS, address=FINANCE))
        session.add(MailboxAlias(alias="giamdoc@backan.gov.vn", address=HEAD_BOX))
    return office


async def test_a_citizens_letter_to_an_alias_waits_at_the_agency(aliased: Office) -> None:
    delivered = Delivery(FactKind.IN_MAILBOX, MONDAY + timedelta(seconds=2), "Q1", CLERK_BOX, ALIAS)
    await aliased.takes([checked(1, MONDAY, CITIZEN, ALIAS)], [delivered])

    [letter] = await aliased.letters()
    assert letter.mailbox == CLERK_BOX
    assert letter.received_at == MONDAY + timedelta(seconds=2)


async def test_after_its_last_day_an_alias_is_nobodys(aliased: Office) -> None:
    at = vietnam("2026-07-01 08:00")
    await aliased.takes([checked(1, at, CITIZEN, ALIAS)], [Delivery(FactKind.IN_MAILBOX, at, "Q1", ALIAS)])
    assert await aliased.every_letter() == []


async def test_a_letter_between_agencies_is_one_letter_whichever_address_it_went_to(aliased: Office) -> None:
    sent = checked(1, MONDAY, FINANCE, ALIAS, login=FINANCE)
    await aliased.takes([sent], [Delivery(FactKind.IN_MAILBOX, MONDAY, "Q1", CLERK_BOX, ALIAS)])
    answer = checked(
        2, MONDAY + timedelta(hours=1), CLERK_BOX, FINANCE_ALIAS, login=CLERK_BOX, reply_to=("1@mail.example",)
    )
    await aliased.takes(
        [answer], [Delivery(FactKind.IN_MAILBOX, MONDAY + timedelta(hours=1), "Q2", FINANCE, FINANCE_ALIAS)]
    )

    [letter] = await aliased.every_letter()
    assert await aliased.address_of(letter.correspondent_id) == "H55.07"
    assert letter.answered_at == MONDAY + timedelta(hours=1)


async def test_a_receipt_of_an_alias_to_an_alias_is_believed(aliased: Office) -> None:
    await aliased.takes([checked(1, MONDAY, CLERK_BOX, FINANCE, login=CLERK_BOX)])
    receipt = {
        "seq": 2, "at": MONDAY.isoformat(), "kind": "receipt", "boxes": [ALIAS],
        "original_message_id": "1@mail.example", "final": FINANCE_ALIAS, "receipt": "mdn", "disposition": "displayed",
    }  # fmt: skip
    async with aliased.database.write() as session:
        assert (await take_in_receipts(session, [receipt])).facts == 1
        assert (await take_in_receipts(session, [{**receipt, "seq": 3, "final": CITIZEN}])).facts == 0
