"""Which processes judge a message, and what happens when they do not."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import pytest

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_message
from backend.documents.sandbox import ExtractorCrashed, ExtractorTimeout
from backend.errors import Unavailable
from backend.gateway.inspected import Inspected
from backend.gateway.rule_source import Rules, RuleSource
from backend.gateway.scanner import NoRules, Scanner
from backend.mail.automatic import judge_automatic
from backend.mail.fields import read_header
from backend.mail.message import header_facts

BUNDLE = packaged_bundle()
RAW = b"Subject: Xin chao\r\n\r\nxin chao\r\n"
HEADER = read_header(RAW)
INSPECTED = Inspected(
    inspect_message(RAW, Engine(BUNDLE)), header_facts(HEADER), judge_automatic(HEADER, "a@nguoidan.example")
)


@dataclass
class FakePool:
    """Fails as often as it is told, then answers; waits for `free` if there is one."""

    failures: list[Exception] = field(default_factory=list)
    boots: bool = True
    free: asyncio.Event | None = None
    calls: list[tuple[object, ...]] = field(default_factory=list)
    closed: bool = False

    async def __aenter__(self) -> Self:
        if not self.boots:
            raise ExtractorCrashed("no memory")
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closed = True

    async def run(self, payload: bytes, *arguments: object) -> Inspected:
        assert not self.closed
        self.calls.append((payload, *arguments))
        if self.free:
            await self.free.wait()
        if self.failures:
            raise self.failures.pop(0)
        return INSPECTED


class FakeSource(RuleSource):
    """The rules that a test puts in force."""

    def __init__(self, *versions: str) -> None:
        super().__init__(Path("/nonexistent"), Path("/nonexistent"), [])
        self.rules = [Rules(replace(BUNDLE, version=version), version) for version in versions]

    async def start(self) -> None:
        return

    async def refresh(self) -> Rules | None:
        return self.rules[0] if self.rules else None


def pools(*made: FakePool) -> Callable[[Rules], FakePool]:
    waiting = list(made)
    return lambda _: waiting.pop(0)


async def test_a_message_is_judged_and_the_bundle_is_named() -> None:
    pool = FakePool()
    async with Scanner(FakeSource("2026.11.3"), pools(pool)) as scanner:
        scanned = await scanner.scan(RAW, "a@nguoidan.example", "H55.05")

    assert scanned.bundle.version == "2026.11.3"
    assert pool.calls == [(RAW, "a@nguoidan.example", "H55.05", True)]
    assert pool.closed


async def test_without_rules_nothing_is_judged() -> None:
    async with Scanner(FakeSource(), pools()) as scanner:
        assert not scanner.ready
        with pytest.raises(NoRules):
            await scanner.scan(RAW, "")


@pytest.mark.parametrize("error", [ExtractorTimeout("x"), ExtractorCrashed("x")])
async def test_files_that_break_the_extractor_are_left_closed_at_the_second_look(error: Exception) -> None:
    pool = FakePool([error])
    async with Scanner(FakeSource("2026.11.3"), pools(pool)) as scanner:
        await scanner.scan(RAW, "")

    assert [call[3] for call in pool.calls] == [True, False]


async def test_a_message_that_breaks_it_twice_is_unavailable_and_never_clean() -> None:
    pool = FakePool([ExtractorCrashed("x"), ExtractorTimeout("x")])
    async with Scanner(FakeSource("2026.11.3"), pools(pool)) as scanner:
        with pytest.raises(Unavailable):
            await scanner.scan(RAW, "")


async def test_a_new_bundle_takes_over_while_the_old_one_finishes_what_it_began() -> None:
    source = FakeSource("2026.11.3", "2026.11.4")
    old, new = FakePool(free=asyncio.Event()), FakePool()
    async with Scanner(source, pools(old, new)) as scanner:
        begun = asyncio.create_task(scanner.scan(RAW, "old"))
        await asyncio.sleep(0)
        source.rules.pop(0)
        await scanner.refresh()

        assert (await scanner.scan(RAW, "new")).bundle.version == "2026.11.4"
        assert not old.closed
        assert old.free
        old.free.set()
        assert (await begun).bundle.version == "2026.11.3"
    assert old.closed
    assert new.closed


async def test_processes_that_do_not_start_leave_the_old_rules_in_force_and_are_tried_again() -> None:
    source = FakeSource("2026.11.3", "2026.11.4")
    async with Scanner(source, pools(FakePool(), FakePool(boots=False), FakePool())) as scanner:
        source.rules.pop(0)
        await scanner.refresh()
        assert (await scanner.scan(RAW, "")).bundle.version == "2026.11.3"
        await scanner.refresh()
        assert (await scanner.scan(RAW, "")).bundle.version == "2026.11.4"


async def test_the_same_bundle_starts_no_new_processes() -> None:
    async with Scanner(FakeSource("2026.11.3"), pools(FakePool())) as scanner:
        await scanner.refresh()
        await scanner.refresh()

        assert scanner.ready
