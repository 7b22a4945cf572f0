"""The index is a process's own copy: it must become what the directory says, whatever befalls its file."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.db import Database
from backend.directory.queries import officials_of_login
from backend.directory.search import LOOKED_AT_EVERY, DirectorySearch
from backend.directory.search_file import bring
from backend.directory.search_place import SearchPlace
from backend.directory.service import principal_of
from tests.unit.directory.conftest import NOW, PROVINCE, take_over
from tests.unit.directory.searchable import AT_HEALTH, index_of, local_parts, province


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def search(database: Database, clock: FixedClock, tmp_path: Path) -> AsyncIterator[DirectorySearch]:
    await take_over(database, PROVINCE)
    search = DirectorySearch(database, clock, tmp_path / "state")
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


@pytest.mark.parametrize("damage", ["overwritten", "without its tables"])
async def test_a_broken_file_is_made_anew(
    search: DirectorySearch, database: Database, tmp_path: Path, damage: str
) -> None:
    await found(search, database, "so")
    (file,) = (tmp_path / "state").glob("search-*/directory.sqlite")
    if damage == "overwritten":
        for name in (file, *file.parent.glob(f"{file.name}-*")):
            name.write_bytes(b"no database at all" * 1000)
    else:
        with sqlite3.connect(file) as connection:
            connection.execute("DROP TABLE own")
        connection.close()

    assert (await found(search, database, "so tttt"))[0] == "sokhcn"


async def test_two_who_ask_first_at_once_get_the_same_answer(search: DirectorySearch, database: Database) -> None:
    answers = await asyncio.gather(*(found(search, database, "so tttt") for _ in range(4)))

    assert answers == [answers[0]] * 4
    assert answers[0][0] == "sokhcn"


async def test_nothing_is_left_on_the_disk(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    await take_over(database, PROVINCE)
    search = DirectorySearch(database, clock, tmp_path / "state")
    await search.find("so", 5)
    await search.close()

    assert list((tmp_path / "state").iterdir()) == []


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    everybody = province()
    index_of(tmp_path, everybody).close()
    file = tmp_path / "directory.sqlite"

    assert bring(file, everybody, 2) == 0
    assert bring(file, everybody[1:], 3) == 1
    assert bring(file, everybody, 4) == 1


def test_a_reader_sees_the_directory_before_a_change_until_it_is_whole(tmp_path: Path) -> None:
    everybody = province()
    before = [one for one in everybody if one.entry.title != "Nguyễn Văn An"]
    index = index_of(tmp_path, before)

    assert "annv.sokhcn" not in local_parts(index, "nguyen van an", AT_HEALTH)
    bring(tmp_path / "directory.sqlite", everybody, 2)
    assert "annv.sokhcn" in local_parts(index, "nguyen van an", AT_HEALTH)
    index.close()


def test_a_change_that_fails_halfway_changes_nothing(tmp_path: Path) -> None:
    everybody = province()
    index = index_of(tmp_path, everybody[:5])
    twice = [*everybody, everybody[0]]

    with pytest.raises(sqlite3.IntegrityError):
        bring(tmp_path / "directory.sqlite", twice, 2)
    assert local_parts(index, "yen binh") == []
    index.close()


def test_what_a_killed_process_left_behind_goes_and_what_a_living_one_uses_stays(tmp_path: Path) -> None:
    killed, living = tmp_path / "search-killed", SearchPlace(tmp_path)
    killed.mkdir()
    for left in ("in-use", "directory.sqlite"):
        (killed / left).touch()

    another = SearchPlace(tmp_path)

    assert not killed.exists()
    assert living.path.exists()
    for place in (living, another):
        place.remove()
    assert list(tmp_path.iterdir()) == []
