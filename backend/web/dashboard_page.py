"""`/bang-dieu-hanh`: how fast an agency answers and what today asks for; each of its tables as CSV and XLSX; the
bearer with which its script asks GraphQL.

For heads (their agency and those below) and auditors (figures, never letters). Every look is on record first.
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.access.page_bearers import open_bearer
from backend.audit.looks import Look, Looked
from backend.clock import Clock
from backend.db import Database
from backend.web import dashboard_letters
from backend.web.client import is_from_our_own_page
from backend.web.dashboard_asking import Asking, asking, put_on_record
from backend.web.dashboard_question import SENDERS, Question
from backend.web.dashboard_reading import Allowed, Reading, read
from backend.web.dashboard_tables import Table, csv_of
from backend.web.dashboard_view import every_table, hidden_months, view
from backend.web.dashboard_words import Words
from backend.web.dashboard_workbook import XLSX, workbook_of
from backend.web.locale import language_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time, iso
from backend.web.visits import Visitor, is_form_of

PATH = "/bang-dieu-hanh"


@dataclass(frozen=True, slots=True)
class _Shown:
    asking: Asking
    reading: Reading

    @property
    def permitted(self) -> Allowed:
        return self.asking.permitted

    @property
    def question(self) -> Question:
        return self.asking.question


@dataclass(frozen=True, slots=True)
class DashboardPage:
    database: Database
    clock: Clock
    sign_in: SignInOf
    policy: str  # of the page with its script

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.show, methods=["GET"]),
            Route(f"{PATH}/{{name}}.csv", self.as_csv, methods=["GET"]),
            Route(f"{PATH}/{{name}}.xlsx", self.as_xlsx, methods=["GET"]),
            Route(f"{PATH}/phien", self.bearer, methods=["POST"]),
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
        page = self.sign_in.draw(
            request,
            visitor,
            "dashboard.html",
            **shown.asking.form,
            in_full=found.in_full,
            full=shown.question.agency_code in shown.permitted.in_full,
            senders=SENDERS,
            period=found.period,
            hidden_months=hidden_months(shown.reading, shown.question),
            counted_at=date_and_time(found.now),
            view=view(shown.reading, shown.question, shown.permitted.names, words),
        )
        page.headers["Content-Security-Policy"] = self.policy
        return page

    async def bearer(self, request: Request) -> Response:
        """For the page's own script: it holds the key of the page's forms, which no other site can know."""
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return JSONResponse({"code": "not_signed_in"}, 401)
        if not is_from_our_own_page(request) or not is_form_of(visitor, (await request.form()).get("form_key")):
            return JSONResponse({"code": "foreign"}, 403)
        async with self.database.write() as session:
            opened = await open_bearer(session, visitor.session_hash, self.clock.now())
        if opened is None:
            return JSONResponse({"code": "not_signed_in"}, 401)
        return JSONResponse({"token": opened.token, "expires_at": iso(opened.expires_at)})

    async def as_csv(self, request: Request) -> Response:
        return await self._file(request, "csv", "text/csv; charset=utf-8", lambda table, _: csv_of(table).encode())

    async def as_xlsx(self, request: Request) -> Response:
        return await self._file(request, "xlsx", XLSX, workbook_of)

    async def _file(self, request: Request, ending: str, kind: str, made: Callable[[Table, Words], bytes]) -> Response:
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return self.sign_in.form(request, status_code=401)
        shown = await self._shown(request, visitor)
        if shown is None:
            return self._refused(request)
        words = Words(language_of(request))
        found = await self._table(request, shown, words)
        if found is None:
            return self.sign_in.shared.pages.message(request, "not_found", status_code=404)
        headers = {"Content-Disposition": f'attachment; filename="bang-dieu-hanh-{found.name}.{ending}"'}
        return Response(made(found, words), media_type=kind, headers=headers)

    async def _table(self, request: Request, shown: _Shown, words: Words) -> Table | None:
        """By its name; None: there is none, or it is not the visitor's to see."""
        name, question = request.path_params["name"], shown.question
        if name != dashboard_letters.NAME:
            return every_table(shown.reading, question, shown.permitted.names, words).get(name)
        if not dashboard_letters.are_shown(shown.permitted, question):
            return None
        now = self.clock.now()
        async with self.database.read() as session:
            said = request.query_params
            found = await dashboard_letters.letters_table(session, said, question, shown.reading, words)
        looked = [Looked(Look.FIGURE_LETTERS, question.agency_code)]
        await put_on_record(self.database, shown.asking.principal, looked, now)
        return found

    def _refused(self, request: Request) -> Response:
        return self.sign_in.shared.pages.message(request, "not_allowed", status_code=403)

    async def _shown(self, request: Request, visitor: Visitor) -> _Shown | None:
        """None for whoever may not see it. What is shown is on record then."""
        now = self.clock.now()
        async with self.database.read() as session:
            its = await asking(session, request, visitor, now)
            if its is None:
                return None
            reading = await read(session, its.principal, its.permitted, its.question, now)
        await put_on_record(self.database, its.principal, reading.looks(its.question), now)
        return _Shown(its, reading)
