"""The quarterly report on its way: when it is due, who moves it, and that what is sent is what was approved."""

import hashlib
from datetime import datetime

import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.compliance import reporting, reporting_queries
from backend.compliance.quarter import Quarter
from backend.compliance.report_files import files_of
from backend.compliance.report_inputs import Inputs
from backend.compliance.reporting import NobodyToSendTo, ReportMoved, Signer
from backend.compliance.reporting_models import QuarterlyReport
from backend.correspondence.models import Outbox
from backend.db import Database
from backend.directory.models import Agency, Mailbox
from tests.unit.compliance.quarterly_office import FINANCE_BOX, LETTERS, letters, of
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CLERK_BOX, FINANCE, HEAD_BOX, SCIENCE

QUARTER = Quarter(2026, 1)
HA = Signer(HEAD_BOX, "HA")
AFTER = vietnam("2026-04-01 09:00")  # a Wednesday


async def due(database: Database, now: datetime) -> Quarter | None:
    async with database.read() as session:
        return await reporting.due(session, SCIENCE, now)


async def drafted(database: Database, now: datetime = AFTER) -> QuarterlyReport:
    async with database.write() as session:
        if await reporting_queries.one(session, "2026Q1") is None:
            await reporting.want(session, "2026Q1", None, now)
    async with database.read() as session:
        found = await reporting.read(session, QUARTER, SCIENCE, Inputs(), now)
    async with database.write() as session:
        assert await reporting.put_draft(session, found, files_of(found), "H55")
    return await row(database)


async def row(database: Database) -> QuarterlyReport:
    async with database.read() as session:
        found = await session.get(QuarterlyReport, "2026Q1")
        assert found is not None
        return found


async def approved(database: Database) -> QuarterlyReport:
    found = await drafted(database)
    async with database.write() as session:
        await reporting.approve(session, "2026Q1", found.docx_sha256, HA, AFTER)
    return found


async def test_it_is_due_from_the_first_working_day_after_the_quarter_if_anything_is_known_of_it(
    database: Database,
) -> None:
    assert await due(database, AFTER) is None  # nothing is known of the quarter
    await letters(Office(database), CLERK_BOX, LETTERS)

    assert await due(database, vietnam("2026-03-31 23:00")) is None
    assert await due(database, AFTER) == QUARTER
    assert await due(database, vietnam("2026-07-01 09:00")) is None  # of the second quarter nothing is known


async def test_a_first_day_that_is_no_working_day_is_waited_out(database: Database) -> None:
    await letters(Office(database), CLERK_BOX, [(vietnam("2025-12-05 08:00"), 1)])

    assert await due(database, vietnam("2026-01-01 10:00")) is None  # New Year
    assert await due(database, vietnam("2026-01-02 10:00")) is None  # exchanged for Saturday 10 January
    assert await due(database, vietnam("2026-01-05 00:10")) == Quarter(2025, 4)


async def test_a_report_is_due_once(database: Database) -> None:
    await letters(Office(database), CLERK_BOX, LETTERS)
    await drafted(database)

    assert await due(database, AFTER) is None
    with pytest.raises(ReportMoved):
        async with database.write() as session:
            await reporting.want(session, "2026Q1", None, AFTER)


async def test_the_draft_names_who_reports_and_whom_it_goes_to(database: Database) -> None:
    async with database.write() as session:
        agency = await session.get(Agency, SCIENCE)
        assert agency is not None
        agency.symbol = "SKHCN"
    async with database.read() as session:
        found = await reporting.read(session, QUARTER, SCIENCE, Inputs(), AFTER)
    draft = await drafted(database)

    assert (found.issuer.own, found.issuer.symbol) == ("Sở Khoa học và Công nghệ", "SKHCN")
    assert found.scope == "Ủy ban nhân dân tỉnh Thái Nguyên"
    assert of(found, FINANCE).boxes == 1
    assert (draft.state, draft.named) == ("draft", ["H55", "H55.05", "H55.07", "H55.40"])
    assert draft.taken_at == AFTER


async def test_only_the_draft_that_was_shown_is_approved(database: Database) -> None:
    shown = await drafted(database)
    async with database.write() as session:
        await reporting.want_again(session, "2026Q1", HA, AFTER)
    anew = await drafted(database, vietnam("2026-04-01 09:05"))
    assert anew.docx_sha256 != shown.docx_sha256

    with pytest.raises(ReportMoved):
        async with database.write() as session:
            await reporting.approve(session, "2026Q1", shown.docx_sha256, HA, AFTER)
    assert (await row(database)).state == "draft"


async def test_what_was_approved_is_drafted_no_more(database: Database) -> None:
    await approved(database)
    with pytest.raises(ReportMoved):
        async with database.write() as session:
            await reporting.want_again(session, "2026Q1", HA, AFTER)
    async with database.read() as session:
        found = await reporting.read(session, QUARTER, SCIENCE, Inputs(), AFTER)
    async with database.write() as session:
        assert not await reporting.put_draft(session, found, files_of(found), "H55")


async def test_it_is_sent_once_to_every_published_box_with_the_fingerprints_of_what_was_approved(
    database: Database,
) -> None:
    kept = await approved(database)
    async with database.write() as session:
        assert await reporting.send(session, "2026Q1", HA, AFTER) == 2
    with pytest.raises(ReportMoved):
        async with database.write() as session:
            await reporting.send(session, "2026Q1", HA, AFTER)

    async with database.read() as session:
        mails = list(await session.scalars(select(Outbox).order_by(Outbox.recipient)))
        deeds = list(await session.scalars(select(AuditEntry.deed).order_by(AuditEntry.at, AuditEntry.deed)))
    assert [(mail.recipient, mail.message_id) for mail in mails] == [
        (CLERK_BOX, "report.2026q1@h55.05.congvu"),
        (FINANCE_BOX, "report.2026q1@h55.07.congvu"),
    ]
    assert mails[0].data == {
        "quarter": "2026Q1",
        "number": "I",
        "year": "2026",
        "docx_sha256": hashlib.sha256(kept.docx).hexdigest(),
        "pdf_sha256": hashlib.sha256(kept.pdf).hexdigest(),
    }
    sent = await row(database)
    assert (sent.state, sent.sent_by, sent.sent_to) == ("sent", "HA", [SCIENCE, FINANCE])
    assert (sent.docx, sent.pdf) == (kept.docx, kept.pdf)
    assert deeds == ["report.approved", "report.sent"]


async def test_a_draft_is_not_sent(database: Database) -> None:
    await drafted(database)
    with pytest.raises(ReportMoved):
        async with database.write() as session:
            await reporting.send(session, "2026Q1", HA, AFTER)


async def test_nothing_is_sent_where_nobody_has_a_published_box(database: Database) -> None:
    await approved(database)
    async with database.write() as session:
        for address in (CLERK_BOX, FINANCE_BOX):
            box = await session.get(Mailbox, address)
            assert box is not None
            box.withdrawn_at = AFTER
    with pytest.raises(NobodyToSendTo):
        async with database.write() as session:
            await reporting.send(session, "2026Q1", HA, AFTER)
    assert (await row(database)).state == "approved"


async def test_a_province_of_several_tops_reports_only_by_the_agency_named(database: Database) -> None:
    async with database.write() as session:
        session.add(Agency(code="H56", name="Cơ quan khác", kind="unit", parent=None))
    async with database.read() as session:
        assert await reporting.reporter(session, "") is None
        assert await reporting.reporter(session, SCIENCE) == SCIENCE
        assert await reporting.reporter(session, "H99") is None
