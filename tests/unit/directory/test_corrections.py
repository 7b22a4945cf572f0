"""What an agency chose for an entry is remembered for it, until it is taken back or the agency chosen is no more."""

from datetime import date, timedelta

import pytest

from backend.db import Database
from backend.directory import corrections, service
from backend.directory.corrections import Chooser
from backend.directory.models import Agency, AgencySuccession, Mailbox, Official
from backend.directory.terms import RecipientEntry
from backend.errors import UsageError
from tests.unit.directory.conftest import NOW

ENTRY = "UBND xa Van Lang"
CLERK = Chooser("H55.05", "sokhcn@thainguyen.gov.vn", "CLERK")
LATER = NOW + timedelta(days=30)


@pytest.fixture
async def twins(province: Database) -> Database:
    """Two communes that only an accent tells apart, and a clerk by a known id."""
    async with province.write() as session:
        for code, name, box in (("H55.50", "Văn Lang", "vanlang"), ("H55.51", "Văn Lăng", "vanlang.donghy")):
            session.add(Agency(code=code, name=f"Ủy ban nhân dân xã {name}", kind="commune", parent="H55"))
            await session.flush()
            address = f"{box}@thainguyen.gov.vn"
            session.add(Mailbox(address=address, agency_code=code, kind="agency", published_at=NOW))
        session.add(Official(id="CLERK", name="Nguyễn Thị Vân", post="Văn thư", agency_code="H55.05"))
    return province


async def resolved(database: Database, text: str = ENTRY, agency: str | None = "H55.05") -> RecipientEntry:
    async with database.read() as session:
        [entry] = await service.resolve_recipients(session, [text], LATER, agency)
    return entry


async def remember(database: Database, *codes: str, text: str = ENTRY) -> None:
    async with database.write() as session:
        await corrections.remember(session, text, codes, CLERK, NOW)


async def test_a_choice_is_followed_next_time_and_says_whose_it_was(twins: Database) -> None:
    assert [question.reason for question in (await resolved(twins)).questions] == ["confusable"]

    await remember(twins, "H55.51")

    entry = await resolved(twins, "-  UBND xa Van Lang (để b/c);")
    assert [(match.agency_code, match.reason) for match in entry.matches] == [("H55.51", "remembered")]
    assert (entry.state, entry.questions) == ("resolved", ())
    assert [(memory.chosen_by, memory.chosen_at) for memory in entry.memories] == [("Nguyễn Thị Vân", NOW)]


async def test_another_agency_is_asked_all_the_same(twins: Database) -> None:
    await remember(twins, "H55.51")
    assert (await resolved(twins, agency="H55.40")).state == "ask"
    assert (await resolved(twins, agency=None)).state == "ask"


async def test_a_choice_taken_back_is_asked_again(twins: Database) -> None:
    await remember(twins, "H55.51")
    async with twins.write() as session:
        await corrections.forget(session, ENTRY, CLERK, NOW)
    assert (await resolved(twins)).state == "ask"


async def test_of_two_choices_the_later_one_stands(twins: Database) -> None:
    await remember(twins, "H55.51")
    await remember(twins, "H55.50")
    assert [match.agency_code for match in (await resolved(twins)).matches] == ["H55.50"]


async def test_an_entry_that_names_another_province_is_another_entry(twins: Database) -> None:
    await remember(twins, "H55.50", text="UBND xã Văn Lang")
    assert (await resolved(twins, "UBND xã Văn Lang (tỉnh Lào Cai)")).matches == ()
    assert (await resolved(twins, "UBND xã Văn Lang, tỉnh Lào Cai")).matches == ()


async def test_a_choice_is_asked_anew_once_the_agency_is_no_more(twins: Database) -> None:
    await remember(twins, "H55.51")
    ended = date(2026, 1, 20)
    async with twins.write() as session:
        gone = await session.get(Agency, "H55.51")
        assert gone is not None
        gone.valid_to = ended
        session.add(AgencySuccession(predecessor="H55.51", successor="H55.40", kind="merged", on_date=ended))

    entry = await resolved(twins)
    assert entry.matches == ()
    [question] = entry.questions
    assert question.reason == "remembered_gone"
    assert [match.agency_code for match in question.candidates] == ["H55.40"]


async def test_one_part_of_a_list_may_be_chosen(twins: Database) -> None:
    listed = "UBND xã Phú Lương, UBND xa Van Lang"
    [question] = (await resolved(twins, listed)).questions
    await remember(twins, "H55.50", text=question.text)
    entry = await resolved(twins, listed)
    assert [match.agency_code for match in entry.matches] == ["H55.40", "H55.50"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [("", ["H55.50"]), ("x" * 400, ["H55.50"]), (ENTRY, []), (ENTRY, ["H99"]), (ENTRY, ["H55.50"] * 1 + ["H99"])],
)
async def test_what_cannot_be_remembered_is_refused(twins: Database, text: str, codes: list[str]) -> None:
    with pytest.raises(UsageError):
        await remember(twins, *codes, text=text)
