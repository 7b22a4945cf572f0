"""The tables of figures, read as columns, say what the figures say that are read letter by letter."""

import asyncio
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend.correspondence import figure_queries
from backend.correspondence.acts import Act, LetterAct
from backend.correspondence.facts import Delivery
from backend.correspondence.figure import Figure
from backend.correspondence.figure_tables import FigureTables, figure_tables
from backend.correspondence.figure_terms import FigureQuestion
from backend.correspondence.figures import response_times
from backend.correspondence.models import Correspondence, SealedMonth
from backend.correspondence.months import bounds, first_day, month_of, months_between, widened
from backend.correspondence.terms import Period, SenderClass
from backend.db import Database
from backend.directory.models import AgencyWeek
from tests.unit.correspondence.conftest import Office
from tests.unit.correspondence.test_rebuild import correspondence
from tests.unit.correspondence.test_recounting import ACTS, recounted, shorten_the_week
from tests.unit.database_examples import database_examples
from tests.unit.fresh_databases import FreshDatabases, copied
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import COMMITTEE, COMMUNE, FINANCE, SCIENCE

NOW = vietnam("2026-01-27 10:17")
PERIOD = Period(date(2025, 11, 1), date(2026, 1, 31))
AGENCIES, CLASSES, MATTERS = (COMMITTEE, SCIENCE, FINANCE, COMMUNE), list(SenderClass), ("", "complaint.accept")
ASKED = [  # whose figures, with those below, and whose letters and trees the asking person sees
    (SCIENCE, False, {SCIENCE}, {SCIENCE}),
    (COMMITTEE, True, set[str](), {COMMITTEE}),
    (COMMITTEE, True, {COMMITTEE}, {COMMITTEE}),
    (FINANCE, False, set[str](), {COMMITTEE}),
]
_Columns = dict[str, Any]


def one_letter(chance: Random, number: int, many: bool) -> Correspondence:
    received_at = vietnam("2025-11-03 07:00") + timedelta(seconds=chance.randint(0, 84 * 86_400))
    kind = chance.choice(["open", "senders_turn", "answered", "settled", "passed_on", "no_answer", "reopened"])
    waiting = kind in ("open", "senders_turn")
    answered_at = received_at + timedelta(hours=chance.randint(1, 99)) if kind in ("answered", "reopened") else None
    said: _Columns = {
        "agency_code": SCIENCE if many else chance.choice(AGENCIES),
        "id": f"{number:026}",
        "correspondent_id": f"C{number}",
        "sender_class": SenderClass.CITIZEN if many else chance.choice(CLASSES),
        "mailbox": "",
        "message_id": f"{number}@mail.example",
        "received_at": received_at,
        "month": month_of(received_at.date()),
        "standing": "open" if kind == "reopened" else kind,
        "waiting": waiting,
        "turn_since": received_at + timedelta(minutes=chance.randint(0, 9_000), microseconds=999_700),
        "may_acknowledge": True,
        "reopened": int(kind == "reopened"),
        "matter": chance.choice(MATTERS),
        "answered_at": answered_at,
        "answered_by": None if answered_at is None else chance.choice(["reply", "elsewhere"]),
        "working_seconds": None if answered_at is None else chance.randint(1, 999_999),
        "due_at": chance.choice([None, received_at + timedelta(days=7)]),
    }
    times = {name: chance.choice([0, chance.randint(1, 99_999)]) for name in ("own", "sender", "other")}
    return Correspondence(**said, **{f"{name}_seconds": seconds for name, seconds in times.items()})


async def of_random_letters(url: str, seed: int, few: int, many: int) -> None:
    """`many`: letters of one class to one agency. A month of one agency is sealed, another is to be counted anew."""
    office, chance = Office(Database(url)), Random(seed)
    letters = [one_letter(chance, number, number >= few) for number in range(few + many)]
    marked = sorted({(letter.agency_code, letter.month) for letter in letters})
    async with office.database.write() as session:
        hours = "mon-thu 08:10-11:00 14:00-16:00; sat 09:00-10:00"
        session.add(AgencyWeek(agency_code=FINANCE, valid_from=date(2025, 12, 9), season="", hours=hours, source="QĐ"))
        session.add_all(letters)
        await figure_queries.mark_stale(session, marked)
    await office.counts()
    async with office.database.write() as session:
        if seed % 2:
            session.add(SealedMonth(agency_code=COMMUNE, month=202511, sealed_at=NOW))
        await figure_queries.mark_stale(session, [(SCIENCE, 202512)])
    await both_agree(office.database)


async def of_random_facts(
    url: str, records: list[dict[str, Any]], deliveries: list[Delivery], acts: list[tuple[Act, dict[str, str]]]
) -> None:
    """Answers, questions back, letters handed over and reopened; then the agency's hours change."""
    office, monday = Office(Database(url)), vietnam("2026-01-05 08:00")
    await office.takes(records, deliveries, now=monday)
    letters = await office.every_letter()
    for number, (kind, data) in enumerate(acts):
        if letters:
            letter = letters[number % len(letters)]
            moment = monday + timedelta(hours=9 * number, seconds=7)
            act = LetterAct(str(number), kind, letter.id, moment, "VAN", data)
            await office.acts(act, counterpart=await office.address_of(letter.correspondent_id))
    await shorten_the_week(office)
    await recounted(office)
    await both_agree(office.database)


async def both_agree(database: Database) -> None:
    for agency, below, sees, sees_below in ASKED:
        async with database.read() as session:
            tables = await figure_tables(session, agency, PERIOD, sees, sees_below, NOW, below=below)
            of_class = [
                await figure_tables(session, agency, PERIOD, sees, sees_below, NOW, below=below, sender_class=one)
                for one in CLASSES
            ]
        assert [one.figure(kind) for one, kind in zip(of_class, CLASSES, strict=True)] == [
            tables.figure(kind) for kind in CLASSES
        ]
        for question, found in side_by_side(tables, agency, below):
            assert found == await letter_by_letter(database, question, sees, sees_below), question
    await database.close()


def side_by_side(
    tables: FigureTables, agency: str, below: bool
) -> Iterator[tuple[FigureQuestion, dict[SenderClass, Figure]]]:
    by_class, by_matter = tables.by_class(), tables.by_matter()
    yield FigureQuestion(agency, PERIOD, below), {SenderClass(one): figure for one, figure in by_class.items()}
    for matter in MATTERS:
        of_it = {SenderClass(of): figure for (of, its), figure in by_matter.items() if its == matter}
        yield FigureQuestion(agency, PERIOD, below, matter), of_it
    of_months = {one: tables.by_month(one) for one in CLASSES}
    for month in months_between(PERIOD):
        of_it = {one: figures[month] for one, figures in of_months.items() if month in figures}
        yield FigureQuestion(agency, widened(Period(first_day(month), first_day(month))), below), of_it
    of_agencies = {one: tables.by_agency(one) for one in CLASSES} if below else {}
    for child in (SCIENCE, FINANCE, COMMUNE) if below else ():
        of_it = {one: figures[child] for one, figures in of_agencies.items() if child in figures}
        yield FigureQuestion(child, PERIOD, below=True), of_it


async def letter_by_letter(
    database: Database, question: FigureQuestion, sees: Collection[str], sees_below: Collection[str]
) -> dict[SenderClass, Figure]:
    async with database.read() as session:
        found = await response_times(session, question, sees, NOW, sees_below=sees_below)
    return {row.sender_class: row.figure for row in found.rows if has_letters(row.figure)}


def has_letters(figure: Figure) -> bool:
    counts = figure.counts
    return figure.count + counts.passed_on + counts.no_answer + counts.returned + counts.merged > 0


@database_examples(8)
@given(seed=st.integers(0, 2**32), few=st.integers(0, 120), many=st.sampled_from([0, 90, 400]))
def test_columns_of_random_letters_come_to_the_figures_of_the_letters(
    seed: int, few: int, many: int, databases: FreshDatabases, province_template: str
) -> None:
    with copied(databases, province_template) as url:
        asyncio.run(of_random_letters(url, seed, few, many))


@database_examples(6)
@given(data=st.data())
def test_columns_of_random_facts_come_to_the_figures_of_the_letters(
    data: st.DataObject, databases: FreshDatabases, province_template: str
) -> None:
    records, deliveries = data.draw(correspondence())
    acts = data.draw(st.lists(ACTS, max_size=5))
    with copied(databases, province_template) as url:
        asyncio.run(of_random_facts(url, records, deliveries, acts))


async def test_the_age_of_each_open_letter_is_read_to_the_second(database: Database) -> None:
    moment: datetime = bounds(202601)[0] + timedelta(days=4, hours=8)  # Monday 5 January, 08:00
    letter = one_letter(Random(3), 1, many=True)
    letter.standing, letter.waiting, letter.answered_at, letter.turn_since = "senders_turn", True, None, moment
    letter.own_seconds, letter.received_at, letter.month = 3_600, moment, 202601
    async with database.write() as session:
        session.add(letter)
    async with database.read() as session:
        found = await figure_tables(session, SCIENCE, PERIOD, {SCIENCE}, {SCIENCE}, NOW, below=False)

    assert found.open_waits(SenderClass.CITIZEN).tolist() == [3_600]  # it is the sender's turn: its clock stands
    assert found.figure(SenderClass.CITIZEN).oldest_open == 3_600
    assert found.open_waits(SenderClass.BUSINESS).tolist() == []
