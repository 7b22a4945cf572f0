"""The signed history: what was the official address on a day, known when, entered by whom; a change by hand shows."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from joserfc.jwk import OKPKey
from sqlalchemy import delete, text, update

from backend.db import Database
from backend.directory.history import SIGNED_EVERY, Trust
from backend.directory.importer import import_files
from backend.directory.models import DirectoryChange, DirectorySignature, Mailbox
from backend.directory.official_address import AddressesOn, official_addresses
from backend.directory.verifying import Verified, verify
from tests.unit.directory.conftest import NOW, PROVINCE, take_over
from tests.unit.directory_key import DIRECTORY_KEY

TRUST = Trust([DIRECTORY_KEY])
HEADER = "address,agency,kind,published,published_from,published_to,decision_number\n"
FIRST = HEADER + "sokhcn@thainguyen.gov.vn,H55.05,agency,yes,2024-01-15,,12/QĐ-UBND\n"
MOVED = HEADER + (
    "sokhcn@thainguyen.gov.vn,H55.05,agency,yes,2024-01-15,2025-07-01,12/QĐ-UBND\n"
    "khcn@thainguyen.gov.vn,H55.05,agency,yes,2025-07-01,,900/QĐ-UBND\n"
)


async def verified(database: Database, trust: Trust = TRUST) -> Verified:
    async with database.read() as session:
        return await verify(session, trust)


async def asked(database: Database, day: date, known_at: datetime = datetime(2026, 6, 1, tzinfo=UTC)) -> AddressesOn:
    async with database.read() as session:
        return await official_addresses(session, "H55.05", day, known_at, TRUST)


def told(answer: AddressesOn) -> Sequence[tuple[str, str, bool]]:
    return [(one.address, one.decision_number, one.proof.holds) for one in answer.addresses]


@pytest.fixture
async def moved(province: Database) -> Database:
    """The department's box as of 2024, entered in January; the one since July 2025, entered in February."""
    await take_over(province, {"m.csv": FIRST}, datetime(2026, 1, 6, tzinfo=UTC))
    await take_over(province, {"m.csv": MOVED}, datetime(2026, 2, 1, tzinfo=UTC))
    return province


async def test_the_official_address_on_a_day_is_that_of_the_decision_then_in_force(moved: Database) -> None:
    assert told(await asked(moved, date(2024, 3, 1))) == [("sokhcn@thainguyen.gov.vn", "12/QĐ-UBND", True)]
    assert told(await asked(moved, date(2025, 6, 30))) == [("sokhcn@thainguyen.gov.vn", "12/QĐ-UBND", True)]
    assert told(await asked(moved, date(2025, 7, 1))) == [("khcn@thainguyen.gov.vn", "900/QĐ-UBND", True)]
    assert told(await asked(moved, date(2024, 1, 14))) == []


async def test_what_was_known_on_a_day_is_told_apart_from_what_was_so(moved: Database) -> None:
    before = await asked(moved, date(2025, 8, 1), known_at=datetime(2026, 1, 20, tzinfo=UTC))
    [since] = (await asked(moved, date(2025, 8, 1))).addresses

    assert told(before) == [("sokhcn@thainguyen.gov.vn", "12/QĐ-UBND", True)]
    assert (since.proof.entered_at, since.proof.revision) == (datetime(2026, 2, 1, tzinfo=UTC), 3)


async def test_an_address_says_when_it_was_first_entered_though_it_was_changed_since(moved: Database) -> None:
    [address] = (await asked(moved, date(2024, 3, 1))).addresses

    assert address.proof.entered_at == datetime(2026, 1, 6, tzinfo=UTC)
    assert (address.valid_from, address.valid_to) == (date(2024, 1, 15), date(2025, 7, 1))


async def test_a_box_taken_back_without_a_day_was_official_while_the_directory_showed_it(province: Database) -> None:
    unpublished = "address,agency,kind,published\nsokhcn@thainguyen.gov.vn,H55.05,agency,no\n"
    await take_over(province, {"m.csv": unpublished}, datetime(2026, 3, 1, tzinfo=UTC))

    assert told(await asked(province, date(2026, 2, 1))) == [("sokhcn@thainguyen.gov.vn", "", True)]
    assert told(await asked(province, date(2026, 3, 2))) == []


async def test_the_name_is_the_one_of_that_day(province: Database) -> None:
    names = "agency,former_name,valid_from,valid_to\nH55.05,Sở Khoa học,2003-01-01,2008-05-01\n"
    await take_over(province, {"n.csv": names})

    assert (await asked(province, date(2008, 4, 30))).agency_name == "Sở Khoa học"
    assert (await asked(province, date(2008, 5, 1))).agency_name == "Sở Khoa học và Công nghệ"


async def test_a_history_that_nobody_touched_verifies(moved: Database) -> None:
    found = await verified(moved)

    assert (found.problems, found.head.revision, found.signatures) == ([], 3, 3)


async def test_a_row_changed_by_hand_is_found(moved: Database) -> None:
    async with moved.write() as session:
        await session.change(update(Mailbox).where(Mailbox.kind == "role").values(agency_code="H55.40"))

    assert (await verified(moved)).problems == [
        "mailbox tiepdan@thainguyen.gov.vn was changed outside the history",
        "mailbox ttcntt@gmail.com was changed outside the history",
    ]


async def test_a_row_added_by_hand_is_found(moved: Database) -> None:
    async with moved.write() as session:
        session.add(Mailbox(address="x@x.vn", agency_code="H55", kind="agency", published_at=NOW))

    assert (await verified(moved)).problems == ["mailbox x@x.vn was changed outside the history"]


async def last_seq(database: Database) -> int:
    return (await verified(database)).head.seq


async def test_a_change_rewritten_with_its_hash_breaks_the_chain_and_the_proof(moved: Database) -> None:
    seq = (await asked(moved, date(2024, 3, 1))).addresses[0].proof.seq
    async with moved.write() as session:
        change = await session.get(DirectoryChange, seq)
        assert change is not None
        change.at = datetime(2020, 1, 1, tzinfo=UTC)

    assert f"change {seq} is not what was signed, or one before it is missing" in (await verified(moved)).problems
    assert told(await asked(moved, date(2024, 3, 1))) == [("sokhcn@thainguyen.gov.vn", "12/QĐ-UBND", False)]


async def test_changes_cut_off_at_the_end_are_missed(moved: Database) -> None:
    last = await last_seq(moved)
    async with moved.write() as session:
        await session.change(delete(DirectoryChange).where(DirectoryChange.seq == last))

    problems = (await verified(moved)).problems
    assert f"changes up to {last} were signed, and are missing" in problems


async def test_a_missing_signature_is_told(moved: Database) -> None:
    last = await last_seq(moved)
    async with moved.write() as session:
        await session.change(delete(DirectorySignature).where(DirectorySignature.seq == last))

    [problem] = (await verified(moved)).problems
    assert problem.endswith(f"to {last} have no signature")


async def test_another_key_is_not_believed(moved: Database) -> None:
    stranger = Trust([OKPKey.generate_key("Ed25519", private=True)])

    problems = (await verified(moved, stranger)).problems
    assert len([one for one in problems if "not by a trusted key" in one]) == 3


async def test_an_old_and_a_new_key_are_believed_together(province: Database) -> None:
    new = OKPKey.generate_key("Ed25519", private=True)
    async with province.write() as session:
        await import_files(session, {"m.csv": FIRST.encode()}, NOW, new)

    assert (await verified(province, Trust([DIRECTORY_KEY, new]))).problems == []
    assert len((await verified(province, Trust([new]))).problems) == 1


async def test_a_directory_from_before_its_history_is_adopted_at_the_next_import(province: Database) -> None:
    async with province.write() as session:
        for table in ("directory_change", "directory_signature"):
            await session.execute(text(f"delete from {table}"))
    await take_over(province, {"m.csv": FIRST})

    found = await verified(province)
    assert (found.problems, found.signatures) == ([], 2)


async def test_a_long_revision_is_signed_on_the_way(database: Database) -> None:
    boxes = "".join(f"b{number}@x.gov.vn,H55,personal,no\n" for number in range(SIGNED_EVERY))
    await take_over(database, PROVINCE | {"b.csv": "address,agency,kind,published\n" + boxes})

    found = await verified(database)
    assert (found.problems, found.signatures) == ([], 3)


async def test_what_was_changed_by_hand_and_put_right_stays_on_record(moved: Database) -> None:
    async with moved.write() as session:
        box = Mailbox.address == "phuluong@thainguyen.gov.vn"
        await session.change(update(Mailbox).where(box).values(kind="role"))
    again = "address,agency,kind,published\nphuluong@thainguyen.gov.vn,H55.40,agency,yes\n"
    assert (await take_over(moved, {"m.csv": again})).changed == 1

    found = await verified(moved)
    assert found.problems == []
    assert found.notes == [f"before change {found.head.seq}, mailbox phuluong@thainguyen.gov.vn was changed by hand"]
