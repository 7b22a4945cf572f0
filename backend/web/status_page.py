"""`/tra-cuu`: a citizen looks up a letter by code and token. State, unit, due date and neutral steps, to nobody else.

Looking changes nothing, by whatever method and however often: links of mails are opened by scanners. What changes
something is a button, which sends code and token once more in the body of a POST.

A wrong code, a wrong token and an expired one get the same page after the same work, and never sooner than
`ANSWER_AFTER`: how long an answer takes tells nothing either.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.rate_limit import RateLimit
from backend.clock import Clock
from backend.compliance import subject_requests
from backend.compliance.subject_requests import Noted
from backend.correspondence import wording
from backend.correspondence.public_statistic import UsualTime, usual_time
from backend.correspondence.senders_word import Word, say
from backend.correspondence.status import LetterStatus, line, status_of
from backend.db import Database
from backend.errors import UsageError
from backend.web.client import client_key, is_from_our_own_page
from backend.web.locale import language_of
from backend.web.moments import date_and_time
from backend.web.pages import Pages
from backend.web.subject_page import shown as shown_request

PATH, WORD_PATH, DATA_PATH = "/tra-cuu", "/tra-cuu/y-kien", "/tra-cuu/du-lieu"
# What the sender may ask about data held on them: by the button's name, what about and what should stand there.
DATA_ASKED = {"copy": ("copy", ""), "citizen": ("sender_class", "citizen"), "business": ("sender_class", "business")}
ANSWER_AFTER = timedelta(milliseconds=150)
CODE_LIMIT_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a visitor asked by; `said`: the word that was noted."""

    code: str
    token: str
    said: Word | None


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
            Route(WORD_PATH, self.word, methods=["POST"]),
            Route(DATA_PATH, self.ask, methods=["POST"]),
        ]

    async def from_link(self, request: Request) -> Response:
        code, token = request.query_params.get("ma", ""), request.query_params.get("khoa", "")
        if not code and not token:
            return self._draw(request, None, None)
        return await self._answer(request, code, token)

    async def from_form(self, request: Request) -> Response:
        form = await request.form()
        return await self._answer(request, str(form.get("code", "")), str(form.get("token", "")).strip())

    async def word(self, request: Request) -> Response:
        """A button of the page was pressed."""
        form = await request.form()
        code, token, word = (str(form.get(name, "")) for name in ("code", "token", "word"))
        if not is_from_our_own_page(request):
            return self.pages.message(request, "foreign", status_code=403, path=PATH)
        said = word if word in set(Word) else ""
        return await self._answer(request, code, token.strip(), Word(said) if said else None)

    async def ask(self, request: Request) -> Response:
        """About data held on the sender: noted for the agency's data-protection officer."""
        form = await request.form()
        code, token, asked = (str(form.get(name, "")) for name in ("code", "token", "data"))
        if not is_from_our_own_page(request):
            return self.pages.message(request, "foreign", status_code=403, path=PATH)
        return await self._answer(request, code, token.strip(), asked=asked)

    async def _ask(self, code: str, token: str, about: str, wanted: str) -> None:
        now = self.clock.now()
        with suppress(UsageError):  # too many are open: they stand on the page
            async with self.database.write() as session:
                status = await status_of(session, code, token, now)
                if status is not None:
                    agency, sender = status.agency_code, status.sender_id
                    await subject_requests.ask_as_sender(session, sender, agency, about, wanted, now)

    async def _answer(
        self, request: Request, code: str, token: str, word: Word | None = None, asked: str = ""
    ) -> Response:
        wait = self.limit.wait(client_key(request))
        if wait is not None:
            return self.pages.wait(request, wait, path=PATH)
        not_before = asyncio.create_task(asyncio.sleep(ANSWER_AFTER.total_seconds()))
        noted = await self._say(code, token, word) if word else False
        if asked in DATA_ASKED:
            await self._ask(code, token, *DATA_ASKED[asked])
        status, usual, requests = await self._find(code, token)
        await not_before
        drawn = _Asked(code[:CODE_LIMIT_CHARACTERS], token, word if noted else None)
        return self._draw(request, drawn, status, usual, requests)

    async def _say(self, code: str, token: str, word: Word) -> bool:
        now = self.clock.now()
        async with self.database.write() as session:
            status = await status_of(session, code, token, now)
            return status is not None and await say(session, status, word, now)

    async def _find(self, code: str, token: str) -> tuple[LetterStatus | None, UsualTime | None, Sequence[Noted]]:
        """A letter's state; while it waits, how long such letters usually do; what its sender asked of data held."""
        now = self.clock.now()
        async with self.database.read() as session:
            status = await status_of(session, code, token, now)
            if status is None:
                return None, None, ()
            requests = await subject_requests.of_person(session, correspondent_id=status.sender_id)
            if not status.is_waited_for:
                return status, None, requests
            return status, await usual_time(session, status.agency_code, status.sender_class, now), requests

    def _draw(
        self,
        request: Request,
        asked: _Asked | None,
        status: LetterStatus | None,
        usual: UsualTime | None = None,
        requests: Sequence[Noted] = (),
    ) -> Response:
        # Nothing found is 200 too: a status code is an answer, and a cache's log keeps it.
        return self.pages.draw(
            request,
            "status.html",
            path=PATH,
            kept={"ma": asked.code, "khoa": asked.token} if asked and status else None,
            code=asked.code if asked else "",
            token=asked.token if asked else "",
            said=asked.said if asked else None,
            status=_shown(status, language_of(request)) if status else None,
            usual=usual,
            requests=[shown_request(one) for one in requests],
            unknown=asked is not None and status is None,
        )


def _shown(status: LetterStatus, language: str) -> dict[str, object]:
    """What the page says of a letter, in its language."""
    shown = status.shown
    return {
        "letter": status,
        "line": line(shown, language),
        "due_on": status.due_on,
        "how_due": shown.how_due if language == "vi" else shown.how_due_en,
        "steps": [(date_and_time(step.at), wording.step(step.what, step.unit_name, language)) for step in shown.steps],
    }
