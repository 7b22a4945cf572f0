"""`/healthz`: the process lives. `/readyz`: it can serve; each part is named with a word, nothing more."""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.clock import Clock
from backend.db import Database
from backend.directory import queries
from backend.errors import Unavailable
from backend.settings import Settings
from backend.web.bundle import BundleFile

MAIL_TIMEOUT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Health:
    settings: Settings
    database: Database
    clock: Clock
    bundle: BundleFile

    async def alive(self, _request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(self, _request: Request) -> Response:
        """503 without database or bundle. A silent mail server is told but takes no web process out of service:
        citizens still look up their letters, and acknowledgements wait in the outbox."""
        database, mail = await asyncio.gather(self._database(), self._mail())
        parts = {"database": database, "bundle": self._bundle(), "mail": mail}
        can_serve = database == "ok" and parts["bundle"] != "missing"
        return JSONResponse({"ready": can_serve, **parts}, 200 if can_serve else 503)

    async def _database(self) -> str:
        try:
            async with self.database.read() as session:
                await queries.revision(session)
        except Unavailable:
            return "unavailable"
        return "ok"

    def _bundle(self) -> str:
        served = self.bundle.current()
        if served is None:
            return "missing"
        return "expired" if served.bundle.is_expired(self.clock.now()) else "ok"

    async def _mail(self) -> str:
        try:
            async with asyncio.timeout(MAIL_TIMEOUT_SECONDS):
                _, writer = await asyncio.open_connection(self.settings.smtp_host, self.settings.smtp_port)
        except (OSError, TimeoutError):
            return "silent"
        writer.close()
        return "ok"
