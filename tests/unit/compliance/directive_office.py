"""A month in the small province, told apart from any figure: letters, papers, a private address, browsers."""

from datetime import datetime, timedelta

from backend.compliance import charsets, protecting, register, service
from backend.compliance.protection import Browser, Gate, ProtectionReport
from backend.compliance.service import Clerk
from backend.compliance.terms import NewDocument, NewLine, Reason
from backend.db import Database
from backend.directory.models import AgencyReadiness, Mailbox, Official, RoleAssignment
from backend.directory.terms import ReadinessItem
from tests.unit.compliance.quarterly_office import FINANCE_BOX, letters, registered, row
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import checked, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, COMMITTEE, COMMUNE, NOW, SCIENCE

COMMUNE_BOX, AUDITOR_BOX = "xaphuluong@thainguyen.gov.vn", "thanhtra@thainguyen.gov.vn"
DECEMBER = {"since": "2025-12-01", "until": "2025-12-31"}
FIRST = vietnam("2025-12-01 08:00")  # a Monday
# Hours, all worked, after which each letter of citizens was answered; None: never.
SCIENCES: tuple[float | None, ...] = (1, 1, 1, 1, 1, 1)
FINANCES: tuple[float | None, ...] = (None,) * 20
COMMUNES: tuple[float | None, ...] = (1, 1, 1, None, None)
PRIVATE = "an@thu.example"  # of an official of the science department, entered in the directory


def came(answers: tuple[float | None, ...]) -> list[tuple[datetime, float | None]]:
    """Five a week from Monday the first on, a minute apart each week."""
    return [
        (FIRST + timedelta(days=7 * (number // 5) + number % 5, minutes=number), hours)
        for number, hours in enumerate(answers)
    ]


async def filled(url: str) -> None:
    database = Database(url)
    await _people(database)
    office = Office(database)
    for first, (box, answers) in enumerate(((CLERK_BOX, SCIENCES), (FINANCE_BOX, FINANCES), (COMMUNE_BOX, COMMUNES))):
        await letters(office, box, came(answers), first=100 * first + 1)
    await _private_letters(office, 2)
    await _papers(database)
    await _browsers(database)
    await _written(database)
    await database.close()


async def _people(database: Database) -> None:
    async with database.write() as session:
        session.add(Mailbox(address=COMMUNE_BOX, agency_code=COMMUNE, kind="agency", published_at=NOW))
        session.add(Official(id="TRA", name="Đỗ Văn Tra", post="Thanh tra", agency_code=COMMITTEE, login=AUDITOR_BOX))
        session.add(Official(id="PHO", name="Vũ Thị Phó", post="Văn thư", agency_code=SCIENCE))
        for item in ReadinessItem:
            since = FIRST.date()
            session.add(AgencyReadiness(agency_code=SCIENCE, item=item, valid_from=since, source="Biên bản 01"))
        session.add(AgencyReadiness(agency_code=COMMUNE, item=ReadinessItem.LINE, valid_from=since, source="x"))
    async with database.write() as session:
        session.add(RoleAssignment(official_id="TRA", role="auditor", agency_code=COMMITTEE))
        session.add(RoleAssignment(official_id="PHO", role="deputy", agency_code=SCIENCE))


async def _private_letters(office: Office, number: int) -> None:
    """To the commune, from the private address, which then counts as a citizen's."""
    at = [vietnam(f"2025-11-{day:02} 08:00") for day in (3, 4)[:number]]
    await office.takes(
        [checked(9000 + one, when, PRIVATE, COMMUNE_BOX) for one, when in enumerate(at)],
        [in_mailbox(9000 + one, when, COMMUNE_BOX) for one, when in enumerate(at)],
    )
    await office.counts()


async def _papers(database: Database) -> None:
    """Of the science department in January: three schedules, one with a reason; two papers of other kinds, one sent
    nowhere for a stated reason."""
    await registered(database, row(2, "Lịch công tác"), row(3, "lịch công tác"), row(4, "Tài liệu họp"))
    await registered(database, row(1, "Quyết định"))
    clerk = Clerk(CLERK_BOX, "VAN")
    line = NewLine(1, "UBND xã Phú Lương", COMMUNE, "", Reason.NO_BOX)
    paper = NewDocument("F" * 22, "7/QĐ-SKHCN", "QĐ", NOW.date(), 12, 1, (line,))
    async with database.write() as session:
        await register.state_reason(session, SCIENCE, 2026, "03/SKHCN", Reason.OTHER_SYSTEM, clerk, NOW)
        await service.record(session, SCIENCE, paper, clerk, NOW)


async def _written(database: Database) -> None:
    """Letters of the science department's box, of Monday the first and of half a year before."""
    said = ["unicode", "unicode", "decomposed", "old", "not_read", "no_text"]
    sent = [checked(7000 + seq, FIRST, CLERK_BOX, PRIVATE, login=CLERK_BOX) for seq in range(len(said))]
    early = checked(6999, vietnam("2025-06-02 08:00"), CLERK_BOX, PRIVATE, login=CLERK_BOX)
    records = [{**one, "charset": word} for one, word in zip([early, *sent], ["old", *said], strict=True)]
    async with database.write() as session:
        await charsets.take_in_records(session, records)


async def _browsers(database: Database) -> None:
    for number, gate in enumerate((Gate.PLUGIN, Gate.PLUGIN, Gate.EXTENSION)):
        said = ProtectionReport(f"{number}" * 22, gate, "1.0", Browser.FIREFOX, number == 2, "", None, {})
        async with database.write() as session:
            await protecting.report(session, SCIENCE, said, NOW)
