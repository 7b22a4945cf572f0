"""`/healthz`: the process lives. `/readyz`: it can serve; each part is named with a word, nothing more."""

import asyncio
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.clock import Clock
from backend.correspondence import canary
from backend.correspondence.operation_queries import standing_canaries
from backend.db import Database
from backend.directory import queries
from backend.disk_room import room_of, written_folders
from backend.errors import Unavailable
from backend.settings import Settings
from backend.web.bundle import BundleFile

MAIL_TIMEOUT_SECONDS = 1.0
MAIL_SEEN_FOR = timedelta(seconds=30)
LEAST_BYTES = 1_000_000  # less takes no unit of work
BUNDLE_STATES = ("ok", "expired", "refused", "missing")


def disk_state(settings: Settings) -> str:
    """The worst of the disks that this machine writes to: `read_only`, `full` or `ok`."""
    rooms = [room_of(folder) for folder in written_folders(settings) if folder.is_dir()]
    if any(room.read_only for room in rooms):
        return "read_only"
    return "full" if any(room.free_bytes < LEAST_BYTES for room in rooms) else "ok"


class Health:
    def __init__(self, settings: Settings, database: Database, clock: Clock, bundle: BundleFile) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._bundle = bundle
        self._mail_seen: tuple[datetime, str] | None = None

    async def alive(self, _request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(self, _request: Request) -> Response:
        """503 without database or bundle. A silent mail server, a missing canary letter or a disk without room is told
        but takes no web process out of service: citizens still look up their letters, and what must be written
        waits."""
        (database, canaries), mail, disk = await asyncio.gather(
            self._database_state(), self.mail_state(), asyncio.to_thread(disk_state, self._settings)
        )
        parts = {"database": database, "bundle": self.bundle_state(), "mail": mail, "canary": canaries, "disk": disk}
        can_serve = database == "ok" and self._bundle.current() is not None
        return JSONResponse({"ready": can_serve, **parts}, 200 if can_serve else 503)

    async def _database_state(self) -> tuple[str, str]:
        """And how the canary letters stand, the worst of all; `off` where none are sent."""
        try:
            async with self._database.read() as session:
                await queries.revision(session)
                canaries = await standing_canaries(session, self._clock.now())
        except Unavailable:
            return "unavailable", "unknown"
        if not self._settings.canary_mailbox:
            return "ok", "off"
        return "ok", canary.worst(canaries.values())

    def bundle_state(self) -> str:
        return self._bundle.state(self._clock.now())

    async def mail_state(self) -> str:
        """Asked at most every `MAIL_SEEN_FOR`: each question leaves a line in the mail server's log."""
        now = self._clock.now()
        if self._mail_seen is None or now - self._mail_seen[0] >= MAIL_SEEN_FOR:
            self._mail_seen = (now, await self._greeting())
        return self._mail_seen[1]

    async def _greeting(self) -> str:
        try:
            async with asyncio.timeout(MAIL_TIMEOUT_SECONDS):
                _, writer = await asyncio.open_connection(self._settings.smtp_host, self._settings.smtp_port)
        except (OSError, TimeoutError):
            return "silent"
        writer.close()
        return "ok"
