"""`/huong-dan/da-doc`: which guides somebody has read, by their own word; for heads, how many of each agency have."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.roles import Capability, agencies_of, line_of, may
from backend.clock import Clock
from backend.compliance import guide_reading_queries as queries
from backend.compliance.guide_reading_queries import Readers
from backend.db import Database, ReadSession
from backend.directory import queries as directory
from backend.directory.terms import Principal
from backend.web.guides import PATH as GUIDES_PATH
from backend.web.guides import TASKS, guides
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor

PATH = f"{GUIDES_PATH}/da-doc"
NEEDED = Capability.READ_FIGURES  # of an agency: the numbers are one of its figures


@dataclass(frozen=True, slots=True)
class TrainingPage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._page),
            self.sign_in.act(PATH, self._act),
            *self.sign_in.routes(),
        ]

    async def _act(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        """Of no agency's log-in and of no such guide nothing is noted."""
        guide, now = answers.get("guide", ""), self.clock.now()
        async with self.database.write() as session:
            principal = await principal_behind(session, visitor.who, now)
            if principal.agency is not None and guide in TASKS:
                await queries.note(session, visitor.login, principal.agency.code, guide, now)
        return self.sign_in.back(request)

    async def _page(self, request: Request, visitor: Visitor) -> Response:
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, self.clock.now())
            read = await queries.of_login(session, visitor.login)
            counted = await _counted(session, principal)
            names = await directory.agency_names(session, counted)
        return self.sign_in.draw(
            request,
            visitor,
            "training.html",
            rows=[(guides()[name], date_and_time(read[name]) if name in read else "") for name in TASKS],
            may_note=principal.agency is not None,
            counted=sorted(((names[code], one) for code, one in counted.items()), key=lambda pair: pair[0]),
        )


async def _counted(session: ReadSession, principal: Principal) -> Mapping[str, Readers]:
    own = agencies_of(principal.grants, Capability.READ_LETTERS)
    parents = await directory.parents(session)
    codes = {code for code in parents if may(principal.grants, NEEDED, line_of(code, parents))}
    return await queries.readers(session, codes, own & codes, TASKS) if codes else {}
