"""Who visits a page: a cookie holds an opaque token, the database its hash; forms prove they came from that visit."""

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from backend.access import page_sessions
from backend.access.models import PageSession
from backend.access.oidc.provider import Provider, Vouched
from backend.access.page_sessions import Lifetimes, SignedIn, SignInWay
from backend.access.sealing import unseal
from backend.access.vouching import still_vouched
from backend.audit import service as audit
from backend.db import Database
from backend.errors import Unavailable

UNATTENDED = "Congvu-Unattended"
_PLAIN_NAME, _HOST_NAME = "congvu", "__Host-congvu"


@dataclass(frozen=True, slots=True)
class Visitor:
    """`form_key` stands in every form of this visit; who does not hold the cookie cannot know it."""

    who: SignedIn
    form_key: str = field(repr=False)
    session_hash: str = field(repr=False)  # of the page session this visit is

    @property
    def login(self) -> str:
        return self.who.login


@dataclass(frozen=True, slots=True)
class Visits:
    """`provider`: None where the province signs in by mailbox only."""

    database: Database
    over_https: bool
    lifetimes: Lifetimes
    provider: Provider | None

    @property
    def _cookie(self) -> str:
        return _HOST_NAME if self.over_https else _PLAIN_NAME

    async def visitor(self, request: Request, now: datetime) -> Visitor | None:
        """Whose request it is. One that a page sends by itself (`UNATTENDED`) does not put off the idle end.

        Raises:
            Unavailable: the database does not answer.
        """
        token = request.cookies.get(self._cookie)
        if not token:
            return None
        async with self.database.read() as session:
            row = await page_sessions.find(session, token, now)
        if row is not None and row.way == SignInWay.PROVIDER:
            row = await still_vouched(self.database, self.provider, token, row, now)
        if row is None:
            return None
        if UNATTENDED not in request.headers:
            await self._stay(row, now)
        return Visitor(page_sessions.signed_in(row), _form_key(token), row.token_hash)

    async def open(
        self,
        request: Request,
        response: Response,
        who: SignedIn,
        now: datetime,
        vouched: Vouched | None = None,
    ) -> None:
        """Begin a visit under a new token; the one this browser had before ends, so nobody is handed a known one."""
        word = (self.provider.registration.issuer, vouched) if self.provider and vouched else None
        before = request.cookies.get(self._cookie)
        async with self.database.write() as session:
            opened = await page_sessions.open_session(
                session, who, self.lifetimes, now, instead_of=before, vouched=word
            )
            audit.record(session, f"sign_in.{who.way}", at=now, login=who.login)
        self._set(response, opened.token, int((opened.ends_at - now).total_seconds()))

    async def close(self, request: Request, response: Response, now: datetime) -> str | None:
        """End the visit. Where the provider signs out the rest, if somebody signed in there."""
        token = request.cookies.get(self._cookie)
        leave: str | None = None
        if token:
            async with self.database.write() as session:
                row = await page_sessions.find(session, token, now)
                await page_sessions.close_session(session, token)
            if row is not None and row.way == SignInWay.PROVIDER and self.provider is not None:
                leave = await self.provider.end_session_url(unseal(token, row.sealed).get("id_token"))
        response.delete_cookie(self._cookie, secure=self.over_https, httponly=True, samesite="lax")
        return leave

    async def _stay(self, row: PageSession, now: datetime) -> None:
        until = page_sessions.idle_end(row, self.lifetimes, now)
        if until is not None:
            with suppress(Unavailable):  # the page is shown all the same
                async with self.database.write() as session:
                    await page_sessions.put_off_idle_end(session, row, until)

    def _set(self, response: Response, token: str, seconds: int) -> None:
        # SameSite=Lax, for the provider's page leads back to ours; what changes anything is a POST with the form's key.
        response.set_cookie(self._cookie, token, max_age=seconds, secure=self.over_https, httponly=True, samesite="lax")


def is_form_of(visitor: Visitor, key: object) -> bool:
    return isinstance(key, str) and hmac.compare_digest(key.encode(), visitor.form_key.encode())


def _form_key(token: str) -> str:
    return hmac.digest(token.encode(), b"form", hashlib.sha256).hex()[:32]
