"""From the journal to what an agency's letters are written in, by day: each letter once, unknown ones not at all."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from backend.classification.letter_charset import LetterCharset
from backend.compliance import charset_queries
from backend.compliance.charset_counts import CharsetCounts
from backend.compliance.charset_models import CharsetDay
from tests.unit.journal_lines import CITIZEN, checked
from tests.unit.small_province import CLERK_BOX, FINANCE, OFFICIAL_BOX, SCIENCE
from tests.unit.worker.conftest import MONDAY, Office

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


def sent(seq: int, charset: str | None, at: datetime = MONDAY, login: str = CLERK_BOX, **said: Any) -> dict[str, Any]:
    record = checked(seq, at, login, CITIZEN, login=login, **said)
    return record if charset is None else {**record, "charset": charset}


async def rows(office: Office) -> list[tuple[Any, ...]]:
    async with office.database.read() as session:
        found = await session.scalars(select(CharsetDay).order_by(CharsetDay.day, CharsetDay.charset))
        return [(row.agency_code, row.day, row.charset, row.letters) for row in found]


async def test_letters_add_up_by_agency_and_day_in_vietnam_and_each_counts_once(office: Office) -> None:
    late = datetime(2026, 1, 5, 17, 30, tzinfo=UTC)  # half past midnight in Vietnam
    office.write_journal(
        sent(1, "unicode"), sent(2, "old", login=CLERK_BOX.upper()), sent(3, "unicode", late), sent(4, "unicode", late)
    )
    await office.rounds(2)
    office.worker = office.started()
    await office.rounds(2)
    office.write_journal(sent(5, "unicode", late))
    await office.rounds(2)

    assert await rows(office) == [
        (SCIENCE, date(2026, 1, 5), "old", 1),
        (SCIENCE, date(2026, 1, 5), "unicode", 1),
        (SCIENCE, date(2026, 1, 6), "unicode", 3),
    ]


async def test_old_records_personal_boxes_automatic_letters_and_unknown_words_count_for_nothing(office: Office) -> None:
    office.write_journal(
        sent(1, None),
        sent(2, "unicode", login=OFFICIAL_BOX),
        sent(3, "unicode", automatic=True),
        sent(4, "ebcdic"),
        sent(5, "unicode", login="ai-do@thainguyen.gov.vn"),
        {**checked(6, MONDAY, CITIZEN, CLERK_BOX), "charset": "unicode"},
    )
    await office.rounds(2)

    assert await rows(office) == []
    async with office.database.read() as session:
        assert await charset_queries.first_day(session) is None


async def test_what_is_counted_is_read_by_agency_and_days(office: Office) -> None:
    office.write_journal(*(sent(seq, one) for seq, one in enumerate(LetterCharset, 1)), sent(9, "unicode"))
    await office.rounds(2)
    async with office.database.read() as session:
        found = await charset_queries.counts(session, [SCIENCE, FINANCE], *JANUARY)
        before = await charset_queries.counts(session, [SCIENCE], date(2025, 1, 1), date(2026, 1, 4))
        first = await charset_queries.first_day(session)

    assert found == {SCIENCE: CharsetCounts(unicode=2, decomposed=1, old=1, not_read=1, no_text=1)}
    assert (found[SCIENCE].told, found[SCIENCE].share) == (4, 0.5)
    assert (before, first) == ({}, date(2026, 1, 5))
