"""`/tra-cuu`: a citizen looks up a letter by code and token. State, unit and due date; nothing else, to nobody else.

A wrong code, a wrong token and an expired one get the same page after the same work, and never sooner than
`ANSWER_AFTER`: how long an answer takes tells nothing either.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.rate_limit import RateLimit
from backend.clock import Clock
from backend.correspondence.status import LetterStatus, status_of
from backend.correspondence.status import line as status_line
from backend.db import Database
from backend.web.client import client_key
from backend.web.locale import language_of
from backend.web.pages import Pages

PATH = "/tra-cuu"
ANSWER_AFTER = timedelta(milliseconds=150)
CODE_LIMIT_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The mail's link brings code and token in its query (`ma`, `khoa`); the form sends them in its body."""

    database: Database
    clock: Clock
    pages: Pages
    limit: RateLimit

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.from_link, methods=["GET"]),
            Route(PATH, self.from_form, methods=["POST"]),
        ]

    async def from_link(self, request: Request) -> Response:
        code, token = request.query_params.get("ma", ""), request.query_params.get("khoa", "")
        if not code and not token:
            return self._draw(request, "", None)
        return await self._answer(request, code, token)

    async def from_form(self, request: Request) -> Response:
        form = await request.form()
        return await self._answer(request, str(form.get("code", "")), str(form.get("token", "")).strip())

    async def _answer(self, request: Request, code: str, token: str) -> Response:
        wait = self.limit.wait(client_key(request))
        if wait is not None:
            return self.pages.wait(request, wait, path=PATH)
        not_before = asyncio.create_task(asyncio.sleep(ANSWER_AFTER.total_seconds()))
        status = await self._find(code, token)
        await not_before
        return self._draw(request, code[:CODE_LIMIT_CHARACTERS], status, asked=True)

    async def _find(self, code: str, token: str) -> LetterStatus | None:
        async with self.database.read() as session:
            return await status_of(session, code, token, self.clock.now())

    def _draw(self, request: Request, code: str, status: LetterStatus | None, *, asked: bool = False) -> Response:
        # Nothing found is 200 too: a status code is an answer, and a cache's log keeps it.
        unknown = asked and status is None
        line = status_line(status.shown, language_of(request)) if status else ""
        return self.pages.draw(request, "status.html", path=PATH, code=code, status=status, line=line, unknown=unknown)
