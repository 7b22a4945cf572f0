"""The worker drafts the quarterly report once figures are counted, and mails what was approved, file by file."""

import hashlib
from datetime import timedelta
from email.message import EmailMessage

from backend.compliance import quarterly_letter_queries, reporting
from backend.compliance.reporting import Signer
from backend.compliance.reporting_models import QuarterlyReport
from backend.mail.automatic import judge_automatic
from backend.mail.fields import read_header
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CLERK_BOX, COMMITTEE, COMMUNE, HEAD_BOX
from tests.unit.worker.conftest import MONDAY, FakeMailServer, Office

HA = Signer(HEAD_BOX, "HA")
AFTER = vietnam("2026-04-01 12:00")  # between two checks of the clerk


async def report(office: Office, quarter: str = "2026Q1") -> QuarterlyReport | None:
    async with office.database.read() as session:
        return await session.get(QuarterlyReport, quarter)


async def drafted(office: Office) -> QuarterlyReport:
    office.letter(1, MONDAY)
    await office.rounds(3)
    office.clock.set(AFTER)
    await office.rounds(4)
    found = await report(office)
    assert found is not None
    return found


async def test_a_draft_stands_there_on_the_first_working_day_after_the_quarter(office: Office) -> None:
    found = await drafted(office)

    assert (found.state, found.taken_at) == ("draft", AFTER)
    assert found.docx.startswith(b"PK")
    assert found.pdf.startswith(b"%PDF")
    assert found.docx_sha256 == hashlib.sha256(found.docx).hexdigest()
    assert await report(office, "2025Q4") is None  # of it nothing was known


async def test_letters_to_agencies_that_fall_short_are_drafted_with_it(office: Office) -> None:
    await drafted(office)
    async with office.database.read() as session:
        letters = (await quarterly_letter_queries.every(session))["2026Q1"]
        files = await quarterly_letter_queries.files(session, "2026Q1")

    assert {COMMITTEE, COMMUNE} <= {one.agency_code for one in letters}  # neither has a box
    assert all(data.startswith(b"PK") for data in files.values())
    assert all(one.reasons and one.sent_on is None for one in letters)


async def test_it_is_mailed_with_the_files_that_were_approved(office: Office) -> None:
    found = await drafted(office)
    office.mail_server.taken.clear()
    async with office.database.write() as session:
        await reporting.approve(session, "2026Q1", found.docx_sha256, HA, AFTER)
        await reporting.send(session, "2026Q1", HA, AFTER)
    office.clock.set(AFTER + timedelta(minutes=2))
    await office.rounds(2)

    mails = reports(office.mail_server)
    assert sorted(mail["To"] for mail in mails) == [CLERK_BOX, "sotaichinh@thainguyen.gov.vn"]
    [mail] = [mail for mail in mails if mail["To"] == CLERK_BOX]
    [docx, pdf] = mail.iter_attachments()
    assert (docx.get_filename(), docx.get_content()) == ("bao-cao-2026Q1.docx", found.docx)
    assert (pdf.get_filename(), pdf.get_content_type(), pdf.get_content()) == (
        "bao-cao-2026Q1.pdf",
        "application/pdf",
        found.pdf,
    )
    body = mail.get_body()
    assert body is not None
    assert body.get_content().startswith("Kính gửi Sở Khoa học và Công nghệ,")
    assert f"PDF {found.pdf_sha256}" in body.get_content()
    assert mail["Message-ID"] == "<report.2026q1@h55.05.congvu>"


async def test_nobody_owes_an_answer_to_it(office: Office) -> None:
    found = await drafted(office)
    async with office.database.write() as session:
        await reporting.approve(session, "2026Q1", found.docx_sha256, HA, AFTER)
        await reporting.send(session, "2026Q1", HA, AFTER)
    await office.rounds(2)

    [mail, _] = reports(office.mail_server)
    assert judge_automatic(read_header(mail.as_bytes()), "").automatic


def reports(mail_server: FakeMailServer) -> list[EmailMessage]:
    return [mail for mail in mail_server.taken if mail["Subject"].startswith("Báo cáo tình hình")]
