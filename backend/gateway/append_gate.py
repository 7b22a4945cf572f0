"""The gate for what never passes SMTP: drafts, sent mail and shared folders that a client stores by IMAP APPEND.

A marked message is taken out of the mailbox again, at once, and its owner is told. Everything else stays: sending it
is another matter, with another gate. What cannot be checked now stays too, with a flag by which it is found later.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from datetime import datetime

from backend.classification.verdict import Ring
from backend.clock import Clock
from backend.errors import Unavailable
from backend.gateway import milter_metrics
from backend.gateway.append_protocol import Stored, Verdict
from backend.gateway.gate_file import GateFile
from backend.gateway.judgement import judge
from backend.gateway.milter import GateFiles, Records, Scans, new_reference
from backend.log_context import LETTER_ID

CLOSE_SECONDS = 3.0
Tell = Callable[[str, str, datetime], Coroutine[None, None, None]]
"""Called with (login, reference, when): tells the owner that a message was removed."""

_log = logging.getLogger("congvu.append")


class AppendGate:
    """Decides about one stored message after another; call it with each."""

    def __init__(
        self,
        scanner: Scans,
        gate_files: GateFiles,
        journal: Records,
        tell: Tell,
        clock: Clock,
        new_id: Callable[[], str] = new_reference,
    ) -> None:
        self._scanner = scanner
        self._gate_files = gate_files
        self._journal = journal
        self._tell = tell
        self._clock = clock
        self._new_id = new_id
        self._telling: set[asyncio.Task[None]] = set()

    async def __call__(self, stored: Stored) -> Verdict | None:
        verdict = await self._decide(stored)
        milter_metrics.note_stored(verdict.name.lower() if verdict else "unchecked")
        return verdict

    async def _decide(self, stored: Stored) -> Verdict | None:
        started = time.monotonic()
        gate = await self._gate_files.refresh() or GateFile()
        try:
            scanned = await self._scanner.scan(stored.raw, stored.login, gate.agency_of(stored.login))
        except Unavailable as error:
            _log.warning("a stored message was not checked: %s", error.code)
            return None
        cleared = gate.cleared(stored.login, self._clock.now())
        judgement = judge(scanned.inspected.findings, Ring.PROVINCE, cleared)
        if not judgement.marked:
            return Verdict.KEEP
        reference = self._new_id()
        LETTER_ID.set(reference)
        record: dict[str, object] = {  # what happened and in whose mailbox, nothing of the message
            "kind": "removed",
            "id": reference,
            "login": stored.login,
            "action": judgement.action,
            "state": judgement.state,
            "rules": list(judgement.rules),
            "bundle": scanned.bundle.version,
            "elapsed_ms": round((time.monotonic() - started) * 1000),
            "agency": gate.agency_of(stored.login),
        }
        await self._note(record)
        telling = asyncio.create_task(self._tell(stored.login, reference, self._clock.now()))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)
        return Verdict.REMOVE

    async def close(self) -> None:
        """Give whoever is being told a moment; who could not be finds the reference in the journal."""
        if self._telling:
            _, late = await asyncio.wait(self._telling, timeout=CLOSE_SECONDS)
            for task in late:
                task.cancel()

    async def _note(self, record: dict[str, object]) -> None:
        """A removal stands whether or not it can be written down."""
        if not await self._journal.note(record):
            milter_metrics.note_journal_failure()
