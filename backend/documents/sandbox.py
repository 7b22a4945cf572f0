"""A pool of pre-started processes that read strangers' files: bounded memory and time, no network, recycled.

    pool: ExtractorPool[Extraction] = ExtractorPool("backend.documents.extract.extract", timeout_seconds=20)
    async with pool:
        extraction = await pool.run(data, "a.docx", limits)

The event loop only waits: each process has a thread of its own that speaks to it over pipes.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

from backend.documents.sandbox_process import ExtractorCrashed, ExtractorTimeout, SandboxProcess
from backend.documents.sandbox_worker import Recipe

__all__ = ["ExtractorCrashed", "ExtractorPool", "ExtractorTimeout"]

Result = TypeVar("Result")


class ExtractorPool(Generic[Result]):
    """Calls `target(payload, *arguments)` in one of `processes` sandboxed processes (0: one a core).

    `target` and `initializer` are dotted paths of functions at module level; `initializer(*initializer_arguments)`
    runs once in each process. Arguments must pickle; results must be plain values, dates, or dataclasses and enums
    of this package (`sandbox_results`). `timeout_seconds` is wall clock from the moment a process takes the job.
    """

    def __init__(
        self,
        target: str,
        *,
        initializer: str | None = None,
        initializer_arguments: tuple[object, ...] = (),
        processes: int = 0,
        memory_bytes: int = 1_500_000_000,
        timeout_seconds: float = 20.0,
        jobs_per_process: int = 500,
        replaced: Callable[[str], None] = lambda _reason: None,
    ) -> None:
        """`replaced` is called, in any thread, with why a process is replaced."""
        recipe = Recipe(target, initializer, initializer_arguments, memory_bytes, timeout_seconds)
        count = processes or os.cpu_count() or 1
        self._workers = [SandboxProcess(recipe, jobs_per_process, replaced) for _ in range(count)]
        self._threads = ThreadPoolExecutor(max_workers=count, thread_name_prefix="extractor")
        self._idle: asyncio.Queue[SandboxProcess] = asyncio.Queue()
        self._busy: set[SandboxProcess] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        """Raises ExtractorCrashed if the processes do not come up."""
        loop = asyncio.get_running_loop()
        try:
            await asyncio.gather(*(loop.run_in_executor(self._threads, worker.boot) for worker in self._workers))
        except BaseException:
            await self._close()
            raise
        for worker in self._workers:
            self._idle.put_nowait(worker)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    @property
    def process_ids(self) -> list[int]:
        return [worker.pid for worker in self._workers if worker.pid is not None]

    async def run(self, payload: bytes, *arguments: object) -> Result:
        """Wait for a free process, then for its result.

        When the caller is cancelled the job's process is killed, so that nobody's slot is held by a lost job.

        Raises:
            ExtractorTimeout: the job ran out of time.
            ExtractorCrashed: the process died, the target raised, or the pool is closed.
        """
        if self._closed:
            raise ExtractorCrashed("pool is closed")
        worker = await self._idle.get()
        if self._closed:
            self._idle.put_nowait(worker)  # the next one that waits
            raise ExtractorCrashed("pool is closed")
        self._busy.add(worker)
        loop = asyncio.get_running_loop()
        job = loop.run_in_executor(self._threads, worker.job, payload, arguments)
        job.add_done_callback(lambda done: self._give_back(worker, done))
        try:
            return cast("Result", await asyncio.shield(job))
        except asyncio.CancelledError:
            if not job.done():
                worker.kill()
            raise

    def _give_back(self, worker: SandboxProcess, done: "asyncio.Future[object]") -> None:
        if not done.cancelled():
            done.exception()  # seen: a caller that was cancelled no longer asks
        self._busy.discard(worker)
        self._idle.put_nowait(worker)

    async def _close(self) -> None:
        self._closed = True
        for worker in self._busy:
            worker.kill()
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(self._threads, worker.close) for worker in self._workers))
        await loop.run_in_executor(None, self._threads.shutdown)
