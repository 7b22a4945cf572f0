"""`/quy-che`: the regulation on official mail in force, and the papers it wants mailed, for every official.

For the agency that reports for the province drafts too, and where the number goes once one is signed.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.roles import Capability, line_of, may
from backend.audit import service as audit
from backend.classification.keys import read_key
from backend.classification.releasing import read_held
from backend.clock import Clock
from backend.compliance import regulation, reporting
from backend.compliance import regulation_queries as queries
from backend.compliance.regulation import Entry, RegulationPaper, WrongRegulation
from backend.compliance.regulation_models import SignedRegulation
from backend.compliance.regulation_paper import RuledKind, decision, mandatory_list
from backend.compliance.report_files import MEDIA_TYPES, paper_file
from backend.compliance.reporting import Signer
from backend.db import Database, ReadSession
from backend.directory import queries as directory
from backend.directory.terms import Principal
from backend.settings import Settings
from backend.web.declaring import declarer_of
from backend.web.locale import language_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor
from backend.workingtime.hours import in_vietnam

PATH, FILE_PATH = "/quy-che", "/quy-che/{name}"
DRAWN = {"quyet-dinh": decision, "danh-muc": mandatory_list}


@dataclass(frozen=True, slots=True)
class Shown:
    """A signed paper in words. `is_in_force`: rules cite it; the others came before it, or come later."""

    paper: str
    number: str
    signed_on: str
    valid_from: str
    entered_by: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class RegulationPage:
    settings: Settings
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._page),
            self.sign_in.act(PATH, self._act),
            *self.sign_in.routes(),
            self.sign_in.page(FILE_PATH, self._file),
        ]

    async def _act(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        problem = await self._enter(visitor, answers)
        return self.sign_in.back(request) if problem is None else await self._page(request, visitor, problem, answers)

    async def _enter(self, visitor: Visitor, answers: Mapping[str, str]) -> str | None:
        """The name of the problem if it cannot be noted; nothing is noted then."""
        now = self.clock.now()
        try:
            async with self.database.write() as session:
                principal = await principal_behind(session, visitor.who, now)
                person = declarer_of(principal, answers.get("person", ""))
                if person is None or not await self._may(session, principal):
                    return "incomplete"
                signed_on, valid_from = (_day(answers, name) for name in ("signed_on", "valid_from"))
                entry = Entry(answers.get("paper", ""), answers.get("number", ""), signed_on, valid_from)
                regulation.enter(session, entry, Signer(visitor.login, person.person_id), now)
        except WrongRegulation as error:
            return error.field
        return None

    async def _page(
        self, request: Request, visitor: Visitor, problem: str | None = None, answers: Mapping[str, str] | None = None
    ) -> Response:
        now = self.clock.now()
        today, payload = in_vietnam(now).date(), await asyncio.to_thread(self._payload)
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, now)
            may_enter = await self._may(session, principal)
            rows = await queries.signed(session)
            names = await directory.official_names(session, {row.entered_by for row in rows})
        row = regulation.in_force(rows, today)
        cited, kinds = regulation.citation(row) if row else "", _kinds(payload, language_of(request))
        return self.sign_in.draw(
            request,
            visitor,
            "regulation.html",
            status_code=200 if problem is None else 422,
            problem=None if problem is None else f"regulation.problem_{problem}",
            people=principal.people if may_enter else (),
            rows=[_shown(one, names, row) for one in rows],
            cited=cited,
            uncited=bool(cited) and any(one.mandatory and cited not in one.source for one, _ in kinds),
            kinds=kinds,
            version=payload["version"] if payload else "",
            papers=list(RegulationPaper),
            chosen=answers or {},
        )

    async def _file(self, request: Request, visitor: Visitor) -> Response:
        """A draft from what holds now; that it was fetched is recorded, for it names who is charged with what."""
        now, message = self.clock.now(), self.sign_in.shared.pages.message
        name, _, kind = str(request.path_params["name"]).partition(".")
        payload = await asyncio.to_thread(self._payload)
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, now)
            if not await self._may(session, principal):
                return message(request, "not_allowed", status_code=403, path=PATH)
            if name not in DRAWN or kind not in ("docx", "pdf") or payload is None:
                return message(request, "not_found", status_code=404, path=PATH)
            reporter = await reporting.reporter(session, self.settings.report_agency)
            facts = await regulation.facts(session, payload, reporter, now)
        async with self.database.write() as session:
            audit.record(session, "regulation.drafted", at=now, login=visitor.login, data={"file": name})
        data = await asyncio.to_thread(paper_file, DRAWN[name](facts), kind)
        headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"}
        return Response(data, media_type=MEDIA_TYPES[kind], headers=headers)

    def _payload(self) -> Mapping[str, Any] | None:
        """Of the rules in force; None: there are none."""
        keys = [read_key(file) for file in self.settings.trusted_keys]
        held = read_held(self.settings.bundle, keys)
        return None if held is None else held.payload

    async def _may(self, session: ReadSession, principal: Principal) -> bool:
        code = await reporting.reporter(session, self.settings.report_agency)
        needed = Capability.ENTER_REGULATION
        return code is not None and may(principal.grants, needed, line_of(code, await directory.parents(session)))


def _day(answers: Mapping[str, str], name: str) -> date:
    """
    Raises:
        WrongRegulation: the field is no day.
    """
    try:
        return date.fromisoformat(answers.get(name, ""))
    except ValueError:
        raise WrongRegulation(name) from None


def _kinds(payload: Mapping[str, Any] | None, language: str) -> list[tuple[RuledKind, str]]:
    """With their titles in the language, those that must be mailed first."""
    rules = payload["rules"] if payload else ()
    titles = {rule["id"]: rule["title" if language == "vi" else "title_en"] for rule in rules}
    kinds = sorted(regulation.ruled_kinds(rules), key=lambda one: (not one.mandatory, one.rule_id))
    return [(one, titles[one.rule_id]) for one in kinds]


def _shown(row: SignedRegulation, names: Mapping[str, str], cited: SignedRegulation | None) -> Shown:
    return Shown(
        paper=row.paper,
        number=row.number,
        signed_on=f"{row.signed_on:%d/%m/%Y}",
        valid_from=f"{row.valid_from:%d/%m/%Y}",
        entered_by=names.get(row.entered_by, row.entered_by),
        is_in_force=cited is row,
    )
