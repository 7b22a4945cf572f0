"""`/dia-chi`: whoever reads an official mailbox confirms it with one button.

The mail's link opens the page; looking changes nothing, by whatever method and however often, for scanners open links.
The button sends address, quarter and token once more in the body of a POST.
"""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.address_token import is_address_token
from backend.access.rate_limit import RateLimit
from backend.clock import Clock
from backend.compliance import confirming
from backend.db import Database
from backend.web.client import client_key, is_from_our_own_page
from backend.web.pages import Pages

PATH = "/dia-chi"
_QUARTER = re.compile(r"20\d\dQ[1-4]")
ADDRESS_LIMIT_CHARACTERS = 320


@dataclass(frozen=True, slots=True)
class _Asked:
    address: str
    quarter: str
    token: str


@dataclass(frozen=True, slots=True)
class AddressPage:
    database: Database
    clock: Clock
    pages: Pages
    limit: RateLimit
    secret_file: Path

    def routes(self) -> list[Route]:
        return [Route(PATH, self.look, methods=["GET"]), Route(PATH, self.confirm, methods=["POST"])]

    async def look(self, request: Request) -> Response:
        said = request.query_params
        asked = _Asked(said.get("hop-thu", ""), said.get("quy", ""), said.get("khoa", ""))
        return await self._answer(request, asked, confirms=False)

    async def confirm(self, request: Request) -> Response:
        form = await request.form()
        if not is_from_our_own_page(request):
            return self.pages.message(request, "foreign", status_code=403, path=PATH)
        asked = _Asked(*(str(form.get(name, "")) for name in ("address", "quarter", "token")))
        return await self._answer(request, asked, confirms=True)

    async def _answer(self, request: Request, asked: _Asked, *, confirms: bool) -> Response:
        wait = self.limit.wait(client_key(request))
        if wait is not None:
            return self.pages.wait(request, wait, path=PATH)
        if not await asyncio.to_thread(self._is_genuine, asked):
            return self.pages.message(request, "not_found", status_code=404, path=PATH)
        done = confirms and await self._note(asked)
        if confirms and not done:
            return self.pages.message(request, "not_found", status_code=404, path=PATH)
        kept = {"hop-thu": asked.address, "quy": asked.quarter, "khoa": asked.token}
        return self.pages.draw(request, "address.html", path=PATH, kept=kept, asked=asked, done=done)

    def _is_genuine(self, asked: _Asked) -> bool:
        if len(asked.address) > ADDRESS_LIMIT_CHARACTERS or not _QUARTER.fullmatch(asked.quarter):
            return False
        try:
            return is_address_token(asked.token, self.secret_file, asked.address, asked.quarter)
        except OSError:  # no secret, so no mail of ours carries a token
            return False

    async def _note(self, asked: _Asked) -> bool:
        async with self.database.write() as session:
            return await confirming.confirm(session, asked.address.lower(), asked.quarter, self.clock.now())
