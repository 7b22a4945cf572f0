"""A quarter in the small province: letters of citizens to one department, few to another, papers, a checked box."""

from datetime import date, datetime, timedelta

from backend.compliance import register
from backend.compliance.numbering import Symbol
from backend.compliance.quarter import Quarter
from backend.compliance.quarterly_reading import quarterly_figures
from backend.compliance.quarterly_terms import AgencyQuarter, QuarterlyFigures
from backend.compliance.register_file import RegisterRow
from backend.compliance.service import Clerk
from backend.correspondence.mailbox_events import MailboxEvent
from backend.correspondence.mailbox_intake import take_in_mailbox_events
from backend.correspondence.terms import FactKind
from backend.db import Database
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, NOW, SCIENCE

QUARTER = Quarter(2026, 1)
TAKEN_AT = vietnam("2026-01-20 08:00")
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
MONDAY = vietnam("2026-01-05 08:00")
# When each letter of the department came, and after how many hours, all worked, it was answered; None: never.
LETTERS = [
    (MONDAY, 1),
    (MONDAY + timedelta(days=1), 2),
    (MONDAY + timedelta(days=2), 3),
    (MONDAY + timedelta(days=3), 3.5),
    (MONDAY + timedelta(days=4), 0.5),
    (vietnam("2026-01-06 14:00"), None),
]


async def letters(office: Office, box: str, came: list[tuple[datetime, float | None]], first: int = 1) -> None:
    records, deliveries = [], []
    for number, (at, hours) in enumerate(came, first):
        sender, seq = f"dan{number}@nguoidan.example", 10 * number
        records.append(checked(seq, at, sender, box))
        deliveries.append(in_mailbox(seq, at, box))
        if hours is not None:
            answer = at + timedelta(hours=hours)
            records.append(checked(seq + 1, answer, box, sender, login=box, reply_to=(f"{seq}@mail.example",)))
            deliveries.append(handed_over(seq + 1, answer, sender))
    records.sort(key=lambda record: str(record["at"]))
    await office.takes(records, sorted(deliveries, key=lambda one: one.at))
    await office.counts()


async def opened(database: Database, seq: int, at: datetime) -> None:
    async with database.write() as session:
        event = MailboxEvent(FactKind.OPENED, at, CLERK_BOX, f"{seq}@mail.example")
        await take_in_mailbox_events(session, [event], int(at.timestamp()) + seq)


async def registered(database: Database, *rows: RegisterRow) -> None:
    async with database.write() as session:
        await register.import_rows(session, SCIENCE, rows, Clerk(CLERK_BOX, "VAN"), NOW)


def row(number: int, kind: str, on: date = date(2026, 1, 5)) -> RegisterRow:
    return RegisterRow(number, Symbol(number, "", "SKHCN"), on, kind, ("Sở Tài chính",), None)


async def read(
    database: Database, agency: str | None = None, now: datetime = TAKEN_AT, quarter: Quarter = QUARTER
) -> QuarterlyFigures:
    async with database.read() as session:
        return await quarterly_figures(session, quarter, agency, now, lambda done, of: None)


def of(found: QuarterlyFigures, code: str) -> AgencyQuarter:
    return next(one for one in found.agencies if one.code == code)
