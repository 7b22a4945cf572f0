"""Two named people let one marked file pass, for a time, by a decision that has a number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.classification import clearing
from backend.classification.clearances import Application, Standing
from backend.classification.declarations import Declarer
from backend.db import Database
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, NOW, SCIENCE

FILE = "c" * 22
VAN, HA = Declarer(CLERK_BOX, SCIENCE, "VAN"), Declarer(HEAD_BOX, SCIENCE, "HA")
WANTED = Application(VAN, FILE, "12/QĐ-SKHCN", date(2026, 1, 4), NOW + timedelta(days=1))


async def entered(database: Database, wanted: Application = WANTED) -> str:
    async with database.write() as session:
        return clearing.enter(session, wanted, NOW).id


async def standing(database: Database, later: timedelta = timedelta()) -> tuple[Standing, ...]:
    async with database.read() as session:
        return await clearing.in_force(session, NOW + later)


async def approve(database: Database, clearance: str, who: Declarer = HA) -> None:
    async with database.write() as session:
        await clearing.approve(session, clearance, who, NOW)


async def test_one_person_alone_lets_nothing_pass(database: Database) -> None:
    await entered(database)

    assert await standing(database) == ()


async def test_a_second_person_puts_it_in_force_until_its_end(database: Database) -> None:
    await approve(database, await entered(database))

    [one] = await standing(database)
    assert one == Standing(SCIENCE, FILE, "12/QĐ-SKHCN", NOW + timedelta(days=1))
    assert await standing(database, timedelta(days=1)) == ()


async def test_whoever_entered_it_may_not_approve_it(database: Database) -> None:
    clearance = await entered(database)

    with pytest.raises(clearing.SamePerson):
        await approve(database, clearance, VAN)
    assert await standing(database) == ()


async def test_nor_may_another_name_of_the_same_log_in(database: Database) -> None:
    """Clerks share log-ins: one person could choose two names."""
    clearance = await entered(database)

    with pytest.raises(clearing.SamePerson):
        await approve(database, clearance, replace(VAN, person_id="THU"))
    assert await standing(database) == ()


async def test_another_agency_finds_nothing_to_approve(database: Database) -> None:
    clearance = await entered(database)

    with pytest.raises(clearing.ClearanceNotFound):
        await approve(database, clearance, Declarer("x@thainguyen.gov.vn", "H55.07", "TUAN"))


async def test_one_person_is_enough_to_end_it_and_it_does_not_come_back(database: Database) -> None:
    clearance = await entered(database)
    await approve(database, clearance)
    async with database.write() as session:
        await clearing.revoke(session, clearance, VAN, NOW)

    assert await standing(database) == ()
    with pytest.raises(clearing.ClearanceNotFound):
        await approve(database, clearance)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fingerprint": "c" * 21}, "fingerprint"),
        ({"fingerprint": "c" * 22 + "\n"}, "fingerprint"),
        ({"decision_number": "theo chỉ đạo"}, "decision_number"),
        ({"decided_on": date(2026, 1, 6)}, "decided_on"),
        ({"valid_until": NOW}, "valid_until"),
        ({"valid_until": NOW + timedelta(days=32)}, "valid_until"),
    ],
)
async def test_what_cannot_be_is_refused_by_field(database: Database, changes: dict[str, Any], field: str) -> None:
    enter: Callable[..., Any] = clearing.enter
    async with database.write() as session:
        with pytest.raises(clearing.InvalidClearance) as refused:
            enter(session, replace(WANTED, **changes), NOW)
    assert refused.value.field == field


async def test_every_step_leaves_a_line_in_the_audit_log(database: Database) -> None:
    clearance = await entered(database)
    await approve(database, clearance)

    async with database.read() as session:
        entries = list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert [(entry.deed, entry.person_id, entry.data) for entry in entries] == [
        ("clearance.entered", "VAN", {"decision_number": "12/QĐ-SKHCN"}),
        ("clearance.approved", "HA", {"decision_number": "12/QĐ-SKHCN"}),
    ]
