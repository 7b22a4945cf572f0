"""`/bang-dieu-hanh/chi-thi`: how an agency stands to each clause of the directive, how it uses official mail, and the
emulation table; each table as CSV and XLSX.

For whoever sees the dashboard. Every look is on record first. Papers by number stand there for those of the agency
alone who see what it issued; nothing of a single official does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.roles import Capability, agencies_of, line_of, may
from backend.audit.looks import Look, Looked
from backend.clock import Clock
from backend.compliance import directive, register
from backend.compliance.directive import ClauseState
from backend.compliance.directive_reading import Account, Asked, account, tables_of
from backend.compliance.emulation import Compared, compared
from backend.compliance.terms import Unmailed
from backend.correspondence.months import widened
from backend.db import Database, ReadSession
from backend.directory import queries as directory_queries
from backend.web.dashboard_asking import Asking, asking, put_on_record
from backend.web.dashboard_page import PATH as DASHBOARD_PATH
from backend.web.dashboard_question import AGENCY, MONTHS, SCOPE
from backend.web.dashboard_tables import Table, csv_of
from backend.web.dashboard_words import Words
from backend.web.directive_tables import clauses_table, emulation_table, unmailed_table, usage_table, xlsx_of
from backend.web.locale import language_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.visits import Visitor
from backend.workingtime.hours import in_vietnam

PATH = f"{DASHBOARD_PATH}/chi-thi"
KEPT = (AGENCY, MONTHS, SCOPE)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Where on our pages a figure comes from: "#" on this one.
LINKS = {
    "private_boxes": "#usage",
    "published": "/directory",
    "mandatory": "#usage",
    "citizens": DASHBOARD_PATH,
    "in_time": DASHBOARD_PATH,
    "unicode": "#usage",
    "issued": "#usage",
    "checks": DASHBOARD_PATH,
    "guarded": "#usage",
    "registers": "#usage",
    "regulation": "/quy-che",
    "list_of_kinds": "/quy-che",
    "reports": "/bao-cao",
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """`unmailed`: papers that no letter carried; None: not the visitor's to see."""

    asking: Asking
    account: Account
    compared: Sequence[Compared]
    unmailed: Sequence[Unmailed] | None
    now: datetime

    @property
    def looks(self) -> list[Looked]:
        codes = [self.asking.question.agency_code, *(one.code for one in self.account.usage.agencies)]
        return [Looked(Look.FIGURES, code) for code in dict.fromkeys([*codes, *(one.code for one in self.compared)])]


@dataclass(frozen=True, slots=True)
class DirectivePage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.show, methods=["GET"]),
            Route(f"{PATH}/{{name}}.csv", self.csv, methods=["GET"]),
            Route(f"{PATH}/{{name}}.xlsx", self.xlsx, methods=["GET"]),
            *self.sign_in.routes(),
        ]

    async def show(self, request: Request) -> Response:
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return self.sign_in.form(request)
        shown = await self._shown(request, visitor)
        if shown is None:
            return self._refused(request)
        language, found = language_of(request), shown.account.findings
        return self.sign_in.draw(
            request,
            visitor,
            "directive.html",
            **shown.asking.form,
            period=shown.account.usage.period,
            counted_at=date_and_time(shown.now),
            source=directive.source(language),
            states=[(one, sum(each.state is one for each in found)) for one in ClauseState],
            links=LINKS,
            tables=_tables(shown, language),
            usage=shown.account.usage,
        )

    async def csv(self, request: Request) -> Response:
        return await self._file(request, "csv")

    async def xlsx(self, request: Request) -> Response:
        return await self._file(request, "xlsx")

    async def _file(self, request: Request, form: str) -> Response:
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return self.sign_in.form(request, status_code=401)
        shown = await self._shown(request, visitor)
        if shown is None:
            return self._refused(request)
        language = language_of(request)
        table = _tables(shown, language).get(request.path_params["name"])
        if table is None:
            return self.sign_in.shared.pages.message(request, "not_found", status_code=404)
        headers = {"Content-Disposition": f'attachment; filename="chi-thi-{table.name}.{form}"'}
        if form == "csv":
            return Response(csv_of(table), media_type="text/csv; charset=utf-8", headers=headers)
        words = Words(language, "directive")
        heads = [words.say(f"col_{column}") for column in table.columns]
        return Response(xlsx_of(table, words.say(f"table_{table.name}"), heads), media_type=XLSX, headers=headers)

    def _refused(self, request: Request) -> Response:
        return self.sign_in.shared.pages.message(request, "not_allowed", status_code=403)

    async def _shown(self, request: Request, visitor: Visitor) -> _Shown | None:
        """None for whoever may not see it. What is shown is on record then."""
        now = self.clock.now()
        async with self.database.read() as session:
            its = await asking(session, request, visitor, now)
            if its is None:
                return None
            shown = await _read(session, its, now)
        await put_on_record(self.database, its.principal, shown.looks, now)
        return shown


async def _read(session: ReadSession, its: Asking, now: datetime) -> _Shown:
    permitted, question = its.permitted, its.question
    grants, parents = its.principal.grants, await directory_queries.parents(session)
    code, today = question.agency_code, in_vietnam(now).date()
    sees_below, period = agencies_of(grants, Capability.READ_FIGURES), widened(question.period(today))

    def sees_checks(of: str) -> bool:
        return may(grants, Capability.READ_MAILBOX_CHECKS, line_of(of, parents))

    asked_for = Asked(code, period, question.below, permitted.in_full, sees_below, sees_checks)
    found = await tables_of(session, asked_for, now)
    sees_papers = may(grants, Capability.READ_ISSUED, line_of(code, parents))
    return _Shown(
        asking=its,
        account=await account(session, asked_for, found, now),
        compared=compared(found, permitted.names, today) if question.below else (),
        unmailed=await register.unmailed(session, code, period.since, period.until) if sees_papers else None,
        now=now,
    )


def _tables(shown: _Shown, language: str) -> dict[str, Table]:
    """By name; those without rows are left out."""
    words, found = Words(language, "directive"), shown.account
    made = [
        clauses_table(found.findings, language),
        usage_table(found.usage, words),
        emulation_table(shown.compared, words, Words(language)),
        unmailed_table(shown.unmailed or (), words),
    ]
    return {one.name: one for one in made if one.rows}
