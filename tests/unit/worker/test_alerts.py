"""An agency's urgent paper: mails to whoever is on duty and one call, at once, at any hour, once a letter."""

from datetime import timedelta
from typing import Any

import pytest

from backend.correspondence import noting, service
from backend.correspondence.acts import Act
from backend.correspondence.noting import Actor
from backend.worker.seams import Outcome
from tests.unit.journal_lines import CITIZEN, vietnam
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, SCIENCE
from tests.unit.worker.conftest import FakeGateway, Office

FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
MIDNIGHT = vietnam("2026-01-10 23:58")  # a Saturday


@pytest.fixture
def gateway(office: Office) -> FakeGateway:
    office.gateway = FakeGateway()
    office.worker = office.started()
    return office.gateway


async def arrives(office: Office, sender: str = FINANCE_BOX, **how: Any) -> None:
    office.clock.set(MIDNIGHT + timedelta(seconds=3))
    login = sender if sender == FINANCE_BOX else None
    office.letter(1, MIDNIGHT, sender, login=login, **{"urgency": "HOA_TOC", **how})
    await office.rounds(3)


def alerts(office: Office) -> list[tuple[str, str]]:
    pairs = zip(office.mail_server.recipients, office.mail_server.taken, strict=True)
    return sorted((to, mail["Subject"]) for to, mail in pairs if "Văn bản" in mail["Subject"])


async def test_clerk_and_head_are_written_to_at_midnight_and_the_gateway_is_called(
    office: Office, gateway: FakeGateway
) -> None:
    await arrives(office)

    subject = "Văn bản HOẢ TỐC đến Sở Khoa học và Công nghệ"
    assert alerts(office) == [(HEAD_BOX, subject), (CLERK_BOX, subject)]
    text = " ".join(office.mail_server.taken[0].get_content().split())
    assert f"Văn bản HOẢ TỐC của Sở Tài chính đã đến hộp thư {CLERK_BOX} lúc 23:58 ngày 10/01/2026." in text
    assert "$" not in text
    [letter] = await office.every_letter()
    [(call_id, said)] = gateway.calls
    assert call_id == f"{SCIENCE}.{letter.id}"
    assert said.pop("reference_code").startswith("TDT.H55.05-260110-")
    assert said == {
        "agency": SCIENCE,
        "urgency": "HOA_TOC",
        "received_at": "2026-01-10T16:58:02Z",
        "link": "https://thu.thainguyen.test",
    }


async def test_once_however_often_workers_start_and_facts_are_derived_anew(
    office: Office, gateway: FakeGateway
) -> None:
    await arrives(office)
    for number in range(3):
        office.worker = office.started()
        office.delivered(1, MIDNIGHT + timedelta(seconds=30 + number), CLERK_BOX)
        await office.rounds(2)

    assert (len(alerts(office)), len(gateway.calls)) == (2, 1)


async def test_a_gateway_that_does_not_answer_is_called_again_later_and_later(
    office: Office, gateway: FakeGateway
) -> None:
    gateway.outcome = Outcome.TEMPORARY
    await arrives(office)
    seen = []
    for seconds in (14, 2, 28, 3, 58):
        office.clock.set(office.clock.now() + timedelta(seconds=seconds))
        await office.rounds(1)
        seen.append(len(gateway.calls))
    assert seen == [1, 2, 2, 3, 3]

    gateway.outcome = Outcome.SENT
    for _ in range(3):
        office.clock.set(office.clock.now() + timedelta(minutes=20))
        await office.rounds(1)
    assert len(gateway.calls) == 4
    assert len({call_id for call_id, _ in gateway.calls}) == 1


async def test_after_a_day_nobody_is_called_any_more(office: Office, gateway: FakeGateway) -> None:
    gateway.outcome = Outcome.TEMPORARY
    await arrives(office)
    office.clock.set(MIDNIGHT + timedelta(hours=25))
    await office.rounds(2)

    assert len(gateway.calls) == 1


@pytest.mark.parametrize(
    ("sender", "how"),
    [(FINANCE_BOX, {"urgency": None}), (FINANCE_BOX, {"automatic": True}), (CITIZEN, {})],
    ids=["not urgent", "automatic", "a citizen who typed it"],
)
async def test_nothing_else_rings(office: Office, gateway: FakeGateway, sender: str, how: dict[str, Any]) -> None:
    await arrives(office, sender, **how)

    assert (alerts(office), gateway.calls) == ([], [])


async def test_a_paper_that_was_read_from_the_logs_a_day_late_does_not_ring(
    office: Office, gateway: FakeGateway
) -> None:
    office.letter(1, MIDNIGHT - timedelta(hours=25), FINANCE_BOX, login=FINANCE_BOX, urgency="KHAN")
    office.clock.set(MIDNIGHT)
    await office.rounds(3)

    [letter] = await office.every_letter()
    assert letter.urgency == "KHAN"
    assert (alerts(office), gateway.calls) == ([], [])


async def test_without_a_gateway_mails_go_out_and_nothing_waits(office: Office) -> None:
    await arrives(office)
    gateway = office.gateway = FakeGateway()
    office.worker = office.started()
    await office.rounds(2)

    assert len(alerts(office)) == 2
    assert gateway.calls == []


async def test_that_it_was_laid_before_the_leader_is_noted_by_name(office: Office) -> None:
    await arrives(office)
    [letter] = await office.every_letter()
    async with office.database.write() as session:
        actor = Actor(CLERK_BOX, "VAN")
        await noting.note(session, letter.id, Act.SUBMITTED, {}, act_id="S", actor=actor, now=office.clock.now())
    async with office.database.read() as session:
        history = await service.letter_history(session, letter.id, office.clock.now())
    [act] = history.acts
    assert (act.act, history.names[act.by]) == (Act.SUBMITTED, "Nguyễn Thị Vân")


async def test_an_alert_goes_before_the_mails_that_wait(office: Office) -> None:
    office.mail_server.outcome = Outcome.TEMPORARY
    office.clock.set(MIDNIGHT - timedelta(minutes=5))
    office.letter(2, MIDNIGHT - timedelta(minutes=5), CITIZEN)
    await office.rounds(2)
    office.mail_server.outcome = Outcome.SENT
    office.mail_server.recipients.clear()
    await arrives(office)

    assert sorted(office.mail_server.recipients[:2]) == [HEAD_BOX, CLERK_BOX]
    assert office.mail_server.recipients[2:] == [CITIZEN]
