"""What follows when the directory moves, and what is forgotten."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from backend.classification import service
from backend.classification.declarations import BrowserReport
from backend.compliance import purge_queries, purging
from backend.compliance.models import RegisterEntry
from backend.correspondence.models import Correspondence, Correspondent, Fact, LetterReference, LetterToken
from backend.correspondence.terms import SenderClass
from backend.directory.importer import import_files
from backend.worker.upkeep import Upkeep, listed
from tests.unit.directory_key import DIRECTORY_KEY
from tests.unit.journal_lines import BUSINESS, CITIZEN, vietnam
from tests.unit.small_province import CLERK_BOX, SCIENCE
from tests.unit.worker.conftest import MONDAY, Office

BUSINESSES = b"address,name,agency\n@doanhnghiep.example,C\xc3\xb4ng ty,H55.05\n"
WEEK = "agency,valid_from,hours,source\nH55.05,2026-01-01,mon-fri 08:00-12:00,Quyết định 1\n".encode()
NEW_BOX = f"address,agency,kind,published\n{CITIZEN},H55.07,agency,yes\n".encode()


async def test_agencies_where_nobody_opens_denunciations_are_told_once_a_day(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """By their codes, whether or not a letter came."""
    await office.rounds(3)
    assert [one.getMessage() for one in caplog.records if "named receiver" in one.getMessage()] == [
        (
            "no named receiver, so nobody sees letters that may be denunciations or complaints: agencies H55.05, "
            "H55.07 (mend it in officials.csv: role named_receiver, on a log-in of one's own)"
        )
    ]


def test_of_hundreds_of_agencies_the_first_are_named_and_the_others_counted() -> None:
    codes = [f"H55.{number:03}" for number in range(1, 24)]
    assert listed(codes[:2]) == "H55.001, H55.002"
    assert listed(codes).endswith("H55.019, H55.020 and 3 more")


async def change_directory(office: Office, name: str, data: bytes) -> None:
    async with office.database.write() as session:
        await import_files(session, {name: data}, MONDAY, DIRECTORY_KEY)
    await office.rounds(3)


async def test_a_business_entered_later_is_one_for_its_earlier_letters_too(office: Office) -> None:
    office.letter(1, MONDAY, BUSINESS)
    await office.rounds(3)
    assert [letter.sender_class for letter in await office.letters()] == [SenderClass.CITIZEN]

    await change_directory(office, "businesses.csv", BUSINESSES)

    assert [letter.sender_class for letter in await office.letters()] == [SenderClass.BUSINESS]
    assert len(office.mail_server.taken) == 1


async def test_an_agencys_corrected_week_changes_figures_and_due_dates_not_facts(office: Office) -> None:
    office.letter(1, MONDAY)
    office.answer(2, MONDAY + timedelta(hours=6), CITIZEN, "1@mail.example")
    await office.rounds(3)
    [before] = await office.letters()

    await change_directory(office, "weeks.csv", WEEK)

    [after] = await office.letters()
    assert before.working_seconds == int(timedelta(hours=4, minutes=30).total_seconds())
    assert after.working_seconds == int(timedelta(hours=4).total_seconds()) - 2
    assert after.due_at == vietnam("2026-01-10 12:00")
    assert (after.id, after.received_at) == (before.id, before.received_at)


async def test_a_sender_who_turns_out_official_wrote_no_citizens_letter(office: Office) -> None:
    office.letter(1, MONDAY)
    await office.rounds(3)
    await change_directory(office, "mailboxes.csv", NEW_BOX)

    assert await office.letters() == []
    async with office.database.read() as session:
        assert len(list(await session.scalars(select(Fact).where(Fact.kind == "checked")))) == 1


async def test_a_reference_code_outlives_every_recomputation(office: Office) -> None:
    office.letter(1, MONDAY, BUSINESS)
    await office.rounds(3)
    async with office.database.read() as session:
        before = (await session.scalars(select(LetterReference.code))).one()
    await change_directory(office, "businesses.csv", BUSINESSES)

    async with office.database.read() as session:
        assert (await session.scalars(select(LetterReference.code))).one() == before


async def test_when_nothing_moved_nothing_is_derived_again(office: Office) -> None:
    await office.rounds(3)
    upkeep = Upkeep(office.settings, office.database, office.clock)

    assert not await upkeep.follow_ground()


async def test_a_citizens_address_is_erased_24_months_after_the_last_answer_and_figures_stay(office: Office) -> None:
    office.letter(1, MONDAY)
    office.answer(2, MONDAY + timedelta(hours=1), CITIZEN, "1@mail.example")
    office.letter(3, MONDAY, "con.cho@nguoidan.example")
    await office.rounds(3)
    upkeep = Upkeep(office.settings, office.database, office.clock)

    office.clock.set(MONDAY + timedelta(days=729))
    await upkeep.forget()
    assert await addresses(office) == ["con.cho@nguoidan.example", CITIZEN]

    office.clock.set(MONDAY + timedelta(days=731))
    await upkeep.forget()
    assert await addresses(office) == ["con.cho@nguoidan.example"]
    assert [letter.working_seconds for letter in await office.letters() if letter.answered_at] == [3600]


async def addresses(office: Office) -> list[str]:
    async with office.database.read() as session:
        found = await session.scalars(select(Correspondent.address).where(Correspondent.address.is_not(None)))
        return sorted(address for address in found if address)


async def test_old_refusals_and_tokens_are_forgotten(office: Office) -> None:
    office.letter(1, MONDAY)
    office.answer(2, MONDAY + timedelta(hours=1), CITIZEN, "1@mail.example")
    office.write_journal(
        {"seq": 9, "at": MONDAY.isoformat(), "kind": "refused", "id": "v", "direction": "inbound", "agency": "H55.05"}
    )
    await office.rounds(3)
    office.letter(4, MONDAY + timedelta(hours=2))
    await office.rounds(3)
    upkeep = Upkeep(office.settings, office.database, office.clock)
    office.clock.set(MONDAY + timedelta(days=91))
    await upkeep.forget()

    async with office.database.read() as session:
        kept = list(await session.scalars(select(Fact).where(Fact.kind == "refused")))
        tokens = (
            await session.execute(
                select(Correspondence.answered_at.is_(None), LetterToken.token_hash.is_(None)).outerjoin(
                    LetterToken, LetterToken.correspondence_id == Correspondence.id
                )
            )
        ).all()
    assert kept == []
    assert sorted(map(tuple, tokens)) == [(False, True), (True, False)]


async def test_reports_of_the_browser_find_their_submissions(office: Office) -> None:
    report = BrowserReport("F" * 22, "allow", "none", (), "1", None, None, 5)
    async with office.database.write() as session:
        service.report_verdicts(session, CLERK_BOX, "H55.05", [report], MONDAY)
    office.letter(1, MONDAY)
    office.answer(2, MONDAY + timedelta(hours=1), CITIZEN, "1@mail.example")
    await office.rounds()
    office.clock.set(MONDAY + timedelta(hours=1, minutes=1))
    await office.rounds(1)

    async with office.database.read() as session:
        found = await service.gate_differences(session, "H55.05", MONDAY, MONDAY + timedelta(days=1))
    assert list(found) == []


async def test_papers_that_are_kept_no_longer_are_forgotten_and_later_ones_stay(office: Office) -> None:
    async with office.database.write() as session:
        for year in (2019, 2020, 2021):
            session.add(
                RegisterEntry(
                    agency_code=SCIENCE, year=year, symbol="01/QĐ-X", issued_on=date(year, 3, 4), kind="Quyết định",
                    mailable=True, reason="", imported_at=MONDAY,
                )
            )  # fmt: skip
    await office.rounds(1)

    async with office.database.read() as session:
        assert list(await session.scalars(select(RegisterEntry.year))) == [2021]
        assert len(await purge_queries.last_entries(session, purging.DEED, 10)) == 2
