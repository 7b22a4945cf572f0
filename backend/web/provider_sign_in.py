"""`/dang-nhap/oidc` sends a browser to the province's provider, `/dang-nhap/ve` takes it back, and the provider itself
says at `/session/oidc/logout` when a session is over."""

import logging
import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from backend.access import sign_in_attempts
from backend.access.ending import end_sessions
from backend.access.oidc.failures import ProviderRefused, ProviderSilent
from backend.access.oidc.provider import Provider, Vouched
from backend.access.oidc.registration import CALLBACK_PATH, LOGOUT_PATH
from backend.access.page_sessions import SignedIn, SignInWay
from backend.access.rate_limit import RateLimit
from backend.access.sign_in_attempts import ATTEMPT_LIFETIME, Attempt
from backend.audit import service as audit
from backend.clock import Clock
from backend.db import Database
from backend.directory.queries import agency_names
from backend.web.client import client_key
from backend.web.locale import language_of
from backend.web.pages import Pages
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visits

START_PATH, SIGN_IN_PATH = "/dang-nhap/oidc", "/dang-nhap"
CODE_LIMIT_CHARACTERS = 2048
_PLAIN_NAME, _HOST_NAME = "congvu-vao", "__Host-congvu-vao"
# Pages of ours that ask who somebody is; what a link names beside these leads home.
_OUR_PATH = re.compile(
    r"/(bang-dieu-hanh(/nam-lan-kiem-tra)?|cho-phep|nhat-ky|bao-ve|xac-nhan/[A-Za-z0-9]{1,40}|extension/authorize\?[A-Za-z0-9_.~%=&+-]{1,900})?"
)
_logger = logging.getLogger("congvu.sign_in")


@dataclass(frozen=True, slots=True)
class ProviderSignIn:
    """`begin_limit` counts who begins and who comes back, `logout_limit` the provider's own calls, by client."""

    provider: Provider
    database: Database
    clock: Clock
    pages: Pages
    visits: Visits
    begin_limit: RateLimit
    logout_limit: RateLimit

    def routes(self) -> list[Route]:
        return [
            Route(START_PATH, self.start, methods=["GET"]),
            Route(CALLBACK_PATH, self.come_back, methods=["GET"]),
            Route(LOGOUT_PATH, self.log_out, methods=["POST"]),
        ]

    async def start(self, request: Request) -> Response:
        wait = self.begin_limit.wait(client_key(request))
        if wait is not None:
            return self.pages.wait(request, wait, path=SIGN_IN_PATH)
        async with self.database.write() as session:
            attempt = await sign_in_attempts.begin(session, _path(request), self.clock.now())
        try:
            address = await self.provider.authorization_url(attempt.secrets)
        except ProviderSilent as error:
            return self._silent(request, error)
        response = RedirectResponse(address, status_code=303)
        self._bind(response, attempt)
        return response

    async def come_back(self, request: Request) -> Response:
        wait = self.begin_limit.wait(client_key(request))
        if wait is not None:
            return self.pages.wait(request, wait, path=SIGN_IN_PATH)
        response = await self._taken_back(request)
        self._unbind(response)
        return response

    async def log_out(self, request: Request) -> Response:
        """Back-Channel Logout 1.0 section 2.5, 2.8."""
        if self.logout_limit.wait(client_key(request)) is not None:
            return JSONResponse({"error": "slow_down"}, 429, {"Retry-After": "60"})
        try:
            token = await self.provider.logout_token((await request.form()).get("logout_token"))
            async with self.database.write() as session:
                ended = await end_sessions(session, self.provider.registration.issuer, token, self.clock.now())
        except ProviderRefused as error:
            _logger.warning("a logout token is refused: %s", error.message)
            return JSONResponse({"error": "invalid_request"}, 400)
        except ProviderSilent as error:
            return JSONResponse({"error": error.code}, 503)
        _logger.info("the provider ended %d sessions", ended)
        return Response(status_code=200)

    async def _taken_back(self, request: Request) -> Response:
        given, now = request.query_params, self.clock.now()
        async with self.database.write() as session:
            completed = await sign_in_attempts.complete(
                session, given.get("state", ""), request.cookies.get(self._cookie, ""), now
            )
        if completed is None:
            return self._said(request, "attempt_over", 400)
        path, secrets = completed
        code = given.get("code", "")
        if "error" in given or not 0 < len(code) <= CODE_LIMIT_CHARACTERS:
            return self._said(request, "provider_declined", 403)
        try:
            vouched = await self.provider.redeem(code, secrets, given.get("iss"))
            who = await self._known(vouched)
        except ProviderSilent as error:
            return self._silent(request, error)
        except ProviderRefused as error:
            return await self._refused(request, error)
        response = RedirectResponse(path, status_code=303)
        await self.visits.open(request, response, who, now, vouched=vouched)
        return response

    async def _known(self, vouched: Vouched) -> SignedIn:
        """Whom the directory knows as what the provider says.

        Raises:
            ProviderRefused: unknown_agency, not_in_directory, or no_role_left where the two agree in nothing.
        """
        identity = vouched.identity
        who = SignedIn(SignInWay.PROVIDER, identity.login, identity.claimed)
        async with self.database.read() as session:
            agencies = await agency_names(session, identity.claimed.agencies)
            principal = await principal_behind(session, who, self.clock.now())
        if identity.claimed.agencies - agencies.keys():
            raise ProviderRefused("the provider names an agency the directory does not know", code="unknown_agency")
        if not principal.known:
            raise ProviderRefused("the directory does not know this mailbox", code="not_in_directory")
        if not principal.grants:
            raise ProviderRefused("provider and directory agree in no role", code="no_role_left")
        return who

    async def _refused(self, request: Request, error: ProviderRefused) -> Response:
        _logger.warning("a sign-in at the provider is refused: %s, %s", error.code, error.message)
        async with self.database.write() as session:
            audit.record(session, "sign_in.refused", at=self.clock.now(), data={"code": error.code})
        return self._said(request, "provider_refused", 403, code=error.code)

    def _silent(self, request: Request, error: ProviderSilent) -> Response:
        _logger.warning("the provider cannot be used: %s", error.message)
        response = self._said(request, "provider_silent", 503)
        response.headers["Retry-After"] = "60"
        return response

    def _said(self, request: Request, kind: str, status_code: int, code: str = "") -> Response:
        """Why somebody is not in, and the way back to the page that lists every way in."""
        return self.pages.message(
            request, kind, status_code=status_code, path=SIGN_IN_PATH, onward=SIGN_IN_PATH, code=code
        )

    @property
    def _cookie(self) -> str:
        return _HOST_NAME if self.visits.over_https else _PLAIN_NAME

    def _bind(self, response: Response, attempt: Attempt) -> None:
        response.set_cookie(
            self._cookie,
            attempt.browser,
            max_age=int(ATTEMPT_LIFETIME.total_seconds()),
            secure=self.visits.over_https,
            httponly=True,
            samesite="lax",  # the provider's redirect is a navigation from another site
        )

    def _unbind(self, response: Response) -> None:
        response.delete_cookie(self._cookie, secure=self.visits.over_https, httponly=True, samesite="lax")


def _path(request: Request) -> str:
    asked = request.query_params.get("ve", "/")
    path = asked if _OUR_PATH.fullmatch(asked) else "/"
    if language_of(request) == "vi":
        return path
    return f"{path}{'&' if '?' in path else '?'}lang=en"
