"""Issued papers are forgotten a whole year at a time, and it is proved that they are gone and nothing else is."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text

from backend.compliance import purge_queries, purging, register, retention, service
from backend.compliance.models import IssuedDocument, IssuedLine, IssuedMessage, PublishedLink, RegisterEntry
from backend.compliance.numbering import Symbol
from backend.compliance.register_file import RegisterRow
from backend.compliance.retention import ISSUED_PAPERS, Keep
from backend.compliance.service import Clerk
from backend.compliance.terms import NewDocument, NewLine, NumberGap
from backend.db import Database
from tests.unit.small_province import CLERK_BOX, FINANCE, FINANCE_HEAD_BOX, SCIENCE

VAN, TUAN = Clerk(CLERK_BOX, "VAN"), Clerk(FINANCE_HEAD_BOX, "TUAN")
NEW_YEAR_2032 = datetime(2031, 12, 31, 17, 0, tzinfo=UTC)  # midnight in Vietnam
EVE = datetime(2031, 12, 31, 16, 59, tzinfo=UTC)
TABLES = (IssuedDocument, IssuedLine, IssuedMessage, PublishedLink, RegisterEntry)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


KEEP = "create trigger keep before delete on issued_document"
KEEPS_ONE = {
    "sqlite": [f"{KEEP} when old.symbol = '02/QĐ-X' begin select raise(ignore); end"],
    "postgresql": [
        "create function kept() returns trigger language plpgsql as $$ begin return null; end $$",
        f"{KEEP} for each row when (old.symbol = '02/QĐ-X') execute function kept()",
    ],
}


async def issue(
    database: Database, number: int, day: date, *, agency: str = SCIENCE, recorded: date | None = None
) -> None:
    at = moment(recorded or day)
    paper = NewDocument(
        fingerprint=f"{number:022d}",
        symbol=f"{number}/QĐ-X",
        kind="QĐ",
        issued_on=day,
        pages=1,
        copies=1,
        lines=(NewLine(1, "Sở Tài chính", FINANCE, "sotaichinh@thainguyen.gov.vn"), NewLine(2, "Nơi khác")),
    )
    async with database.write() as session:
        document = await service.record(session, agency, paper, VAN if agency == SCIENCE else TUAN, at)
    async with database.write() as session:
        session.add(IssuedMessage(agency_code=agency, document_id=document, message_id=f"{number}@x", found_at=at))
        session.add(
            PublishedLink(
                agency_code=agency, document_id=document, url="https://x.gov.vn/a", state="same", key_mark="",
                next_check_at=at, added_by="VAN", added_at=at,
            )
        )  # fmt: skip


async def register_row(database: Database, number: int, day: date) -> None:
    row = RegisterRow(number, Symbol(number, "", "QĐ-X"), day, "Quyết định", ("Sở Tài chính",), None)
    async with database.write() as session:
        await register.import_rows(session, SCIENCE, [row], VAN, moment(day))


async def forget(database: Database, now: datetime) -> list[purging.Forgotten]:
    found: list[purging.Forgotten] = []
    while True:
        async with database.write() as session:
            one = await purging.forget_a_year(session, now)
        if one is None:
            return found
        found.append(one)


async def counts(database: Database) -> list[int]:
    async with database.read() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


async def entries(database: Database) -> list[Mapping[str, Any]]:
    async with database.read() as session:
        return [
            {"agency": one.agency_code, **one.data}
            for one in await purge_queries.last_entries(session, purging.DEED, 10)
        ]


async def test_a_year_goes_as_a_whole_when_five_more_are_over_and_not_a_minute_before(database: Database) -> None:
    for number, day in enumerate((date(2026, 1, 2), date(2026, 12, 31), date(2027, 1, 1)), 1):
        await issue(database, number, day)
        await register_row(database, 10 + number, day)

    assert await forget(database, EVE) == []
    assert await forget(database, NEW_YEAR_2032) == [
        purging.Forgotten(SCIENCE, 2026, documents=2, register_rows=2, lines=4, messages=2, links=2, calls=0)
    ]
    assert await counts(database) == [1, 2, 1, 1, 1]
    assert await forget(database, NEW_YEAR_2032) == []


async def test_the_audit_log_says_what_went_and_by_which_row(database: Database) -> None:
    await issue(database, 1, date(2026, 3, 4))
    await forget(database, NEW_YEAR_2032)
    [entry] = await entries(database)
    assert entry == {
        "agency": SCIENCE, "year": 2026, "documents": 1, "register_rows": 0, "lines": 2, "messages": 1, "links": 1,
        "calls": 0, "kept_years": 5, "left": 0,
        "basis": "Mặc định của phần mềm: bằng chứng đã gửi thư, không thay hồ sơ, sổ lưu trữ của cơ quan",
    }  # fmt: skip


async def test_every_agency_and_every_year_is_a_unit_of_its_own(database: Database) -> None:
    await issue(database, 1, date(2026, 3, 4))
    await issue(database, 2, date(2025, 3, 4))
    await issue(database, 3, date(2026, 3, 4), agency=FINANCE)
    gone = [(one.agency_code, one.year, one.documents) for one in await forget(database, NEW_YEAR_2032)]
    assert gone == [(SCIENCE, 2025, 1), (SCIENCE, 2026, 1), (FINANCE, 2026, 1)]
    assert await counts(database) == [0, 0, 0, 0, 0]


async def test_an_old_paper_that_was_recorded_late_is_kept_from_then(database: Database) -> None:
    await issue(database, 1, date(2026, 3, 4), recorded=date(2027, 2, 1))
    assert await forget(database, NEW_YEAR_2032) == []
    assert len(await forget(database, datetime(2033, 1, 1, tzinfo=UTC))) == 1


async def test_of_a_forgotten_year_no_number_is_missing(database: Database) -> None:
    for number in (1, 9):
        await issue(database, number, date(2026, 3, 4), recorded=date(2031, 3, 4))
    async with database.read() as session:
        assert await register.number_gaps(session, SCIENCE, 2026, date(2031, 12, 31)) == [NumberGap("", 2, 8)]
        assert await register.number_gaps(session, SCIENCE, 2026, date(2032, 1, 1)) == []


async def test_what_cannot_be_proved_is_not_forgotten(database: Database) -> None:
    await issue(database, 1, date(2026, 3, 4))
    await issue(database, 2, date(2026, 3, 4))
    before = await counts(database)
    async with database.write() as session:
        for statement in KEEPS_ONE[session.dialect]:
            await session.execute(text(statement))

    with pytest.raises(purging.NotForgotten):
        await forget(database, NEW_YEAR_2032)
    assert await counts(database) == before
    assert await entries(database) == []


async def test_the_check_finds_what_is_kept_beyond(database: Database) -> None:
    await issue(database, 1, date(2026, 3, 4))
    await register_row(database, 2, date(2026, 3, 4))
    clean = {
        "documents": 0,
        "register_rows": 0,
        "stray_lines": 0,
        "stray_messages": 0,
        "stray_links": 0,
        "stray_calls": 0,
    }
    async with database.read() as session:
        assert await purge_queries.kept_beyond(session, 2025) == clean
        assert await purge_queries.kept_beyond(session, 2026) == clean | {"documents": 1, "register_rows": 1}


def test_the_row_of_the_day_decides() -> None:
    rows = [
        Keep(ISSUED_PAPERS, 5, "", "K", date(2009, 2, 24), date(2030, 1, 1)),
        Keep(ISSUED_PAPERS, 10, "Quyết định 1/QĐ-UBND", "V", date(2030, 1, 1)),
    ]
    assert retention.standing(date(2029, 12, 31), rows).years == 5
    assert retention.standing(date(2030, 1, 1), rows).last_year_forgotten(date(2030, 1, 1)) == 2019
    with pytest.raises(LookupError):
        retention.standing(date(2009, 2, 23), rows)
