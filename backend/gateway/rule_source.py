"""The rule bundle on disk: reread when it changes, never replaced by an older, foreign or broken one."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from joserfc.jwk import OKPKey

from backend.classification import last_good
from backend.classification.bundle import Bundle, load_bundle
from backend.classification.candidate import CandidateFile
from backend.errors import BundleError, BundleRefusal

ACCEPTED = "bundle.accepted.jws"  # the last good one, kept so that a restart is no way to go back
Value = TypeVar("Value")
_log = logging.getLogger("congvu.milter")
_Signature = tuple[int, int, int]  # inode, size, modification time in nanoseconds


class WatchedFile(Generic[Value]):
    """Parses a file whenever it has changed; keeps the last good value.

    `parse` raises ValueError or BundleError for content that must not be used; it runs in a thread.
    """

    def __init__(self, path: Path, parse: Callable[[bytes], Value]) -> None:
        self._path = path
        self._parse = parse
        self._seen: _Signature | None = None
        self._lock = asyncio.Lock()
        self.value: Value | None = None

    async def refresh(self) -> Value | None:
        """The present value: the newest that could be read, None if there never was one."""
        if _signature(self._path) in (None, self._seen):
            return self.value
        async with self._lock:
            now = _signature(self._path)
            if now is not None and now != self._seen:
                self._seen = now
                await self._load()
        return self.value

    async def _load(self) -> None:
        try:
            content = await asyncio.to_thread(self._path.read_bytes)
            self.value = await asyncio.to_thread(self._parse, content)
        except (OSError, ValueError, BundleError) as error:
            _log.error("%s is not taken over: %s", self._path.name, error)


def _signature(path: Path) -> _Signature | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


@dataclass(frozen=True, slots=True)
class Rules:
    """A bundle that was checked, and the signed text it came in; the text of the proposal that runs in its shadow."""

    bundle: Bundle
    text: str
    proposal: str | None = None


class RuleSource:
    """The rules that are in force."""

    def __init__(self, path: Path, state_dir: Path, trusted_keys: Sequence[OKPKey], approvals: int = 1) -> None:
        self._trusted_keys = trusted_keys
        self._approvals = approvals
        self._accepted = state_dir / ACCEPTED
        self._current: Rules | None = None
        self._file = WatchedFile(path, self._take_over)
        self._candidate = CandidateFile(path, trusted_keys)

    async def start(self) -> None:
        """Begin with what was in force before, if the keys still trust it."""
        self._current = await WatchedFile(self._accepted, self._read).refresh()

    async def refresh(self) -> Rules | None:
        await self._file.refresh()
        if self._current is None:
            return None
        live = self._current.bundle
        if self._candidate.has_changed():
            await asyncio.to_thread(self._candidate.current, live)
        candidate = self._candidate.current(live)
        return replace(self._current, proposal=candidate.text if candidate else None)

    def _read(self, content: bytes) -> Rules:
        text = content.decode("ascii")
        return Rules(load_bundle(text, self._trusted_keys, self._approvals), text)

    def _take_over(self, content: bytes) -> Rules:
        fresh = self._read(content)
        if self._current and not fresh.bundle.replaces(self._current.bundle):
            held = self._current.bundle.version
            raise BundleError(f"version {fresh.bundle.version} is older than {held}", BundleRefusal.OLDER)
        self._current = fresh
        last_good.keep(self._accepted, content)
        return fresh
