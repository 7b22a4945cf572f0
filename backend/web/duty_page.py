"""`/truc`: those who keep the system running see who is on duty, log what goes wrong, and hand over, by name.

Of one agency at a time: where the visitor holds such a role, or one below it (`co-quan`). `ban`: one sheet handed over,
alone, as it is printed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.roles import Capability, agencies_of, line_of, may
from backend.clock import VIETNAM, Clock
from backend.compliance import incident_queries, reporting
from backend.compliance.duty_models import NOTE_LENGTH, WORDS_LENGTH
from backend.compliance.incidents import Service, Severity
from backend.compliance.reporting import Signer
from backend.correspondence import canary
from backend.correspondence.operation_queries import standing_canaries
from backend.db import Database, ReadSession, WriteSession
from backend.directory import queries as directory
from backend.directory.terms import Principal
from backend.errors import UsageError
from backend.web import incident_forms, roster_forms
from backend.web.bundle import BundleFile
from backend.web.declaring import declarer_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor

PATH = "/truc"
AGENCY, SHEET = "co-quan", "ban"
KEPT = (AGENCY, SHEET)
NEEDED = Capability.KEEP_DUTY


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose page it is. `may_report`: what the visitor looks after is all the quarterly report tells of, so that an
    outage noted here is one of the report's."""

    code: str
    name: str
    others: Sequence[tuple[str, str]]
    may_report: bool


@dataclass(frozen=True, slots=True)
class DutyPage:
    database: Database
    clock: Clock
    sign_in: SignInOf
    bundle: BundleFile
    report_agency: str  # of the settings
    has_canaries: bool  # they are sent here

    def routes(self) -> list[Route]:
        return [self.sign_in.page(PATH, self._page), self.sign_in.act(PATH, self._act), *self.sign_in.routes()]

    async def _act(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        try:
            async with self.database.write() as session:
                principal = await principal_behind(session, visitor.who, self.clock.now())
                await self._do(session, request, principal, answers)
        except UsageError as error:
            return await self._page(request, visitor, error.code, answers)
        return self.sign_in.back(request)

    async def _do(
        self, session: WriteSession, request: Request, principal: Principal, answers: Mapping[str, str]
    ) -> None:
        """
        Raises:
            UsageError: it cannot be done, or is not this visitor's to do; nothing is done then.
        """
        desk, person = await self._desk(session, request, principal), declarer_of(principal, answers.get("person", ""))
        if desk is None or person is None or answers.get("agency") != desk.code:
            raise UsageError("not this visitor's to do", code="not_yours")
        who, now = Signer(principal.login, person.person_id), self.clock.now()
        if answers.get("deed") == "outage" and not desk.may_report:
            raise UsageError("the report is not of this desk", code="not_yours")
        if answers.get("deed") in roster_forms.DEEDS:
            await roster_forms.do(session, desk.code, answers, await self._machines(session, now), who, now)
            return
        await incident_forms.do(session, desk.code, answers, who, now)

    async def _machines(self, session: ReadSession, now: datetime) -> dict[str, Any]:
        """The set of rules served here, and how the canary letters stand, the worst of all."""
        served = self.bundle.current()
        canaries = await standing_canaries(session, now) if self.has_canaries else {}
        return {
            "bundle": served.bundle.version if served else "",
            "bundle_state": self.bundle.state(now),
            "canaries": canary.worst(canaries.values()) if self.has_canaries else "off",
        }

    async def _page(
        self, request: Request, visitor: Visitor, problem: str | None = None, answers: Mapping[str, str] | None = None
    ) -> Response:
        now = self.clock.now()
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, now)
            desk = await self._desk(session, request, principal)
            values = {} if desk is None else await _shown(session, desk)
            roster = None if desk is None else await roster_forms.roster(session, desk.code, principal, now)
        asked, status = request.query_params.get(SHEET), 403 if desk is None else 200
        sheet = roster.sheet(asked) if roster and asked else None
        if asked and desk and sheet is None:
            return self.sign_in.shared.pages.message(request, "not_found", status_code=404, path=PATH)
        return self.sign_in.draw(
            request,
            visitor,
            "duty.html" if sheet is None else "duty_sheet.html",
            status_code=status if problem is None else 422,
            problem=None if problem is None else f"duty.problem_{problem}",
            desk=desk,
            agency_query=AGENCY,
            sheet_query=SHEET,
            roster=roster,
            sheet=sheet,
            people=principal.people,
            chosen=answers or {},
            this_minute=_field(now),
            services=list(Service),
            severities=list(Severity),
            limits=(WORDS_LENGTH, NOTE_LENGTH),
            **values,
        )

    async def _desk(self, session: ReadSession, request: Request, principal: Principal) -> Desk | None:
        """None: the visitor keeps no duty there, or nowhere."""
        parents = await directory.parents(session)
        held = sorted(agencies_of(principal.grants, NEEDED))
        code = request.query_params.get(AGENCY) or next(iter(held), "")
        if code not in parents or not may(principal.grants, NEEDED, line_of(code, parents)):
            return None
        logged = await incident_queries.agencies(session)
        listed = {*held, *(one for one in logged if may(principal.grants, NEEDED, line_of(one, parents)))}
        names = await directory.agency_names(session, {code, *listed})
        told = await reporting.reporter(session, self.report_agency)
        return Desk(
            code,
            names[code],
            sorted((one, names[one]) for one in listed - {code} if one in names),
            may_report=told is not None and may(principal.grants, NEEDED, line_of(told, parents)),
        )


async def _shown(session: ReadSession, desk: Desk) -> dict[str, object]:
    standing = await incident_queries.standing(session, desk.code)
    closed = await incident_queries.closed(session, desk.code)
    return {
        "standing": await incident_forms.shown(session, standing),
        "closed": await incident_forms.shown(session, closed),
    }


def _field(now: datetime) -> str:
    """As a browser's field for moments wants it."""
    return now.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")
