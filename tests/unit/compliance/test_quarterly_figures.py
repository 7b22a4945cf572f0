"""What a quarterly report says are the figures of the services, and what a test counts from the facts itself."""

from collections import Counter
from datetime import date, timedelta

import pytest

from backend.compliance import checking, register, service
from backend.compliance.mandatory_kinds import is_mandatory, mandatory_kinds
from backend.compliance.models import IssuedDocument
from backend.compliance.paper_saved import TotalSaving
from backend.compliance.quarter import Quarter
from backend.compliance.quarterly_terms import PaperCounts
from backend.compliance.service import Clerk
from backend.compliance.terms import NewDocument, NewLine, Reason
from backend.correspondence.figure_terms import FigureQuestion
from backend.correspondence.figures import response_times
from backend.correspondence.terms import SenderClass
from backend.db import Database
from backend.directory.models import Agency
from backend.errors import UsageError
from tests.unit.compliance.quarterly_office import (
    FINANCE_BOX,
    LETTERS,
    MONDAY,
    QUARTER,
    TAKEN_AT,
    letters,
    opened,
    read,
    registered,
    row,
)
from tests.unit.compliance.quarterly_office import of as of_agency
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CLERK_BOX, COMMUNE, FINANCE, NOW, SCIENCE

HOUR = 3600


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


async def test_response_times_are_those_of_the_service_and_of_the_letters_themselves(
    office: Office, database: Database
) -> None:
    await letters(office, CLERK_BOX, LETTERS)
    found = await read(database, SCIENCE)

    [citizens] = [one for one in found.whole.rows if one.sender_class is SenderClass.CITIZEN]
    figure = citizens.figure
    # By hand: answered after 0:30, 1, 2, 3 and 3:30 hours, one of six open. Half of six: the third shortest; nine
    # tenths of them are not answered. The open one was due a week before, so five of six were in time.
    assert (figure.count, figure.counts.answered, figure.open) == (6, 5, 1)
    assert (figure.median.value, figure.p90.value) == (2 * HOUR, None)
    assert (figure.on_time.of, figure.on_time.value) == (6, 5 / 6)
    # Tuesday 14:00-17:00, 8 hours on each of 10 working days (a Saturday among them), Tuesday 07:30-08:00
    assert figure.oldest_open == (3 + 10 * 8 + 0.5) * HOUR

    async with database.read() as session:
        asked = FigureQuestion(SCIENCE, QUARTER.period)
        direct = await response_times(session, asked, {SCIENCE}, TAKEN_AT)
    assert [one.figure for one in direct.rows if one.sender_class is SenderClass.CITIZEN] == [figure]
    assert of_agency(found, SCIENCE).times.rows == found.whole.rows


async def test_few_letters_are_hidden_and_so_is_what_would_give_them_away(office: Office, database: Database) -> None:
    await letters(office, CLERK_BOX, LETTERS)
    await letters(office, FINANCE_BOX, [(MONDAY, 1), (MONDAY, 2), (MONDAY, None)], first=50)
    found = await read(database)

    assert [row.figure.count for row in found.whole.rows if row.sender_class is SenderClass.CITIZEN] == [9]
    for code in (SCIENCE, FINANCE):
        times = of_agency(found, code).times
        assert times.hidden == (SenderClass.CITIZEN,)
        assert sum(row.figure.count for row in times.rows) == 0
    assert (await read(database, FINANCE)).whole.hidden == (SenderClass.CITIZEN,)
    # Alone it would be enough, but beside the province's figure it gives the other away.
    assert (await read(database, SCIENCE)).whole.hidden == (SenderClass.CITIZEN,)


async def test_checks_are_the_sum_of_what_is_said_of_each_day(office: Office, database: Database) -> None:
    await letters(office, CLERK_BOX, LETTERS)
    await opened(database, 10, MONDAY + timedelta(minutes=10))
    await opened(database, 60, vietnam("2026-01-15 09:30"))
    counts = of_agency(await read(database), SCIENCE).checks

    states: Counter[str] = Counter()
    for number in range(19):
        async with database.read() as session:
            day = await checking.checks(session, SCIENCE, date(2026, 1, 1 + number), TAKEN_AT)
        states.update(window.state for box in day.boxes for window in box.windows)
    assert (counts.kept, counts.missed, counts.unseen) == (states["kept"], states["missed"], states["unseen"])
    assert (counts.kept, counts.missed) == (20, 40)


async def test_days_read_at_once_are_the_days_read_one_by_one(office: Office, database: Database) -> None:
    await letters(office, CLERK_BOX, LETTERS)
    await opened(database, 30, vietnam("2026-01-12 14:00"))
    since, until = date(2026, 1, 4), date(2026, 1, 25)
    async with database.read() as session:
        together = await checking.checks_between(session, SCIENCE, since, until, TAKEN_AT)
        alone = [await checking.checks(session, SCIENCE, one.day, TAKEN_AT) for one in together]

    assert [one.day for one in together] == [since + timedelta(days=number) for number in range(22)]
    assert together == alone


async def test_papers_are_counted_by_what_became_of_them(database: Database) -> None:
    await registered(database, row(1, "Quyết định"), row(2, "Lịch công tác"), row(3, "lịch công tác"))
    await registered(database, row(4, "Tài liệu họp"), row(9, "Quyết định", date(2025, 12, 31)))
    clerk = Clerk(CLERK_BOX, "VAN")
    paper = NewDocument(
        "F" * 22,
        "7/QĐ-SKHCN",
        "QĐ",
        MONDAY.date(),
        12,
        1,
        (NewLine(1, "UBND xã Phú Lương", COMMUNE, "", Reason.NO_BOX),),
    )
    async with database.write() as session:
        await register.state_reason(session, SCIENCE, 2026, "03/SKHCN", Reason.OTHER_SYSTEM, clerk, NOW)
        await service.record(session, SCIENCE, paper, clerk, NOW)
    found = of_agency(await read(database), SCIENCE)

    assert found.papers == PaperCounts(settled=1, excused=1, unmailed=3)
    assert found.mandatory == PaperCounts(settled=0, excused=1, unmailed=2)
    assert found.saved == TotalSaving(sheets=0, sheets_two_sided=0, documents=1, uncounted=0)
    async with database.read() as session:
        unmailed = await register.unmailed(session, SCIENCE, QUARTER.period.since, QUARTER.period.until)
    assert sum(one.reason is None for one in unmailed) == found.papers.unmailed


async def test_no_paper_is_passed_over_however_many_there_are(database: Database) -> None:
    async with database.write() as session:
        for number in range(203):
            session.add(
                IssuedDocument(
                    agency_code=SCIENCE,
                    id=f"D{number}",
                    fingerprint=f"{number:022}",
                    symbol=f"{number + 100}/SKHCN",
                    kind="CV",
                    issued_on=MONDAY.date(),
                    pages=1,
                    copies=1,
                    recorded_at=NOW,
                    recorded_by="VAN",
                )
            )
    assert of_agency(await read(database), SCIENCE).papers == PaperCounts(unmailed=203)


async def test_a_quarter_without_data_has_every_working_day_among_its_gaps(database: Database) -> None:
    gaps = (await read(database, now=vietnam("2026-04-02 08:00"))).gaps

    assert len(gaps.days_without_letters) == len(gaps.days_without_openings) == gaps.working_days == 58
    assert not gaps.is_running
    assert gaps.without_box == ("Ủy ban nhân dân tỉnh Thái Nguyên", "Ủy ban nhân dân xã Phú Lương")


async def test_days_with_letters_or_openings_are_no_gaps(office: Office, database: Database) -> None:
    await letters(office, CLERK_BOX, LETTERS)
    await opened(database, 10, MONDAY + timedelta(minutes=10))
    gaps = (await read(database)).gaps

    assert gaps.is_running
    assert date(2026, 1, 5) not in (*gaps.days_without_letters, *gaps.days_without_openings)
    assert date(2026, 1, 6) in gaps.days_without_openings
    assert gaps.days_without_letters == tuple(date(2026, 1, day) for day in (10, 12, 13, 14, 15, 16, 19))


@pytest.mark.parametrize(
    ("now", "since", "gone"),
    [
        ("2026-03-18 08:00", None, False),
        ("2026-04-02 08:00", date(2026, 1, 16), False),  # 90 days before, and the fortnight a letter may have lain
        ("2026-08-01 08:00", None, True),
    ],
)
async def test_checks_whose_details_are_deleted_are_not_counted(
    database: Database, now: str, since: date | None, gone: bool
) -> None:
    found = await read(database, now=vietnam(now))

    assert (found.gaps.checks_since, found.gaps.checks_gone) == (since, gone)
    assert (of_agency(found, SCIENCE).checks.kept == 0) == gone


async def test_an_agency_that_is_none_of_the_quarters_is_refused(database: Database) -> None:
    async with database.write() as session:
        session.add(Agency(code="H55.90", name="Sở Cũ", kind="department", parent="H55", valid_to=date(2025, 7, 1)))
    for code in ("H55.90", "H99"):
        with pytest.raises(UsageError, match=f"no agency '{code}' existed in this quarter"):
            await read(database, code)
    with pytest.raises(UsageError, match="2026Q2: no day of it is over yet"):
        await read(database, quarter=Quarter(2026, 2))


def test_a_quarter_is_read_and_the_last_one_that_is_over_is_found() -> None:
    assert Quarter.read("2026q4").period.since == date(2026, 10, 1)
    assert Quarter.read("2026Q4").period.until == date(2026, 12, 31)
    assert Quarter.ended_before(vietnam("2026-01-01 00:30")) == Quarter(2025, 4)
    assert Quarter.ended_before(vietnam("2026-12-31 23:30")) == Quarter(2026, 3)
    with pytest.raises(UsageError, match="no quarter like 2026Q4"):
        Quarter.read("Q4/2026")


def test_kinds_that_a_rule_names_by_themselves_are_mandatory() -> None:
    assert [kind.code for kind in mandatory_kinds()] == ["TLH", "LCT"]
    assert is_mandatory(" Lịch công tác ")
    assert not is_mandatory("Báo cáo")  # only if its words say "để biết", which nobody keeps
