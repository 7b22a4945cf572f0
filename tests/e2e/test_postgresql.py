"""The same letters on PostgreSQL as on SQLite: a real server of our own, on a unix socket."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from backend.correspondence.figure_parts import FigurePart
from backend.correspondence.figure_terms import FigureQuestion
from backend.correspondence.figures import figure_letters
from backend.correspondence.letter_news import NewsWatch
from backend.correspondence.mailbox_events import MailboxEvent
from backend.correspondence.mailbox_intake import take_in_mailbox_events
from backend.correspondence.models import Correspondence, Fact
from backend.correspondence.receipt_intake import take_in_receipts
from backend.correspondence.terms import FactKind, Period, SenderClass
from backend.db import Database
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN, checked, handed_over, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, SCIENCE, built

MONDAY = vietnam("2026-01-05 08:00")
LATER = MONDAY + timedelta(hours=1)
JANUARY = FigureQuestion(SCIENCE, Period(date(2026, 1, 1), date(2026, 1, 31)))


async def story(url: str) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """A letter, its opening, its answer and a receipt, each handed in twice, and what
    somebody is told who follows; facts and letters without random ids."""
    await built(url)
    office = Office(Database(url))
    records = [
        checked(1, MONDAY, CITIZEN, CLERK_BOX),
        checked(2, MONDAY, OTHER_CITIZEN, CLERK_BOX),
        checked(3, LATER, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",)),
    ]
    deliveries = [in_mailbox(1, MONDAY, CLERK_BOX), in_mailbox(2, MONDAY, CLERK_BOX), handed_over(3, LATER, CITIZEN)]
    receipt = {
        "seq": 4, "at": LATER.isoformat(), "kind": "receipt", "boxes": [CLERK_BOX], "final": CITIZEN,
        "original_message_id": "3@mail.example", "receipt": "mdn", "disposition": "displayed",
    }  # fmt: skip
    opened = MailboxEvent(FactKind.OPENED, LATER, CLERK_BOX, "2@mail.example")
    async with office.database.read() as session:
        watch = await NewsWatch.begin(session, SCIENCE, MONDAY)
    for _ in range(2):
        await office.takes(records, deliveries, LATER)
        async with office.database.write() as session:
            await take_in_receipts(session, [receipt])
            await take_in_mailbox_events(session, [opened], 0)
    async with office.database.read() as session:
        news = await watch.look(session, LATER)
        facts = await session.execute(
            select(Fact.agency_code, Fact.month, Fact.source, Fact.sequence, Fact.kind, Fact.at, Fact.message_id)
        )
        letters = await session.execute(
            select(Correspondence.message_id, Correspondence.received_at, Correspondence.answered_at)
        )
        seen = sorted(map(tuple, facts)), sorted(map(tuple, letters), key=str)
        overdue = await watch.look(session, vietnam("2026-01-10 17:01"))
        behind = await figure_letters(session, JANUARY, SenderClass.CITIZEN, LATER, FigurePart.ANSWERED)
    assert news is not None
    assert [letter.message_id for letter in news.new] == ["2@mail.example"]  # the other has its answer
    assert overdue is not None
    assert [letter.message_id for letter in overdue.overdue] == ["2@mail.example"]
    assert [letter.working_seconds for letter in behind] == [3600]
    await office.database.close()
    return seen


async def test_both_databases_tell_the_same_story(postgres: str, tmp_path: Path) -> None:
    facts, letters = await story(postgres)

    assert (facts, letters) == await story(f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}")
    assert [fact[4] for fact in facts] == [
        "opened", "checked", "checked", "checked", "receipt", "in_mailbox", "in_mailbox", "handed_over",
    ]  # fmt: skip
    assert letters == [("1@mail.example", MONDAY, LATER), ("2@mail.example", MONDAY, None)]
