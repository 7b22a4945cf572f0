"""`/bang-dieu-hanh`: how fast an agency answers and what today asks for; each of its tables as CSV.

For heads (their agency and those below) and auditors (figures, never letters). Every look is on record first.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.audit.looks import note
from backend.clock import Clock
from backend.db import Database
from backend.directory.looking import looker_of
from backend.web.dashboard_question import MONTH_CHOICES, SENDERS, Question, asked
from backend.web.dashboard_reading import Allowed, Reading, allowed, read
from backend.web.dashboard_tables import csv_of
from backend.web.dashboard_view import every_table, hidden_months, view
from backend.web.dashboard_words import Words
from backend.web.locale import language_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor

PATH = "/bang-dieu-hanh"


@dataclass(frozen=True, slots=True)
class _Shown:
    permitted: Allowed
    question: Question
    reading: Reading


@dataclass(frozen=True, slots=True)
class DashboardPage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.show, methods=["GET"]),
            Route(f"{PATH}/{{name}}.csv", self.table, methods=["GET"]),
            *self.sign_in.routes(),
        ]

    async def show(self, request: Request) -> Response:
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return self.sign_in.form(request)
        shown = await self._shown(request, visitor)
        if shown is None:
            return self._refused(request)
        words, found = Words(language_of(request)), shown.reading.figures
        return self.sign_in.draw(
            request,
            visitor,
            "dashboard.html",
            names=sorted(shown.permitted.names.items()),
            agency=shown.permitted.names[shown.question.agency_code],
            asked=shown.question,
            in_full=found.in_full,
            senders=SENDERS,
            month_choices=MONTH_CHOICES,
            period=found.period,
            hidden_months=hidden_months(shown.reading, shown.question),
            counted_at=date_and_time(found.now),
            view=view(shown.reading, shown.question, shown.permitted.names, words),
        )

    async def table(self, request: Request) -> Response:
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return self.sign_in.form(request, status_code=401)
        shown = await self._shown(request, visitor)
        if shown is None:
            return self._refused(request)
        words = Words(language_of(request))
        tables = every_table(shown.reading, shown.question, shown.permitted.names, words)
        found = tables.get(request.path_params["name"])
        if found is None:
            return self.sign_in.shared.pages.message(request, "not_found", status_code=404)
        headers = {"Content-Disposition": f'attachment; filename="bang-dieu-hanh-{found.name}.csv"'}
        return Response(csv_of(found), media_type="text/csv; charset=utf-8", headers=headers)

    def _refused(self, request: Request) -> Response:
        return self.sign_in.shared.pages.message(request, "not_allowed", status_code=403)

    async def _shown(self, request: Request, visitor: Visitor) -> _Shown | None:
        """None for whoever may not see it. What is shown is on record then."""
        now = self.clock.now()
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, now)
            permitted = await allowed(session, principal)
            if permitted is None:
                return None
            question = asked(request.query_params, permitted.usual, permitted.in_full)
            if question.agency_code not in permitted.names:
                return None
            reading = await read(session, principal, permitted, question, now)
        async with self.database.write() as session:
            for look in reading.looks(question):
                await note(session, looker_of(principal), look, now)
        return _Shown(permitted, question, reading)
