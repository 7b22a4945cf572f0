"""Signing in to a page of ours with the mailbox's own log-in, and out again; every such page has both below it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.access.page_sessions import SignedIn, SignInWay
from backend.access.rate_limit import RateLimit
from backend.clock import Clock
from backend.errors import Unavailable
from backend.web.client import client_address, client_key, is_from_our_own_page
from backend.web.pages import Pages
from backend.web.visits import Visitor, Visits, is_form_of

LOGIN_TRIES_PER_WINDOW, LOGIN_WINDOW = 5, timedelta(minutes=5)
PathOf = Callable[[Request], str]
Page = Callable[[Request, Visitor], Awaitable[Response]]
Act = Callable[[Request, Visitor, Mapping[str, str]], Awaitable[Response]]  # with what the form says, by field


class SignIn(Protocol):
    async def accepts(self, login: str, password: str, client: str) -> bool:
        """Whether the mail server lets this log-in in. Raises Unavailable when it does not answer."""
        ...


@dataclass(frozen=True, slots=True)
class MailboxSignIn:
    """Shared by the pages of officials; a failed guess at one counts for all of them."""

    clock: Clock
    pages: Pages
    visits: Visits
    mail_server: SignIn
    client_limit: RateLimit
    login_limit: RateLimit

    def at(self, template: str, path_of: PathOf, section: str, kept: tuple[str, ...] = ()) -> "SignInOf":
        """`template` is the route's path, `path_of` the page's path for a request, `section` that of its texts, `kept`
        what of its query signing in and out leaves as it is."""
        return SignInOf(self, template, path_of, section, kept)


@dataclass(frozen=True, slots=True)
class SignInOf:
    """Signing in to one page."""

    shared: MailboxSignIn
    template: str
    path_of: PathOf
    section: str
    kept: tuple[str, ...] = ()

    def routes(self) -> list[Route]:
        return [
            Route(f"{self.template}/dang-nhap", self.sign_in, methods=["POST"]),
            Route(f"{self.template}/dang-xuat", self.sign_out, methods=["POST"]),
        ]

    def page(self, path: str, page: Page) -> Route:
        return Route(path, partial(self.shown, page=page), methods=["GET"])

    def act(self, path: str, act: Act) -> Route:
        return Route(path, partial(self.submitted, act=act), methods=["POST"])

    async def shown(self, request: Request, page: Page) -> Response:
        """The page, to whoever is signed in; to others what asks who they are."""
        visitor = await self.visitor(request)
        return self.form(request) if visitor is None else await page(request, visitor)

    async def submitted(self, request: Request, act: Act) -> Response:
        """Done only if the form came from the visit that sends it."""
        visitor, form = await self.visitor(request), await request.form()
        if visitor is None or not is_form_of(visitor, form.get("form_key")):
            return self.form(request, "expired_form", status_code=403)
        return await act(request, visitor, {name: str(value) for name, value in form.items()})

    async def visitor(self, request: Request) -> Visitor | None:
        return await self.shared.visits.visitor(request, self.shared.clock.now())

    async def sign_in(self, request: Request) -> Response:
        shared = self.shared
        if not is_from_our_own_page(request):
            return shared.pages.message(request, "foreign", status_code=403, path=self.path_of(request))
        form = await request.form()
        login, password = str(form.get("login", "")).strip().lower(), str(form.get("password", ""))
        client = client_key(request)
        wait = shared.client_limit.wait(client) or shared.login_limit.wait(f"{client} {login}")
        if wait is not None:
            return shared.pages.wait(request, wait, path=self.path_of(request))
        try:
            accepted = await shared.mail_server.accepts(login, password, client_address(request))
        except Unavailable:
            return self.form(request, "mail_server_silent", login, 503)
        if not accepted:
            return self.form(request, "wrong_login", login, 401)
        response = self.back(request)
        await shared.visits.open(request, response, SignedIn(SignInWay.MAILBOX, login), shared.clock.now())
        return response

    async def sign_out(self, request: Request) -> Response:
        """Of the provider too, if that is where somebody signed in."""
        response = self.back(request)
        visitor = await self.visitor(request)
        if visitor and is_form_of(visitor, (await request.form()).get("form_key")):
            leave = await self.shared.visits.close(request, response, self.shared.clock.now())
            if leave is not None:
                response.headers["Location"] = leave
        return response

    def form(self, request: Request, problem: str | None = None, login: str = "", status_code: int = 200) -> Response:
        """The page that asks who somebody is."""
        shown = f"sign_in.{problem}" if problem else None
        response = self.shared.pages.draw(
            request,
            "sign_in.html",
            path=self.path_of(request),
            status_code=status_code,
            kept=self._kept(request),
            section=self.section,
            problem=shown,
            login=login,
            provider=self.shared.visits.provider is not None,
        )
        return keep_origin(response)

    def draw(
        self, request: Request, visitor: Visitor, template: str, status_code: int = 200, **values: Any
    ) -> Response:
        """A page for somebody signed in."""
        response = self.shared.pages.draw(
            request,
            template,
            path=self.path_of(request),
            status_code=status_code,
            kept=self._kept(request),
            section=self.section,
            login=visitor.login,
            emergency=visitor.who.way is SignInWay.EMERGENCY,
            form_key=visitor.form_key,
            **values,
        )
        return keep_origin(response)

    def _kept(self, request: Request) -> dict[str, str]:
        return {name: request.query_params[name] for name in self.kept if name in request.query_params}

    def back(self, request: Request) -> RedirectResponse:
        """To the page itself, so that reloading sends no form again."""
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{self.path_of(request)}{query}", status_code=303)


def keep_origin(response: Response) -> Response:
    # Under no-referrer browsers send "Origin: null" with forms, and we could not tell our own from another's.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
