"""From the journal to counts by agency and day: each paper once, whatever stops in between."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from backend.classification.models import RuleShadowCount
from tests.unit.worker.conftest import MONDAY, Office


def counted(seq: int, at: datetime, agency: str | None, *counts: list[str]) -> dict[str, Any]:
    return {"seq": seq, "at": at.isoformat(), "kind": "shadow", "agency": agency, "counts": list(counts)}


async def rows(office: Office) -> list[tuple[Any, ...]]:
    order = (RuleShadowCount.agency_code, RuleShadowCount.day, RuleShadowCount.rule, RuleShadowCount.outcome)
    async with office.database.read() as session:
        found = await session.scalars(select(RuleShadowCount).order_by(*order))
        return [(row.day, row.agency_code, row.gate, row.rule, row.outcome, row.papers) for row in found]


NEW, SAME = ["2026.11.4", "secrecy.new", "would_block"], ["2026.11.4", "*", "same"]


async def test_papers_add_up_by_agency_and_day_in_vietnam_and_each_counts_once(office: Office) -> None:
    late = datetime(2026, 1, 5, 17, 30, tzinfo=UTC)  # half past midnight in Vietnam
    office.write_journal(
        counted(1, MONDAY, "H55.05", SAME, NEW),
        counted(2, MONDAY, "H55.05", SAME),
        counted(3, MONDAY, "H55.07", SAME),
        counted(4, late, "H55.05", SAME),
    )
    await office.rounds(2)
    office.worker = office.started()
    await office.rounds(2)

    assert await rows(office) == [
        (date(2026, 1, 5), "H55.05", "server", "*", "same", 2),
        (date(2026, 1, 5), "H55.05", "server", "secrecy.new", "would_block", 1),
        (date(2026, 1, 6), "H55.05", "server", "*", "same", 1),
        (date(2026, 1, 5), "H55.07", "server", "*", "same", 1),
    ]


async def test_a_record_nobody_can_read_holds_up_neither_counts_nor_letters(office: Office) -> None:
    office.write_journal(
        {"seq": 1, "kind": "shadow", "at": "never", "counts": [SAME]},
        counted(2, MONDAY, "H55.05", ["2026.11.4", "a word of a paper", "same"], ["only one"]),
        counted(3, MONDAY, "H55.05", SAME),
    )
    office.letter(4, MONDAY)
    await office.rounds()

    assert [row[3:] for row in await rows(office)] == [("*", "same", 1)]
    assert len(await office.letters()) == 1
