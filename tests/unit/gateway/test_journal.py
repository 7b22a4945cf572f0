"""The journal loses nothing that was acknowledged, whatever kills the milter."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.clock import FixedClock
from backend.errors import UsageError
from backend.gateway.journal import FIRST_MINUTE, Journal, JournalError, segment_numbers, segment_path
from backend.gateway.journal_reader import JournalPosition, JournalReader

NOON = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
FIRST_SEGMENT = int((NOON - FIRST_MINUTE).total_seconds() // 60)
START = JournalPosition()


async def write(directory: Path, *ids: str, now: datetime = NOON, segment_bytes: int = 1 << 20) -> list[int]:
    async with Journal(directory, FixedClock(now), segment_bytes) as journal:
        return [await journal.append({"kind": "checked", "id": name}) for name in ids]


def ids(directory: Path, position: JournalPosition = START) -> list[object]:
    return [record["id"] for record in JournalReader(directory).read(position).records]


async def test_a_record_comes_back_with_number_and_time(tmp_path: Path) -> None:
    numbers = await write(tmp_path, "A")
    [record] = JournalReader(tmp_path).read(START).records

    assert record == {"seq": numbers[0], "at": "2026-11-02T05:00:00.000Z", "kind": "checked", "id": "A"}


async def test_numbers_grow_over_segments_and_restarts(tmp_path: Path) -> None:
    first = await write(tmp_path, "A", "B")
    second = await write(tmp_path, "C")

    assert first + second == sorted({*first, *second})
    assert ids(tmp_path) == ["A", "B", "C"]


async def test_numbers_are_not_used_again_after_the_journal_was_emptied(tmp_path: Path) -> None:
    before = await write(tmp_path, "A")
    for number in segment_numbers(tmp_path):
        segment_path(tmp_path, number).unlink()
    after = await write(tmp_path, "B", now=NOON + timedelta(minutes=1))

    assert after[0] > before[0]


async def test_letters_that_arrive_together_share_a_segment_and_keep_their_order(tmp_path: Path) -> None:
    async with Journal(tmp_path, FixedClock(NOON)) as journal:
        numbers = await asyncio.gather(*(journal.append({"id": n}) for n in range(200)))

    assert numbers == sorted(numbers)
    assert ids(tmp_path) == list(range(200))
    assert segment_numbers(tmp_path) == [FIRST_SEGMENT]


async def test_a_full_segment_is_followed_by_the_next(tmp_path: Path) -> None:
    await write(tmp_path, *"ABCDE", segment_bytes=100)

    assert len(segment_numbers(tmp_path)) > 1
    assert ids(tmp_path) == list("ABCDE")


async def test_reading_goes_on_where_it_stopped_in_steps_of_any_size(tmp_path: Path) -> None:
    await write(tmp_path, *"ABCDE", segment_bytes=100)
    await write(tmp_path, *"FG")
    reader, position, seen = JournalReader(tmp_path), START, []
    while (batch := reader.read(position, limit=2)).records:
        assert len(batch.records) <= 2
        seen += [record["id"] for record in batch.records]
        position = batch.position

    assert seen == list("ABCDEFG")
    assert reader.read(position).records == ()
    await write(tmp_path, "H")
    assert ids(tmp_path, position) == ["H"]


async def test_a_line_still_being_written_is_left_for_later(tmp_path: Path) -> None:
    await write(tmp_path, "A")
    segment = segment_path(tmp_path, FIRST_SEGMENT)
    with segment.open("ab") as file:
        file.write(b'{"seq":2,"id":"B"')
    batch = JournalReader(tmp_path).read(START)
    assert (len(batch.records), batch.torn) == (1, 0)
    with segment.open("ab") as file:
        file.write(b"}\n")

    assert ids(tmp_path, batch.position) == ["B"]


@pytest.mark.parametrize("tail", [b'{"seq":2,"id":"B"', b"\0" * 300, b"\0\0{}\n", b"7\n", b'{"id":\n'])
async def test_a_torn_tail_is_skipped_and_counted_once_the_milter_started_again(tmp_path: Path, tail: bytes) -> None:
    await write(tmp_path, "A")
    with segment_path(tmp_path, FIRST_SEGMENT).open("ab") as file:
        file.write(tail)
    await write(tmp_path, "C")
    batch = JournalReader(tmp_path).read(START)

    assert [record["id"] for record in batch.records] == ["A", "C"]
    assert batch.torn == 1
    assert JournalReader(tmp_path).read(batch.position).torn == 0


async def test_an_empty_or_missing_journal_gives_nothing(tmp_path: Path) -> None:
    assert JournalReader(tmp_path / "none").read(START).records == ()
    assert JournalReader(tmp_path).read(START).position == START


async def test_segments_stay_seven_days_after_shipping(tmp_path: Path) -> None:
    await write(tmp_path, "A")
    await write(tmp_path, "B")
    reader = JournalReader(tmp_path)
    position = reader.read(START).position

    now = datetime.now(UTC)
    assert reader.shipped(position, now) == 0
    assert reader.shipped(position, now + timedelta(days=6)) == 0
    assert reader.shipped(position, now + timedelta(days=8)) == 1
    assert segment_numbers(tmp_path) == [FIRST_SEGMENT + 1]
    assert reader.read(position).records == ()


async def test_two_milters_never_share_a_journal(tmp_path: Path) -> None:
    async with Journal(tmp_path, FixedClock(NOON)):
        with pytest.raises(UsageError):
            await Journal(tmp_path, FixedClock(NOON)).__aenter__()


async def test_what_is_no_json_harms_no_other_letter(tmp_path: Path) -> None:
    async with Journal(tmp_path, FixedClock(NOON)) as journal:
        results = await asyncio.gather(
            journal.append({"id": "A"}), journal.append({"id": "\ud800"}), return_exceptions=True
        )

    assert isinstance(results[0], int)
    assert isinstance(results[1], JournalError)
    assert ids(tmp_path) == ["A"]


async def test_a_closed_journal_takes_nothing(tmp_path: Path) -> None:
    async with Journal(tmp_path, FixedClock(NOON)) as journal:
        pass
    with pytest.raises(JournalError):
        await journal.append({"id": "A"})


WRITER = textwrap.dedent("""
    import asyncio, itertools, sys
    from pathlib import Path
    from backend.clock import SystemClock
    from backend.gateway.journal import Journal

    async def one(journal, number):
        await journal.append({"id": number, "padding": "x" * 3000})
        print(number, flush=True)

    async def main():
        async with Journal(Path(sys.argv[1]), SystemClock(), 200_000) as journal:
            for start in itertools.count(0, 20):
                await asyncio.gather(*(one(journal, start + n) for n in range(20)))

    asyncio.run(main())
""")


@pytest.mark.parametrize("lines_before_the_kill", [1, 50, 333])
def test_a_milter_killed_while_it_writes_loses_nothing_it_acknowledged(
    tmp_path: Path, lines_before_the_kill: int
) -> None:
    child = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    with child:
        acknowledged = [int(child.stdout.readline()) for _ in range(lines_before_the_kill)]
        os.kill(child.pid, signal.SIGKILL)
        acknowledged += [int(line) for line in child.stdout if line.endswith("\n")]
    asyncio.run(write(tmp_path, "after", now=datetime.now(UTC)))

    batch = JournalReader(tmp_path).read(START, limit=100_000)
    written = [record["id"] for record in batch.records]
    assert set(acknowledged) <= set(written)
    assert len(written) == len(set(written))
    assert written[-1] == "after"
    assert batch.torn <= 1


FULL_DISK = textwrap.dedent("""
    import asyncio, resource, sys
    from pathlib import Path
    from backend.clock import SystemClock
    from backend.gateway.journal import Journal, JournalError

    async def main():
        async with Journal(Path(sys.argv[1]), SystemClock()) as journal:
            await journal.append({"id": "before"})
            resource.setrlimit(resource.RLIMIT_FSIZE, (300, resource.RLIM_INFINITY))
            for name in ("torn", "refused"):
                try:
                    await journal.append({"id": name, "padding": "x" * 1000})
                except JournalError as error:
                    print(error.code)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            await journal.append({"id": "after"})

    asyncio.run(main())
""")


def test_a_disk_that_is_full_refuses_the_letter_and_spoils_no_later_one(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, check=True
    )
    batch = JournalReader(tmp_path).read(START)

    assert result.stdout.split() == ["journal", "journal"]
    assert [record["id"] for record in batch.records] == ["before", "after"]
    assert batch.torn == 0  # what went to the disk of the others was cut off again
