"""`/dang-nhap/khan-cap`: in with an account of `congvu emergency`, once, while nothing else lets anybody in."""

import asyncio
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.access import emergency
from backend.access.page_sessions import SignedIn
from backend.access.rate_limit import RateLimit
from backend.clock import Clock
from backend.db import Database
from backend.web.client import client_key, is_from_our_own_page
from backend.web.mailbox_sign_in import keep_origin
from backend.web.middleware import access_log
from backend.web.pages import Pages
from backend.web.visits import Visits

PATH = "/dang-nhap/khan-cap"


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    """`limit` counts tries by client. One password is checked at a time: each costs 64 MiB."""

    database: Database
    clock: Clock
    pages: Pages
    visits: Visits
    limit: RateLimit
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> list[Route]:
        return [Route(PATH, self.show, methods=["GET"]), Route(PATH, self.sign_in, methods=["POST"])]

    async def show(self, request: Request) -> Response:
        return self._form(request)

    async def sign_in(self, request: Request) -> Response:
        if not is_from_our_own_page(request):
            return self.pages.message(request, "foreign", status_code=403, path=PATH)
        wait = self.limit.wait(client_key(request))
        if wait is not None:
            return self.pages.wait(request, wait, path=PATH)
        form = await request.form()
        who = await self._accepted(str(form.get("account", "")).strip().lower(), str(form.get("password", "")))
        if who is None:
            return self._form(request, "emergency.wrong", 401)
        access_log.warning("EMERGENCY account %s signed in from %s", who.login, client_key(request))
        response = RedirectResponse("/", status_code=303)
        await self.visits.open(request, response, who, self.clock.now())
        return response

    async def _accepted(self, name: str, password: str) -> SignedIn | None:
        async with self.database.read() as session:
            account = await emergency.account_of(session, name)
        async with self._one_at_a_time:
            fits = await asyncio.to_thread(emergency.fits, account, password)
        if account is None:
            access_log.warning("EMERGENCY sign-in refused: no such account")
            return None
        async with self.database.write() as session:
            if fits:
                who = await emergency.use(session, account, self.clock.now())
            else:
                emergency.note_refused(session, account.name, self.clock.now())
                who = None
        if who is None:
            access_log.warning("EMERGENCY sign-in refused: account %s", account.name)
        return who

    def _form(self, request: Request, problem: str | None = None, status_code: int = 200) -> Response:
        return keep_origin(
            self.pages.draw(request, "emergency.html", path=PATH, status_code=status_code, problem=problem)
        )
