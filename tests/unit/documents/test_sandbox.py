"""The pool against targets that crash, hang, eat memory, lie and print."""

import asyncio
import os
import pickle
import time
from pathlib import Path

import pytest

from backend.documents.model import Page, UnreadableReason
from backend.documents.sandbox import ExtractorCrashed, ExtractorPool, ExtractorTimeout
from backend.documents.sandbox_results import load_result

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def targets_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))


def pool_of(target: str, **options: object) -> ExtractorPool[object]:
    settings: dict[str, object] = {"processes": 1, "memory_bytes": 600_000_000, "timeout_seconds": 5.0, **options}
    return ExtractorPool(f"sandbox_targets.{target}", **settings)  # type: ignore[arg-type]


def alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_job_gives_its_result() -> None:
    async with pool_of("greet", initializer="sandbox_targets.remember", initializer_arguments=("chào",)) as pool:
        assert await pool.run(b"an") == "chào, an"


async def test_our_own_value_types_come_back_whole() -> None:
    async with pool_of("values") as pool:
        assert await pool.run("MẬT".encode()) == (Page(1, ("MẬT",)), UnreadableReason.LIMIT)


async def test_fifty_megabytes_pass() -> None:
    async with pool_of("length") as pool:
        assert await pool.run(bytes(50_000_000)) == 50_000_000


async def test_a_crash_hits_its_own_job_only() -> None:
    async with pool_of("behave") as pool:
        with pytest.raises(ExtractorCrashed):
            await pool.run(b"crash")
        assert await pool.run(b"well") == "well"


async def test_why_a_process_is_replaced_is_told() -> None:
    told: list[str] = []
    async with pool_of("behave", jobs_per_process=2, timeout_seconds=1.0, replaced=told.append) as pool:
        for deed in (b"crash", b"hang"):
            with pytest.raises((ExtractorCrashed, ExtractorTimeout)):
                await pool.run(deed)
        await pool.run(b"well")
        await pool.run(b"well")

    assert told == ["died", "timeout", "used_up"]


async def test_a_job_that_hangs_is_killed_and_the_next_one_runs() -> None:
    async with pool_of("behave", timeout_seconds=0.5) as pool:
        hanging = pool.process_ids
        with pytest.raises(ExtractorTimeout):
            await pool.run(b"hang")
        assert not any(alive(process_id) for process_id in hanging)
        assert await pool.run(b"well") == "well"


async def test_a_job_that_eats_memory_ends_and_the_next_one_runs() -> None:
    async with pool_of("behave") as pool:
        with pytest.raises(ExtractorCrashed, match="out of memory"):
            await pool.run(b"eat")
        assert await pool.run(b"well") == "well"


async def test_memory_is_bounded_as_asked() -> None:
    async with pool_of("limits") as pool:
        assert await pool.run(b"") == 600_000_000


async def test_what_a_target_raises_is_told_by_its_type_alone() -> None:
    async with pool_of("behave") as pool:
        with pytest.raises(ExtractorCrashed) as caught:
            await pool.run(b"raise")
        assert caught.value.message == "ValueError"


async def test_a_target_that_prints_does_not_disturb_the_frames() -> None:
    async with pool_of("behave") as pool:
        assert await pool.run(b"print") == "well"


async def test_there_is_no_network_inside() -> None:
    async with pool_of("connect") as pool:
        assert await pool.run(b"") == "PermissionError"


async def test_no_program_starts_and_no_file_is_written(tmp_path: Path) -> None:
    async with pool_of("start_program") as pool:
        assert await pool.run(b"") == "PermissionError"
    async with pool_of("write_file") as pool:
        assert await pool.run(str(tmp_path / "leak").encode()) == "OSError"


async def test_a_process_is_replaced_after_its_share_of_jobs() -> None:
    async with pool_of("pid", jobs_per_process=2) as pool:
        first, second, third = [await pool.run(b"") for _ in range(3)]
    assert first == second != third


async def test_two_processes_work_at_the_same_time() -> None:
    async with pool_of("sleep", processes=2) as pool:
        started = time.monotonic()
        await asyncio.gather(pool.run(b"0.5"), pool.run(b"0.5"))
    assert time.monotonic() - started < 0.95


async def test_the_event_loop_runs_on_while_a_job_works() -> None:
    async with pool_of("sleep") as pool:
        job = asyncio.create_task(pool.run(b"0.3"))
        beats = 0
        while not job.done():
            await asyncio.sleep(0.01)
            beats += 1
    assert beats > 10


async def test_a_cancelled_caller_frees_the_slot_at_once() -> None:
    async with pool_of("sleep", timeout_seconds=30) as pool:
        job = asyncio.create_task(pool.run(b"25"))
        await asyncio.sleep(0.1)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert await asyncio.wait_for(pool.run(b"0"), 10) == "slept"


async def test_a_caller_cancelled_while_it_waits_takes_no_slot() -> None:
    async with pool_of("sleep") as pool:
        working = asyncio.create_task(pool.run(b"0.3"))
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(pool.run(b"0"))
        await asyncio.sleep(0.05)
        waiting.cancel()
        assert await working == "slept"
        assert await pool.run(b"0") == "slept"


async def test_a_process_that_died_while_idle_is_no_jobs_fault() -> None:
    async with pool_of("pid") as pool:
        before = await pool.run(b"")
        assert isinstance(before, int)
        os.kill(before, 9)
        await asyncio.sleep(0.1)
        assert await pool.run(b"") != before


async def test_closing_leaves_no_process_and_refuses_work() -> None:
    async with pool_of("sleep", processes=2) as pool:
        working = asyncio.create_task(pool.run(b"4"))
        waiting = [asyncio.create_task(pool.run(b"4")) for _ in range(3)]
        await asyncio.sleep(0.1)
        process_ids = pool.process_ids
    results = await asyncio.gather(working, *waiting, return_exceptions=True)
    assert {type(result) for result in results} == {ExtractorCrashed}
    assert not any(alive(process_id) for process_id in process_ids)
    with pytest.raises(ExtractorCrashed):
        await pool.run(b"")


async def test_a_target_that_does_not_exist_is_told_at_once() -> None:
    with pytest.raises(ExtractorCrashed, match="did not start"):
        async with pool_of("no_such_function"):
            pass


async def test_a_result_that_is_no_plain_value_is_refused() -> None:
    async with pool_of("evil") as pool:
        with pytest.raises(ExtractorCrashed):
            await pool.run(b"")


@pytest.mark.parametrize("dangerous", [os.system, eval, ExtractorPool, pytest.raises])
def test_a_pickle_that_names_anything_but_a_value_type_is_refused(dangerous: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        load_result(pickle.dumps(dangerous))
