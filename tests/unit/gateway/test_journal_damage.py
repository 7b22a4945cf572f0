"""A failing disk takes records of the journal: what can be read is, what is lost is counted, nothing stands still."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.clock import FixedClock
from backend.gateway.journal import Journal, segment_numbers, segment_path
from backend.gateway.journal_reader import JournalPosition, JournalReader, Lost

NOON = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
LETTERS = [f"letter {number}" for number in range(24)]
SEGMENTS = range(6)  # of four letters each
START = JournalPosition()


async def write(directory: Path) -> None:
    async with Journal(directory, FixedClock(NOON), segment_bytes=450) as journal:
        for letter in LETTERS:
            await journal.append({"kind": "checked", "id": letter})


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    asyncio.run(write(folder))
    return folder


@contextmanager
def copied(whole: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copytree(whole, Path(folder) / "journal"))


def segments(directory: Path) -> list[Path]:
    return [segment_path(directory, number) for number in segment_numbers(directory)]


def read(directory: Path, limit: int = 500) -> tuple[list[dict[str, object]], list[Lost], int]:
    """All there is, in steps of any size."""
    reader, position, torn = JournalReader(directory), START, 0
    records: list[dict[str, object]] = []
    lost: list[Lost] = []
    for _ in range(200):
        batch = reader.read(position, limit)
        records += batch.records
        lost += batch.lost
        torn += batch.torn
        if batch.position == position:
            return records, lost, torn
        position = batch.position
    raise AssertionError("it stands still")


def ids(records: list[dict[str, object]]) -> list[object]:
    return [record["id"] for record in records]


def counted(lost: list[Lost]) -> tuple[int, int, int]:
    return sum(one.records for one in lost), sum(one.bytes for one in lost), sum(one.segments for one in lost)


def damaged(segment: Path, change: Callable[[bytes], bytes]) -> None:
    segment.write_bytes(change(segment.read_bytes()))


def without_line(data: bytes, number: int) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[:number] + lines[number + 1 :])


def test_a_whole_journal_has_lost_nothing(whole: Path) -> None:
    records, lost, torn = read(whole)
    assert (ids(records), lost, torn) == (LETTERS, [], 0)
    assert len(segments(whole)) == len(SEGMENTS)


def test_a_byte_that_still_makes_json_is_seen(whole: Path) -> None:
    with copied(whole) as journal:
        damaged(segments(journal)[1], lambda data: data.replace(b"letter 5", b"letter 9"))
        records, lost, _ = read(journal)

    assert ids(records) == [letter for letter in LETTERS if letter != "letter 5"]
    assert counted(lost)[0] == 1
    assert counted(lost)[1] > 50


def test_bytes_in_the_middle_take_the_letters_they_touch(whole: Path) -> None:
    with copied(whole) as journal:
        damaged(segments(journal)[1], lambda data: data[:200] + bytes(150) + data[350:])
        records, lost, _ = read(journal)

    gone = [letter for letter in LETTERS if letter not in ids(records)]
    assert gone
    assert set(gone) < set(LETTERS[4:8])
    assert counted(lost)[0] == len(gone)


def test_a_record_cut_off_at_the_end_of_a_segment_is_told_because_the_next_one_knows_of_it(whole: Path) -> None:
    with copied(whole) as journal:
        damaged(segments(journal)[2], lambda data: data[:-5])
        records, lost, torn = read(journal)

    assert len(records) == len(LETTERS) - 1
    assert (counted(lost)[0], torn) == (1, 0)


def test_records_cut_off_whole_are_told(whole: Path) -> None:
    with copied(whole) as journal:
        damaged(segments(journal)[2], lambda data: b"".join(data.splitlines(keepends=True)[:-2]))
        assert counted(read(journal)[1]) == (2, 0, 0)


def test_an_empty_file_is_told(whole: Path) -> None:
    with copied(whole) as journal:
        damaged(segments(journal)[3], lambda _: b"")
        records, lost, _ = read(journal)

    assert len(records) == len(LETTERS) - 4
    assert counted(lost)[0] == 4


def test_a_segment_that_is_gone_is_told(whole: Path) -> None:
    with copied(whole) as journal:
        segments(journal)[3].unlink()
        records, lost, _ = read(journal)

    assert len(records) == len(LETTERS) - 4
    assert counted(lost) == (4, 0, 1)


def test_what_was_read_before_it_was_lost_is_not_told(whole: Path) -> None:
    with copied(whole) as journal:
        reader = JournalReader(journal)
        position = reader.read(START, limit=4).position
        damaged(segments(journal)[0], lambda data: data[:100])
        batch = reader.read(position)
        assert (ids(list(batch.records)), batch.lost) == (LETTERS[4:], ())

        segments(journal)[0].unlink()
        assert reader.read(position).lost == ()


def test_what_the_milter_adds_to_a_shortened_segment_is_read(whole: Path) -> None:
    with copied(whole) as journal:
        for segment in segments(journal)[1:]:
            segment.unlink()
        [first] = segments(journal)
        lines = first.read_bytes().splitlines(keepends=True)
        first.write_bytes(b"".join(lines[:4]))
        reader = JournalReader(journal)
        position = reader.read(START).position
        first.write_bytes(b"".join([*lines[:2], lines[4]]))
        batch = reader.read(position)

        assert ids(list(batch.records)) == ["letter 3"]
        assert reader.read(batch.position) == type(batch)((), batch.position, 0)


def test_the_end_of_the_newest_segment_waits_for_what_follows(whole: Path) -> None:
    with copied(whole) as journal:
        last = segments(journal)[-1]
        with last.open("ab") as file:
            file.write(b"damaged\n" * 600)
        records, lost, torn = read(journal)
        assert (len(records), lost, torn) == (len(LETTERS), [], 0)

        asyncio.run(write(journal))
        records, lost, torn = read(journal)
        assert (len(records), lost, torn) == (2 * len(LETTERS), [], 1)


DAMAGE = st.one_of(
    st.tuples(st.just("overwrite"), st.integers(0, 5), st.floats(0, 1), st.binary(min_size=1, max_size=120)),
    st.tuples(st.just("cut"), st.integers(0, 5), st.floats(0, 1), st.just(b"")),
    st.tuples(st.just("remove"), st.integers(0, 5), st.just(0.0), st.just(b"")),
    st.tuples(st.just("insert"), st.integers(0, 5), st.floats(0, 1), st.binary(min_size=1, max_size=40)),
    st.tuples(st.just("newline"), st.integers(0, 5), st.floats(0, 1), st.just(b"\n")),
)


def harm(journal: Path, how: str, number: int, place: float, what: bytes) -> set[str]:
    """The letters that may be gone: those whose line, or the line before it, was touched."""
    segment = segment_path(journal, segment_numbers(whole_of(journal))[number])
    if not segment.exists():
        return set()
    data = segment.read_bytes()
    if how == "remove":
        segment.unlink()
        return set(LETTERS[4 * number : 4 * number + 4])
    begin = int(place * len(data))
    end = {"overwrite": begin + len(what), "cut": len(data), "insert": begin, "newline": begin + 1}[how]
    segment.write_bytes(data[:begin] + (b"" if how == "cut" else what) + data[end:])
    first = data[:begin].count(b"\n")
    last = data[: end + 1].count(b"\n")
    return {LETTERS[4 * number + line - 1] for line in range(first, last + 2) if 1 <= line <= 4}


def whole_of(journal: Path) -> Path:
    return journal.with_name("untouched")


@given(DAMAGE, st.integers(1, 9))
def test_all_that_damage_did_not_reach_is_there_and_what_is_gone_is_counted(
    whole: Path, damage: tuple[str, int, float, bytes], step: int
) -> None:
    with copied(whole) as journal:
        shutil.copytree(journal, whole_of(journal))
        reach = harm(journal, *damage)
        records, lost, _ = read(journal, step)

    gone = [letter for letter in LETTERS if letter not in ids(records)]
    assert set(gone) <= reach
    if damage[1] < SEGMENTS[-1]:  # of the newest segment no successor knows yet
        assert counted(lost)[0] == len(gone)


@given(st.lists(DAMAGE, max_size=5), st.integers(1, 9))
def test_whatever_is_damaged_nothing_is_read_that_was_not_written_and_nothing_twice(
    whole: Path, damage: list[tuple[str, int, float, bytes]], step: int
) -> None:
    original = read(whole)[0]
    with copied(whole) as journal:
        shutil.copytree(journal, whole_of(journal))
        for one in damage:
            harm(journal, *one)
        records = read(journal, step)[0]

    assert all(record in original for record in records)
    assert len(set(ids(records))) == len(records)
