"""Issued papers in the small province: recorded, compared with the register, excused."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.compliance import register, service
from backend.compliance.models import IssuedLine, RegisterEntry
from backend.compliance.numbering import Symbol
from backend.compliance.paper_saved import Saving, saving_of, total_of
from backend.compliance.register_file import RegisterRow
from backend.compliance.service import Clerk, DocumentNotFound
from backend.compliance.terms import Coverage, NewDocument, NewLine, NumberGap, Reason
from backend.db import Database
from backend.errors import UsageError
from tests.unit.small_province import CLERK_BOX, COMMUNE, FINANCE, FINANCE_HEAD_BOX, NOW, SCIENCE

VAN = Clerk(CLERK_BOX, "VAN")
MONDAY = date(2026, 1, 5)
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
PAPER = NewDocument(
    fingerprint="F" * 22,
    symbol="5/QĐ-SKHCN",
    kind="QĐ",
    issued_on=MONDAY,
    pages=12,
    copies=1,
    lines=(
        NewLine(1, "Sở Tài chính", FINANCE, FINANCE_BOX),
        NewLine(2, "UBND xã Phú Lương", COMMUNE, "", Reason.NO_BOX),
        NewLine(3, "Bà Trần Thị Mẫu"),
    ),
)


async def record(database: Database, paper: NewDocument = PAPER) -> str:
    async with database.write() as session:
        return await service.record(session, SCIENCE, paper, VAN, NOW)


async def take(database: Database, *rows: RegisterRow) -> register.Taken:
    async with database.write() as session:
        return await register.import_rows(session, SCIENCE, rows, VAN, NOW)


def row(number: int, *recipients: str, series: str = "QĐ-SKHCN", on: date = MONDAY) -> RegisterRow:
    return RegisterRow(number, Symbol(number, "", series), on, "Quyết định", recipients, None)


async def unmailed(database: Database) -> dict[str, Reason | None]:
    async with database.read() as session:
        return {one.symbol: one.reason for one in await register.unmailed(session, SCIENCE, MONDAY, MONDAY)}


async def test_a_recorded_paper_waits_for_a_letter_and_keeps_no_persons_name(database: Database) -> None:
    await record(database)

    async with database.read() as session:
        [paper] = await service.issued(session, SCIENCE, MONDAY, MONDAY)
        stored = (await session.scalars(select(IssuedLine).order_by(IssuedLine.ordinal))).all()
        entries = (await session.scalars(select(AuditEntry))).all()
    assert (paper.symbol, paper.messages, paper.pages) == ("05/QĐ-SKHCN", 0, 12)
    assert [(line.recipient_name, line.coverage, line.covered) for line in paper.lines] == [
        ("Sở Tài chính", Coverage.NOT_SENT, False),
        ("Ủy ban nhân dân xã Phú Lương", Coverage.EXCUSED, True),
        ("", Coverage.NOT_SENT, False),
    ]
    assert [line.text for line in stored] == ["Sở Tài chính", "UBND xã Phú Lương", ""]
    assert [(one.deed, one.person_id) for one in entries] == [("issued.recorded", "VAN")]


async def test_the_same_paper_again_adds_what_is_new_and_keeps_what_was_stated(database: Database) -> None:
    document = await record(database)
    async with database.write() as session:
        await service.state_reason(session, SCIENCE, document, [1], Reason.OTHER_SYSTEM, VAN, NOW)

    assert await record(database, replace(PAPER, lines=(*PAPER.lines, NewLine(4, "Sở KH&CN", SCIENCE, CLERK_BOX)))) == (
        document
    )
    async with database.read() as session:
        paper = await service.issued_document(session, SCIENCE, document)
    assert [(line.ordinal, line.reason) for line in paper.lines] == [
        (1, Reason.OTHER_SYSTEM),
        (2, Reason.NO_BOX),
        (3, None),
        (4, None),
    ]


async def test_another_file_under_a_number_nobody_mailed_yet_stands_in_its_place(database: Database) -> None:
    first = await record(database)

    corrected = replace(PAPER, fingerprint="G" * 22, pages=13, lines=PAPER.lines[1:])
    assert await record(database, corrected) == first
    other_year = replace(PAPER, fingerprint="H" * 22, issued_on=date(2025, 12, 30))
    assert await record(database, other_year) != first
    async with database.read() as session:
        paper = await service.issued_document(session, SCIENCE, first)
    assert (paper.pages, [line.ordinal for line in paper.lines]) == (13, [2, 3])


async def test_of_a_person_neither_words_nor_address_stay(database: Database) -> None:
    document = await record(database)
    async with database.write() as session:
        await service.state_reason(session, SCIENCE, document, [1], Reason.PERSON, VAN, NOW)

    async with database.read() as session:
        line = (await service.issued_document(session, SCIENCE, document)).lines[0]
    assert (line.text, line.recipient_code, line.address, line.coverage) == ("", "", "", Coverage.EXCUSED)


async def test_an_address_that_is_no_box_of_its_agency_is_not_kept(database: Database) -> None:
    lines = (
        NewLine(1, "ông A", "", "ong.a@nguoidan.example", Reason.MAILED),
        NewLine(2, "Sở Tài chính", FINANCE, "ong.a@nguoidan.example"),
        NewLine(3, "Giám đốc Sở Tài chính", FINANCE, FINANCE_HEAD_BOX),
        NewLine(4, "Bà Trần Thị Mẫu", "H99", "ba.mau@nguoidan.example"),
    )
    document = await record(database, replace(PAPER, lines=lines))

    async with database.read() as session:
        kept = (await service.issued_document(session, SCIENCE, document)).lines
    assert [(line.text, line.recipient_code, line.address) for line in kept] == [
        ("ông A", "", ""),
        ("Sở Tài chính", FINANCE, ""),
        ("Giám đốc Sở Tài chính", FINANCE, ""),
        ("", "", ""),
    ]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"fingerprint": "x"}, "fingerprint"),
        ({"symbol": "QĐ"}, "symbol"),
        ({"pages": 0}, "pages"),
        ({"copies": 0}, "copies"),
        ({"lines": (NewLine(1, "x", reason=Reason.SECRET),)}, "lines"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_name(database: Database, changed: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError, match=f"^{named}: "):
        await record(database, replace(PAPER, **changed))


async def test_another_agency_has_no_such_paper(database: Database) -> None:
    document = await record(database)
    async with database.write() as session:
        with pytest.raises(DocumentNotFound):
            await service.state_reason(session, FINANCE, document, [1], None, VAN, NOW)
        with pytest.raises(DocumentNotFound):
            await service.publish(session, FINANCE, document, "https://x.example/a.pdf", VAN, NOW)
        assert await service.issued(session, FINANCE, MONDAY, MONDAY) == []


@pytest.mark.parametrize("link", ["ftp://a.example/x", "javascript:alert(1)", "https://", "https://a:b@c.example/"])
async def test_only_a_plain_web_address_is_taken(database: Database, link: str) -> None:
    document = await record(database)
    async with database.write() as session:
        with pytest.raises(UsageError, match=r"^url: "):
            await service.publish(session, SCIENCE, document, link, VAN, NOW)


async def test_the_register_names_what_was_issued_and_not_mailed(database: Database) -> None:
    await take(
        database,
        row(5, "Sở Tài chính", "Lưu: VT"),
        row(6, "Sở Tài chính"),
        row(7, "Như trên", "Lưu: VT"),
        row(8, "Sở Khoa học và Công nghệ"),
        row(9),
    )
    await record(database)

    assert list(await unmailed(database)) == ["05/QĐ-SKHCN", "06/QĐ-SKHCN", "09/QĐ-SKHCN"]

    async with database.write() as session:
        await register.state_reason(session, SCIENCE, 2026, "06/QĐ-SKHCN", Reason.MAILED, VAN, NOW)
        document = (await service.issued(session, SCIENCE, MONDAY, MONDAY))[0].id
        await service.state_reason(session, SCIENCE, document, [1, 3], Reason.OTHER_SYSTEM, VAN, NOW)
    assert await unmailed(database) == {"06/QĐ-SKHCN": Reason.MAILED, "09/QĐ-SKHCN": None}


async def test_a_paper_of_the_panel_that_never_left_is_named_without_a_register_too(database: Database) -> None:
    await record(database)

    assert await unmailed(database) == {"05/QĐ-SKHCN": None}


async def test_taking_a_register_over_again_changes_nothing_and_keeps_reasons(database: Database) -> None:
    assert await take(database, row(6, "Sở Tài chính")) == register.Taken(1, 1)
    async with database.write() as session:
        await register.state_reason(session, SCIENCE, 2026, "06/QĐ-SKHCN", Reason.PAPER_ONLY, VAN, NOW)

    assert await take(database, row(6, "Sở Tài chính"), row(7, "Sở Tài chính")) == register.Taken(2, 1)
    assert await unmailed(database) == {"06/QĐ-SKHCN": Reason.PAPER_ONLY, "07/QĐ-SKHCN": None}


async def test_no_entry_of_noi_nhan_is_kept(database: Database) -> None:
    await take(database, row(6, "Bà Trần Thị Mẫu"))

    async with database.read() as session:
        [kept] = (await session.scalars(select(RegisterEntry))).all()
        [told] = (await session.scalars(select(AuditEntry))).all()
    assert "Mẫu" not in str({**vars(kept), **told.data})
    assert kept.mailable


async def test_of_a_paper_called_secret_nothing_stays(database: Database) -> None:
    await take(database, row(6, "Sở Tài chính"), row(7, "Sở Tài chính"))
    async with database.write() as session:
        await register.state_reason(session, SCIENCE, 2026, "06/QĐ-SKHCN", Reason.SECRET, VAN, NOW)

    async with database.read() as session:
        assert (await session.scalars(select(RegisterEntry.symbol))).all() == ["07/QĐ-SKHCN"]
        audit = (await session.scalars(select(AuditEntry))).all()
    assert not any("06/QĐ" in f"{one.data} {one.subject_id} {one.deed}" for one in audit)


async def test_gaps_are_counted_over_the_register_and_the_panel(database: Database) -> None:
    await take(database, row(2, "Sở Tài chính"), row(9, "Sở Tài chính"))
    await record(database)

    async with database.read() as session:
        assert await register.number_gaps(session, SCIENCE, 2026, MONDAY) == [NumberGap("", 3, 4), NumberGap("", 6, 8)]
        assert await register.number_gaps(session, FINANCE, 2026, MONDAY) == []


async def test_paper_is_saved_only_where_mail_arrived(database: Database) -> None:
    document = await record(database)
    async with database.read() as session:
        paper = await service.issued_document(session, SCIENCE, document)

    assert saving_of(paper) == Saving(12, 1, 0)
    arrived = replace(
        paper, pages=3, copies=2, lines=tuple(replace(line, coverage=Coverage.IN_MAILBOX) for line in paper.lines[:1])
    )
    assert saving_of(arrived) == Saving(3, 2, 1)
    assert (Saving(3, 2, 5).sheets, Saving(3, 2, 5).sheets_two_sided) == (30, 20)
    assert total_of([arrived, replace(arrived, pages=None)]).uncounted == 1
    assert total_of([arrived, arrived]).sheets == 12
