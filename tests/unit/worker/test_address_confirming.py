"""Published mailboxes are asked once a quarter, in working hours; bounces and silence show until they are mended."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from backend.access.address_token import is_address_token
from backend.clock import VIETNAM
from backend.compliance import confirming
from backend.compliance.address_health import Trouble
from backend.correspondence.models import Fact
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, SCIENCE
from tests.unit.worker.conftest import MONDAY, Office

FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
AGENCIES = ("H55", SCIENCE, FINANCE)  # by code, as tasks are ordered


@pytest.fixture
def asking(office: Office) -> Office:
    office.settings = office.settings.changed(confirm_addresses=True)
    office.worker = office.started()
    return office


async def goes_to(office: Office, moment: str) -> None:
    office.clock.set(vietnam(moment))
    await office.rounds()


async def troubles(office: Office) -> list[tuple[str, Trouble]]:
    """Of all agencies; each alone is told the same."""
    now = office.clock.now()
    async with office.database.read() as session:
        found = await confirming.tasks(session, now)
        assert [one for code in AGENCIES for one in await confirming.tasks(session, now, code)] == found
        return [(one.address, one.trouble) for one in found]


async def test_each_published_box_is_asked_once_a_quarter_and_no_officials_own(asking: Office) -> None:
    for moment in ("2026-01-05 08:00", "2026-01-05 09:00", "2026-03-31 10:00"):
        await goes_to(asking, moment)
    assert sorted(asking.mail_server.recipients) == [CLERK_BOX, FINANCE_BOX]

    await goes_to(asking, "2026-04-01 08:00")
    assert sorted(asking.mail_server.recipients) == [CLERK_BOX, CLERK_BOX, FINANCE_BOX, FINANCE_BOX]


async def test_the_link_of_a_mail_is_for_its_own_box_and_quarter(asking: Office) -> None:
    await goes_to(asking, "2026-01-05 08:00")

    [mail] = [one for one in asking.mail_server.taken if one["To"] == CLERK_BOX]
    assert mail["Subject"] == f"Xác nhận hộp thư chính thức {CLERK_BOX}"
    text = mail.get_content()
    assert "$" not in text
    url = next(word for word in text.split() if "/dia-chi?" in word)
    said = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert url.startswith("https://thu.thainguyen.test/dia-chi?")
    assert (said["hop-thu"], said["quy"]) == (CLERK_BOX, "2026Q1")
    assert is_address_token(said["khoa"], asking.settings.gate_token, CLERK_BOX, "2026Q1")


async def test_nobody_is_asked_at_night(asking: Office) -> None:
    await goes_to(asking, "2026-01-04 23:00")
    assert asking.mail_server.recipients == []

    await goes_to(asking, "2026-01-05 07:31")
    assert sorted(asking.mail_server.recipients) == [CLERK_BOX, FINANCE_BOX]


async def test_a_province_that_does_not_want_it_asks_nobody(office: Office) -> None:
    await goes_to(office, "2026-01-05 08:00")
    assert office.mail_server.recipients == []


async def test_what_is_wrong_with_a_box_is_told_and_gone_once_mended(asking: Office) -> None:
    await goes_to(asking, "2026-01-05 08:00")
    asking.answer(1, MONDAY + timedelta(minutes=1), FINANCE_BOX)
    rest = f"to=<{FINANCE_BOX}>, relay=none, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (unknown user)"
    asking.write_log(MONDAY + timedelta(hours=1), "4QUEUE1", rest)
    await goes_to(asking, "2026-01-05 10:00")
    assert await troubles(asking) == [(FINANCE_BOX, Trouble.BOUNCING)]

    asking.answer(2, MONDAY + timedelta(days=1), FINANCE_BOX)
    await goes_to(asking, "2026-01-06 10:00")
    assert await troubles(asking) == []

    await goes_to(asking, "2026-01-20 10:00")
    async with asking.database.write() as session:
        assert await confirming.confirm(session, CLERK_BOX, "2026Q1", asking.clock.now())
        assert await confirming.confirm(session, CLERK_BOX, "2026Q1", asking.clock.now())
        assert not await confirming.confirm(session, CLERK_BOX, "2026Q2", asking.clock.now())
    assert await troubles(asking) == [(FINANCE_BOX, Trouble.UNCONFIRMED)]
    async with asking.database.read() as session:
        agencies = await confirming.addresses_of_agencies(session, asking.clock.now())
    found = {one.code: (one.published, one.confirmed) for one in agencies}
    assert (found[SCIENCE], found[FINANCE], found["H55"]) == ((1, 1), (1, 0), (0, 0))


async def test_a_box_nobody_opens_is_silent_where_another_agencys_openings_are_told(office: Office) -> None:
    """And what one agency writes to another's box is told of both, without being counted for the wrong one."""
    await goes_to(office, "2026-01-30 08:00")
    came, opened = vietnam("2026-01-06 08:00"), vietnam("2026-01-07 08:00")
    async with office.database.write() as session:
        for code in (SCIENCE, FINANCE):
            session.add(_fact(code, 1, "in_mailbox", came, {"to": {"agency": FINANCE, "box": FINANCE_BOX}}))
    assert await troubles(office) == []

    async with office.database.write() as session:
        session.add(_fact(SCIENCE, 2, "opened", opened, {"to": {"agency": SCIENCE, "box": CLERK_BOX}}))
    assert await troubles(office) == [(FINANCE_BOX, Trouble.SILENT)]

    async with office.database.write() as session:
        sent = {"from": {"agency": FINANCE, "box": FINANCE_BOX}, "direction": "submission"}
        session.add(_fact(FINANCE, 3, "checked", vietnam("2026-01-29 08:00"), sent))
    assert await troubles(office) == []


def _fact(code: str, sequence: int, kind: str, at: datetime, data: dict[str, Any]) -> Fact:
    month = at.astimezone(VIETNAM).year * 100 + at.astimezone(VIETNAM).month
    return Fact(agency_code=code, month=month, source="dovecot", sequence=sequence, kind=kind, at=at, data=data)
