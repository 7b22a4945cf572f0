"""`/`: what the product is, for everybody; for whoever is signed in, as whom, and which pages they may open."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.access.roles import Capability, may_somewhere
from backend.clock import Clock
from backend.db import Database
from backend.directory.queries import agency_names
from backend.directory.terms import Grant, Principal
from backend.web.mailbox_sign_in import SignInOf
from backend.web.principal_behind import principal_behind
from backend.web.provider_sign_in import SIGN_IN_PATH
from backend.web.signed_in_extensions import SignedInExtensions
from backend.web.visits import Visitor

PATH = "/"
# (address, text key, what opens it: any of these; nothing: everybody)
LINKS: tuple[tuple[str, str, tuple[Capability, ...]], ...] = (
    ("/bang-dieu-hanh", "home.link_dashboard", (Capability.READ_FIGURES,)),
    ("/cho-phep", "home.link_clearances", (Capability.ENTER_CLEARANCE, Capability.APPROVE_CLEARANCE)),
    ("/bao-ve", "home.link_protection", (Capability.READ_PROTECTION,)),
    ("/quy-tac", "home.link_rules", (Capability.READ_RULES,)),
    ("/bao-cao", "home.link_reports", (Capability.READ_REPORTS,)),
    ("/quy-che", "home.link_regulation", ()),
    ("/nhat-ky", "home.link_log", ()),
    ("/du-lieu-ca-nhan/cua-toi", "home.link_subject", ()),
    ("/du-lieu-ca-nhan/yeu-cau", "home.link_data_requests", (Capability.DECIDE_DATA_REQUESTS,)),
    ("/huong-dan/da-doc", "home.link_training", ()),
    ("/huong-dan/lop-hoc", "home.link_courses", ()),
    ("/truc", "home.link_duty", (Capability.KEEP_DUTY,)),
    ("/vuong-mac", "home.link_support", ()),
    ("/directory", "home.link_directory", ()),
    ("/tra-cuu", "home.link_status", ()),
    ("/du-lieu-ca-nhan", "home.link_privacy", ()),
)


@dataclass(frozen=True, slots=True)
class HomePage:
    database: Database
    clock: Clock
    sign_in: SignInOf
    extensions: SignedInExtensions

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.show, methods=["GET"]),
            Route(SIGN_IN_PATH, self.form, methods=["GET"]),
            *self.sign_in.routes(),
            *self.extensions.routes(),
        ]

    async def show(self, request: Request) -> Response:
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return self.sign_in.shared.pages.draw(request, "landing.html", path=PATH, indexed=True)
        return await self._home(request, visitor)

    async def form(self, request: Request) -> Response:
        if await self.sign_in.visitor(request) is not None:
            return RedirectResponse(PATH, status_code=303)
        return self.sign_in.form(request)

    async def _home(self, request: Request, visitor: Visitor) -> Response:
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, self.clock.now())
            names = await agency_names(session, {grant.agency_code for grant in principal.grants})
            extensions = await self.extensions.of_login(session, visitor.login)
        return self.sign_in.draw(
            request,
            visitor,
            "home.html",
            people=[person.name for person in principal.people],
            posts=_by_agency(principal.grants, names),
            links=[(address, key) for address, key, needed in LINKS if _may_open(principal, needed)],
            extensions=extensions,
        )


def _by_agency(grants: Iterable[Grant], names: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Each agency's name with the text keys of the roles held there."""
    held: dict[str, list[str]] = {}
    for grant in sorted(grants, key=lambda grant: (grant.agency_code, grant.role)):
        held.setdefault(names[grant.agency_code], []).append(f"role.{grant.role}")
    return list(held.items())


def _may_open(principal: Principal, needed: tuple[Capability, ...]) -> bool:
    return not needed or any(may_somewhere(principal.grants, one) for one in needed)
