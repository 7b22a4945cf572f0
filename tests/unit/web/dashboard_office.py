"""A small province's letters of two months, told apart from any figure: what came when, and when it was answered."""

from datetime import datetime, timedelta
from fractions import Fraction

from backend.db import Database
from backend.directory.models import Agency, Mailbox, Official, RoleAssignment
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, COMMITTEE, COMMUNE, NOW, SCIENCE

FINANCE_BOX, COMMUNE_BOX = "sotaichinh@thainguyen.gov.vn", "xaphuluong@thainguyen.gov.vn"
UNIT = f"{SCIENCE}.1"
# Received and answered, in Vietnam's time; "" while it is open.
SCIENCES = (
    ("2025-12-01 08:00", "2025-12-01 10:00"),
    ("2025-12-02 08:00", "2025-12-02 11:00"),
    ("2025-12-03 08:00", "2025-12-03 14:30"),
    ("2025-12-05 16:00", "2025-12-08 08:30"),
    ("2025-12-08 08:00", "2025-12-10 08:00"),
    ("2025-12-09 09:00", "2025-12-30 09:00"),
    ("2025-12-23 08:00", ""),
    ("2026-01-05 09:00", ""),
)
FINANCES = (
    ("2025-12-02 08:00", "2025-12-02 09:00"),
    ("2025-12-03 08:00", "2025-12-03 09:00"),
    ("2025-12-04 08:00", ""),
)
COMMUNES = tuple((f"2025-12-{day:02} 08:00", f"2025-12-{day:02} 10:00") for day in (1, 2, 3, 4, 5, 8))
AUDITOR_BOX = "thanhtra@thainguyen.gov.vn"


async def filled(url: str) -> None:
    database = Database(url)
    await _fill(database)
    await database.close()


async def _fill(database: Database) -> None:
    office, number = Office(database), 0
    async with database.write() as session:
        session.add(Mailbox(address=COMMUNE_BOX, agency_code=COMMUNE, kind="agency", published_at=NOW))
        session.add(Agency(code=UNIT, name="Trung tâm Ứng dụng", kind="unit", parent=SCIENCE))
        session.add(Official(id="TRA", name="Đỗ Văn Tra", post="Thanh tra", agency_code=COMMITTEE, login=AUDITOR_BOX))
    async with database.write() as session:
        session.add(RoleAssignment(official_id="TRA", role="auditor", agency_code=COMMITTEE))
    for box, letters in ((CLERK_BOX, SCIENCES), (FINANCE_BOX, FINANCES), (COMMUNE_BOX, COMMUNES)):
        for received, answered in letters:
            number += 2
            await _take(office, number, box, vietnam(received), vietnam(answered) if answered else None)
    await office.counts()


async def _take(office: Office, number: int, box: str, received: datetime, answered: datetime | None) -> None:
    who = f"dan{number}@nguoidan.example"
    records, deliveries = [checked(number, received, who, box)], [in_mailbox(number, received, box)]
    if answered is not None:
        reply = checked(number + 1, answered, box, who, login=box, reply_to=(f"{number}@mail.example",))
        records.append(reply)
        deliveries.append(handed_over(number + 1, answered, who))
    await office.takes(records, deliveries)


def worked_seconds(start: datetime, end: datetime) -> int:
    """Minute by minute: Monday to Friday 07:30-11:30 and 13:00-17:00; 1 January is a holiday, 2 January 2026 is off."""
    at, minutes = start, 0
    while at < end:
        clock = (at.hour, at.minute)
        works = (7, 30) <= clock < (11, 30) or (13, 0) <= clock < (17, 0)
        minutes += works and at.weekday() < 5 and (at.month, at.day) not in ((1, 1), (1, 2))
        at += timedelta(minutes=1)
    return minutes * 60


def answered_after(waits: list[tuple[int, bool]], part: Fraction) -> int | None:
    """The first wait by which at least this part is answered, by the product-limit estimate in exact fractions."""
    waiting = Fraction(1)
    for seconds in sorted({wait for wait, _ in waits}):
        at_risk = sum(wait >= seconds for wait, _ in waits)
        answers = sum(wait == seconds and answered for wait, answered in waits)
        waiting *= 1 - Fraction(answers, at_risk)
        if 1 - waiting >= part:
            return seconds
    return None
