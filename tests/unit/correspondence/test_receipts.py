"""Receipts: believed about letters of the agency they came to, and about nobody whom such a letter did not go to."""

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.correspondence.models import Fact, FactParty
from backend.correspondence.receipt_intake import take_in_receipts
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import BUSINESS, CITIZEN, OTHER_CITIZEN, checked, vietnam
from tests.unit.small_province import CLERK_BOX, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
LATER = MONDAY + timedelta(hours=2)
LETTER = "1@mail.example"


def receipt(seq: int, final: str, about: str = LETTER, box: str = CLERK_BOX, **said: str) -> dict[str, Any]:
    named = said or {"receipt": "mdn", "disposition": "displayed", "mode": "manual-action/MDN-sent-manually"}
    return {
        "seq": seq, "at": LATER.isoformat(), "kind": "receipt", "boxes": [box], "original_message_id": about,
        "final": final, **named,
    }  # fmt: skip


async def take_in(office: Office, *records: dict[str, Any]) -> int:
    """The letter to a citizen, then the receipts; how many were believed."""
    await office.takes([checked(1, MONDAY, CLERK_BOX, CITIZEN, login=CLERK_BOX)])
    async with office.database.write() as session:
        return (await take_in_receipts(session, records)).facts


async def receipts(office: Office) -> list[tuple[str, str | None, datetime, dict[str, Any]]]:
    async with office.database.read() as session:
        rows = list(await session.scalars(select(Fact).where(Fact.kind == "receipt").order_by(Fact.sequence)))
        return [(row.agency_code, row.message_id, row.at, row.data) for row in rows]


async def test_a_read_receipt_of_a_recipient_becomes_a_fact_without_an_address(office: Office) -> None:
    assert await take_in(office, receipt(2, "CongDan@nguoidan.example")) == 1

    [(agency, about, at, data)] = await receipts(office)
    assert (agency, about, at) == (SCIENCE, LETTER, LATER)
    assert data.pop("to").keys() == {"correspondent"}
    assert data == {"kind": "mdn", "disposition": "displayed", "mode": "manual-action/MDN-sent-manually"}
    async with office.database.read() as session:
        of = await session.scalars(select(FactParty.correspondent_id).where(FactParty.sequence == 2))
        assert len(list(of)) == 1


async def test_a_delivery_report_says_action_and_status(office: Office) -> None:
    await take_in(office, receipt(2, CITIZEN, receipt="dsn", action="failed", status="5.1.1"))

    [(_, _, _, data)] = await receipts(office)
    assert (data["kind"], data["action"], data["status"]) == ("dsn", "failed", "5.1.1")


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        (receipt(2, OTHER_CITIZEN), "0 receipts about no letter, 1 of nobody it went to"),
        (receipt(2, CLERK_BOX), "0 receipts about no letter, 1 of nobody it went to"),
        (receipt(2, CITIZEN, about="guessed@mail.example"), "1 receipts about no letter, 0 of nobody it went to"),
        (receipt(2, CITIZEN, box="sotaichinh@thainguyen.gov.vn"), "1 receipts about no letter"),
        (receipt(2, CITIZEN) | {"at": (MONDAY - timedelta(days=1)).isoformat()}, "1 receipts about no letter"),
    ],
)
async def test_what_cannot_be_true_is_not_believed_and_counted_without_addresses(
    office: Office, forged: dict[str, Any], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "congvu.intake"):
        assert await take_in(office, forged) == 0

    assert await receipts(office) == []
    assert why in caplog.text
    assert "@" not in caplog.text


async def test_a_receipt_about_a_letter_the_agency_received_is_about_none_it_sent(office: Office) -> None:
    await office.takes([checked(5, MONDAY, BUSINESS, CLERK_BOX)])

    assert await take_in(office, receipt(6, BUSINESS, about="5@mail.example")) == 0


async def test_taken_in_twice_it_is_one(office: Office) -> None:
    assert await take_in(office, receipt(2, CITIZEN)) == 1
    assert await take_in(office, receipt(2, CITIZEN)) == 0


async def test_a_torn_receipt_is_left_out(office: Office) -> None:
    assert await take_in(office, {"seq": 2, "at": LATER.isoformat(), "kind": "receipt", "boxes": [CLERK_BOX]}) == 0
