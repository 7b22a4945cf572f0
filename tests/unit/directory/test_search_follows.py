"""The index is a process's own copy: it must become what the directory says, change by change or read anew."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.clock import FixedClock
from backend.db import Database
from backend.directory.queries import officials_of_login
from backend.directory.search import LOOKED_AT_EVERY, DirectorySearch
from backend.directory.search_index import Row, SearchIndex
from backend.directory.service import principal_of
from tests.unit.directory.conftest import AGENCIES, MAILBOXES, NOW, OFFICIALS, PROVINCE, WEEKS, take_over
from tests.unit.directory.searchable import local_parts, province


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def search(database: Database, clock: FixedClock) -> AsyncIterator[DirectorySearch]:
    await take_over(database, PROVINCE)
    search = DirectorySearch(database, clock)
    yield search
    await search.close()


async def found(
    search: DirectorySearch, database: Database, typed: str, login: str = "an.nguyen@thainguyen.gov.vn"
) -> list[str]:
    async with database.read() as session:
        principal = await principal_of(session, login, NOW)
    return [entry.address.partition("@")[0] for entry in await search.find(typed, 5, principal)]


async def followed(search: DirectorySearch, clock: FixedClock) -> None:
    """Until the index is what the directory says now."""
    clock.set(clock.now() + LOOKED_AT_EVERY)
    await search.find("x", 1)
    assert search._task is not None
    await search._task


async def test_the_directory_as_imported_can_be_searched(search: DirectorySearch, database: Database) -> None:
    assert (await found(search, database, "so tttt"))[0] == "sokhcn"
    assert await found(search, database, "an nguyen van") == ["an.nguyen"]
    assert (await found(search, database, "thi tran du"))[0] == "phuluong"  # a name it had before


async def test_whom_the_directory_does_not_know_finds_only_what_is_public(
    search: DirectorySearch, database: Database
) -> None:
    assert await found(search, database, "an nguyen van", login="ai.do@thu.example") == []
    assert [entry.address for entry in await search.find("tiep dan", 5)] == ["tiepdan@thainguyen.gov.vn"]


async def test_a_change_is_found_after_the_next_look(
    search: DirectorySearch, database: Database, clock: FixedClock
) -> None:
    assert await found(search, database, "tran thi moi") == []
    row = "Trần Thị Mới,Văn thư,H55.40,clerk,phuluong@thainguyen.gov.vn,"
    await take_over(database, {"officials.csv": f"name,post,agency,role,login,private_addresses\n{row}\n"})

    assert await found(search, database, "tran thi moi") == []  # two seconds have not passed
    await followed(search, clock)
    assert await found(search, database, "tran thi moi") == ["phuluong"]


async def test_who_leaves_office_is_no_longer_found_the_day_after(
    search: DirectorySearch, database: Database, clock: FixedClock
) -> None:
    async with database.write() as session:
        (leaving,) = await officials_of_login(session, "an.nguyen@thainguyen.gov.vn", NOW.date())
        leaving.valid_to = (NOW + timedelta(days=2)).date()

    assert await found(search, database, "nguyen van an") == ["an.nguyen"]
    clock.set(NOW + timedelta(days=2))
    await followed(search, clock)
    assert await found(search, database, "nguyen van an") == []


async def test_two_who_ask_first_at_once_get_the_same_answer(search: DirectorySearch, database: Database) -> None:
    answers = await asyncio.gather(*(found(search, database, "so tttt") for _ in range(4)))

    assert answers == [answers[0]] * 4
    assert answers[0][0] == "sokhcn"


ENTRIES = {one.entry.key: one for one in province()}
CHOSEN = st.sets(st.sampled_from(sorted(ENTRIES)))
TYPED = st.sampled_from(["nguyen", "n", "phu luong", "so", "giam doc so y te", "an", "3855123", "tphuluong", "yt", "v"])


@given(CHOSEN, st.lists(CHOSEN, max_size=3), TYPED)
def test_an_index_that_followed_finds_what_one_made_anew_finds(
    before: set[str], then: list[set[str]], typed: str
) -> None:
    index = SearchIndex.of(ENTRIES[key] for key in sorted(before))
    for now in then:
        index = index.changed({key: ENTRIES[key] if key in now else None for key in before ^ now}, 1)
        before = now
    anew = SearchIndex.of(ENTRIES[key] for key in sorted(before))

    assert sorted(local_parts(index, typed, first=50)) == sorted(local_parts(anew, typed, first=50))


def test_agencies_that_come_later_still_go_before_people() -> None:
    later = {key: one for key, one in ENTRIES.items() if key == "a:H55.40"}
    index = SearchIndex.of(one for key, one in ENTRIES.items() if key not in later)

    assert local_parts(index.changed({**later}, 1), "phuluong")[0] == "phuluong"


def test_who_searches_keeps_the_directory_begun_with() -> None:
    index = SearchIndex.of(ENTRIES.values())
    index.changed(dict.fromkeys(ENTRIES), 1)

    assert local_parts(index, "nguyen van an")[0] == "annv.sokhcn"


AN = "Nguyễn Văn An,Chuyên viên,H55.05,official,an.nguyen@thainguyen.gov.vn,an@thu.example"
ANH = "Nguyễn Văn Anh,Phó Giám đốc,H55.40,official,an.nguyen@thainguyen.gov.vn,"
TIEPDAN_UNPUBLISHED = "tiepdan@thainguyen.gov.vn,H55.05,role,no"
CHANGED_FILES = [
    {"mailboxes.csv": MAILBOXES.replace("tiepdan@thainguyen.gov.vn,H55.05", "tiepdan@thainguyen.gov.vn,H55.40")},
    {"mailboxes.csv": MAILBOXES.replace("phuluong@thainguyen.gov.vn,H55.40,agency,yes\n", "")},
    {"mailboxes.csv": MAILBOXES.replace("tiepdan@thainguyen.gov.vn,H55.05,role,yes", TIEPDAN_UNPUBLISHED)},
    {"officials.csv": OFFICIALS.replace(AN, ANH)},
    {"officials.csv": OFFICIALS.replace("head,giamdoc.sokhcn", "head,tiepdan")},
    {"officials.csv": OFFICIALS.replace("Chuyên viên,H55.05,official", "Chuyên viên,H55.05,head")},
    {"agencies.csv": AGENCIES.replace("Sở Khoa học và Công nghệ", "Sở Khoa học")},
    {"weeks.csv": WEEKS.replace("07:00", "07:30")},
]  # fmt: skip


@pytest.mark.parametrize("files", CHANGED_FILES)
async def test_every_entry_is_what_it_would_be_if_the_directory_were_read_anew(
    search: DirectorySearch, database: Database, clock: FixedClock, files: dict[str, str]
) -> None:
    await search.find("so", 1)
    for step in (files, PROVINCE):  # there and back
        await take_over(database, step)
        await followed(search, clock)
        anew = DirectorySearch(database, clock)
        await anew.find("so", 1)

        assert entries_of(search) == entries_of(anew)
        assert search._state
        assert anew._state
        assert search._state.index.seq == anew._state.index.seq
        assert search._state.revision == anew._state.revision


async def test_a_few_changes_are_taken_from_the_history_alone(
    search: DirectorySearch, database: Database, clock: FixedClock
) -> None:
    await search.find("so", 1)
    await take_over(database, {"officials.csv": OFFICIALS.replace("Chuyên viên,H55.05", "Trưởng phòng,H55.05")})
    await followed(search, clock)

    assert search._state
    assert search._state.index.changes == 4  # two at one desk, one leaves and another comes


def entries_of(search: DirectorySearch) -> dict[str, Row]:
    """Every entry by key, with what it is put in order by and found by."""
    assert search._state
    rows = search._state.index.matching([], 1_000, own=True)
    assert len(rows) == len({row.entry.key for row in rows})
    return {row.entry.key: row for row in rows}
