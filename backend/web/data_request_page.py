"""`/du-lieu-ca-nhan/yeu-cau`: what people asked about data held on them, for the data-protection officer to decide.

A sender is shown by no address, and by no letter: that there is one may be for named receivers only.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.roles import Capability, line_of, may, may_somewhere
from backend.clock import VIETNAM, Clock
from backend.compliance import subject_request_queries as queries
from backend.compliance.models import SubjectRequest
from backend.compliance.paper import Block
from backend.compliance.paper_docx import docx
from backend.compliance.privacy_papers import breach_checklist, impact_assessment
from backend.compliance.subject_requests import Noted, Outcome, RequestNotFound, decide
from backend.db import Database, ReadSession
from backend.directory import queries as directory
from backend.directory.terms import Principal
from backend.errors import UsageError
from backend.web.declaring import declarer_of
from backend.web.locale import language_of, texts
from backend.web.mailbox_sign_in import SignInOf
from backend.web.principal_behind import principal_behind
from backend.web.subject_page import shown
from backend.web.visits import Visitor

PATH = "/du-lieu-ca-nhan/yeu-cau"
IMPACT_PATH, BREACH_PATH = "/du-lieu-ca-nhan/danh-gia-tac-dong.docx", "/du-lieu-ca-nhan/khi-lo-du-lieu.docx"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NEEDED = Capability.DECIDE_DATA_REQUESTS


@dataclass(frozen=True, slots=True)
class DataRequestPage:
    database: Database
    clock: Clock
    sign_in: SignInOf
    province: str

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._page),
            self.sign_in.act(PATH, self._act),
            self.sign_in.page(IMPACT_PATH, self._impact),
            self.sign_in.page(BREACH_PATH, self._breach),
            *self.sign_in.routes(),
        ]

    async def _impact(self, request: Request, visitor: Visitor) -> Response:
        """The impact-assessment file, as a draft."""
        language, today = language_of(request), self.clock.now().astimezone(VIETNAM).date()
        return await self._file(request, visitor, impact_assessment(self.province, texts(language), language, today))

    async def _breach(self, request: Request, visitor: Visitor) -> Response:
        """The checklist of a leak noticed at `luc`, in Vietnam's time; now, where that says no moment."""
        language, noticed = language_of(request), self.clock.now()
        with suppress(ValueError):
            noticed = datetime.fromisoformat(request.query_params.get("luc", "")).replace(tzinfo=VIETNAM)
        return await self._file(request, visitor, breach_checklist(noticed, texts(language), language))

    async def _file(self, request: Request, visitor: Visitor, blocks: Sequence[Block]) -> Response:
        """For the officer; everybody else sees the page that says so."""
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, self.clock.now())
        if not may_somewhere(principal.grants, NEEDED):
            return await self._page(request, visitor)
        name = request.url.path.rpartition("/")[2]
        attached = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(docx(blocks), media_type=DOCX, headers=attached)

    async def _act(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        problem = await self._decide(visitor, answers)
        return self.sign_in.back(request) if problem is None else await self._page(request, visitor, problem)

    async def _decide(self, visitor: Visitor, answers: Mapping[str, str]) -> str | None:
        """The name of the problem if it cannot be done; nothing is done then."""
        now, outcome = self.clock.now(), answers.get("outcome", "")
        try:
            async with self.database.write() as session:
                principal = await principal_behind(session, visitor.who, now)
                person = declarer_of(principal, answers.get("person", ""))
                row = await queries.request(session, answers.get("request", ""))
                if person is None or outcome not in set(Outcome):
                    return "incomplete"
                if row is None or row.agency_code not in await _decided_for(session, principal):
                    return "gone"
                said, login = answers.get("said", ""), visitor.login
                person_id = person.person_id
                await decide(session, row.id, Outcome(outcome), said, login=login, person_id=person_id, now=now)
        except RequestNotFound:
            return "gone"
        except UsageError:
            return "reason"
        return None

    async def _page(self, request: Request, visitor: Visitor, problem: str | None = None) -> Response:
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, self.clock.now())
            rows = await queries.of_agencies(session, await _decided_for(session, principal))
            people = await directory.official_names(session, {row.official_id for row in rows if row.official_id})
            agencies = await directory.agency_names(session, {row.agency_code for row in rows})
        return self.sign_in.draw(
            request,
            visitor,
            "data_requests.html",
            status_code=200 if problem is None else 422,
            may_decide=may_somewhere(principal.grants, NEEDED),
            people=principal.people,
            problem=None if problem is None else f"data_request.problem_{problem}",
            rows=list(_listed(rows, people, agencies)),
        )


async def _decided_for(session: ReadSession, principal: Principal) -> set[str]:
    """The agencies whose requests this person decides."""
    parents = await directory.parents(session)
    return {code for code in parents if may(principal.grants, NEEDED, line_of(code, parents))}


def _listed(
    rows: Iterable[SubjectRequest], people: dict[str, str], agencies: dict[str, str]
) -> Iterable[dict[str, object]]:
    for row in rows:
        who = people.get(row.official_id or "", "")
        agency = agencies.get(row.agency_code, row.agency_code)
        yield shown(Noted(row, None)) | {"who": who, "agency": agency, "waits": not row.outcome}
