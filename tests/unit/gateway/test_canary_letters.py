"""Canary letters at the gate: judged as what leaves, and of no agency."""

from backend.clock import FixedClock
from backend.gateway.milter import Gate, GatePolicy
from backend.gateway.milter_protocol import Decision
from tests.unit.gateway.milter_world import (
    AN,
    ID,
    LOCKED,
    MARKED,
    NOW,
    SOKHCN,
    FakeBackend,
    FakeGateFile,
    FakeJournal,
    FakeScanner,
    mail,
)

BOX = "canary@thainguyen.gov.vn"
MESSAGE_ID = "Message-ID: <canary.clean.0123456789abcdef@thainguyen.gov.vn>"


async def decided(
    scanner: FakeScanner, journal: FakeJournal, *to: str, login: str = "", sender: str = "", headers: str = MESSAGE_ID
) -> Decision:
    policy = GatePolicy(
        "thai-nguyen", "https://thu.thainguyen.gov.vn/", inbound_refuse_marked=False, canary_mailbox=BOX
    )
    gate = Gate(policy, scanner, FakeGateFile(), FakeBackend(), journal, FixedClock(NOW), lambda: ID)
    return await gate(mail(*to, login=login, sender=sender, headers=headers))


async def test_a_clean_one_passes_and_leaves_only_its_own_record() -> None:
    journal = FakeJournal()

    assert (await decided(FakeScanner(), journal, BOX.upper())).refusal is None
    assert journal.records == [
        {
            "kind": "canary",
            "id": ID,
            "queue_id": "4bX2kT",
            "message_id": "canary.clean.0123456789abcdef@thainguyen.gov.vn",
            "outcome": "accepted",
            "state": "none",
            "bundle": "2026.11.3",
        }
    ]


async def test_a_marked_one_is_refused_even_where_marks_from_outside_are_let_in() -> None:
    journal = FakeJournal()
    decision = await decided(FakeScanner((MARKED,)), journal, BOX)

    assert decision.refusal
    assert (decision.refusal.code, decision.refusal.status) == (550, "5.7.1")
    assert [(record["kind"], record["outcome"]) for record in journal.records] == [("canary", "refused")]


async def test_what_somebody_else_sends_to_the_box_is_mail_like_any_other() -> None:
    for letter in (
        {"login": AN, "sender": AN},
        {"sender": "congdan@nguoidan.example"},
        {"headers": "Message-ID: <canary.clean.xin-chao@thainguyen.gov.vn>"},
        {"headers": "Message-ID: <canary.clean.0123456789abcdef@nguoidan.example>"},
    ):
        journal = FakeJournal()
        await decided(FakeScanner(), journal, BOX, **letter)
        assert all(record["kind"] != "canary" for record in journal.records)


async def test_a_letter_that_also_goes_to_an_agency_is_no_canary() -> None:
    journal = FakeJournal()
    await decided(FakeScanner((LOCKED,)), journal, BOX, SOKHCN)

    assert [record["kind"] for record in journal.records] == ["checked"]
