"""Judges whole messages in extractor processes, always by one bundle from beginning to end."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from backend.classification.bundle import Bundle
from backend.documents.sandbox import ExtractorCrashed, ExtractorTimeout
from backend.errors import Unavailable
from backend.gateway import milter_metrics
from backend.gateway.inspected import Inspected
from backend.gateway.rule_source import Rules, RuleSource
from backend.pacing import until_next

WAIT_SECONDS = 120.0  # for a free process and its answer; then the mail is asked to come again
REFRESH_SECONDS = 4.0  # how often the bundle on disk is looked at
_log = logging.getLogger("congvu.milter")


class Pool(Protocol):
    """What is needed of an ExtractorPool."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    async def run(self, payload: bytes, *arguments: object) -> Inspected: ...


PoolFactory = Callable[[Rules], Pool]


class NoRules(Unavailable):
    """There is no valid bundle: nothing can be judged, so nothing passes."""

    code = "no_rules"


@dataclass(frozen=True, slots=True)
class Scanned:
    """The outcome and the rules it was made by."""

    inspected: Inspected
    bundle: Bundle


class _Generation:
    """A bundle and the processes that judge by it; closed when it is outdated and its last message is done."""

    def __init__(self, rules: Rules, pool: Pool) -> None:
        self.rules = rules
        self.pool = pool
        self._users = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def scan(self, raw: bytes, sender: str, agency: str | None = None) -> Inspected:
        self._users += 1
        self._idle.clear()
        try:
            return await _scan(self.pool, raw, sender, agency, in_shadow=self.rules.proposal is not None)
        finally:
            self._users -= 1
            if not self._users:
                self._idle.set()

    async def retire(self) -> None:
        await self._idle.wait()
        await self.pool.__aexit__(None, None, None)


class Scanner:
    """Follows the bundle on disk. Use as an async context manager."""

    def __init__(self, rules: RuleSource, make_pool: PoolFactory) -> None:
        self._rules = rules
        self._make_pool = make_pool
        self._present: _Generation | None = None
        self._stack = AsyncExitStack()
        self._retiring: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Scanner":
        await self._rules.start()
        await self.refresh()
        following = asyncio.create_task(self._follow())
        self._stack.push_async_callback(self._close, following)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def ready(self) -> bool:
        return self._present is not None

    async def scan(self, raw: bytes, sender: str, agency: str | None = None) -> Scanned:
        """Raises Unavailable: there are no rules, no process, or no time to judge it."""
        generation = self._present
        if generation is None:
            raise NoRules("no valid rule bundle")
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return Scanned(await generation.scan(raw, sender, agency), generation.rules.bundle)
        except TimeoutError as error:
            raise Unavailable("no extractor was free in time") from error
        except (ExtractorCrashed, ExtractorTimeout) as error:
            raise Unavailable("the extractors do not work") from error

    async def refresh(self) -> None:
        """Take over the bundle on disk if it is a new one; the old processes serve until the new ones are up."""
        rules = await self._rules.refresh()
        if rules is None or (self._present and self._present.rules == rules):
            return
        pool = self._make_pool(rules)
        try:
            await pool.__aenter__()
        except ExtractorCrashed:
            _log.error("the extractors for bundle %s do not start", rules.bundle.version)
            return
        outdated, self._present = self._present, _Generation(rules, pool)
        milter_metrics.note_bundle(rules.bundle.issued_at, rules.bundle.expires_at)
        in_shadow = ", a proposal in its shadow" if rules.proposal else ""
        _log.info("bundle %s is in force%s", rules.bundle.version, in_shadow)
        if outdated:
            task = asyncio.create_task(outdated.retire())
            self._retiring.add(task)
            task.add_done_callback(self._retiring.discard)

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(until_next(REFRESH_SECONDS))
            try:
                await self.refresh()
            except Exception as error:  # noqa: BLE001 - following must go on; what is in force stays in force
                _log.error("the bundle could not be looked at: %s", type(error).__name__)

    async def _close(self, following: "asyncio.Task[None]") -> None:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        present, self._present = self._present, None
        await asyncio.gather(*self._retiring)
        if present:
            await present.retire()


async def _scan(pool: Pool, raw: bytes, sender: str, agency: str | None, *, in_shadow: bool) -> Inspected:
    """A message that breaks or stalls the extractor is looked at again: first without the rules in shadow, if there are
    any, for they must change no verdict; then without opening its files, which then count as unreadable. If even that
    fails, nothing is known of it, and the caller hears of it."""
    if in_shadow:
        try:
            return await _run(pool, raw, sender, agency, True, True)
        except (ExtractorCrashed, ExtractorTimeout) as error:
            _log.warning("a message could not be read in full beside rules in shadow: %s", error.code)
    try:
        return await _run(pool, raw, sender, agency, True)
    except (ExtractorCrashed, ExtractorTimeout) as error:
        _log.warning("a message could not be read in full: %s", error.code)
        return await _run(pool, raw, sender, agency, False)


async def _run(pool: Pool, raw: bytes, *arguments: object) -> Inspected:
    try:
        return await pool.run(raw, *arguments)
    except (ExtractorCrashed, ExtractorTimeout) as error:
        milter_metrics.note_extractor_failure(timed_out=isinstance(error, ExtractorTimeout))
        raise
