"""Who visits a page: a cookie holds an opaque token, the database its hash; forms prove they came from that visit."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from backend.access.service import (
    PAGE_SESSION_LIFETIME,
    OpenedSession,
    SessionKind,
    close_session,
    login_of,
    open_page_session,
)
from backend.db import Database

# SameSite=Strict: the mail's link opens the page as a stranger's; the first click inside it is the visitor's again.
_PLAIN_NAME, _HOST_NAME = "congvu", "__Host-congvu"


@dataclass(frozen=True, slots=True)
class Visitor:
    """`form_key` stands in every form of this visit; who does not hold the cookie cannot know it."""

    login: str
    form_key: str


@dataclass(frozen=True, slots=True)
class Visits:
    database: Database
    over_https: bool

    @property
    def _cookie(self) -> str:
        return _HOST_NAME if self.over_https else _PLAIN_NAME

    async def visitor(self, request: Request, now: datetime) -> Visitor | None:
        token = request.cookies.get(self._cookie)
        if not token:
            return None
        async with self.database.read() as session:
            login = await login_of(session, token, SessionKind.PAGE, now)
        return Visitor(login, _form_key(token)) if login else None

    async def open(self, response: Response, login: str, now: datetime) -> None:
        """Begin a visit; any earlier cookie of this browser is overwritten, so nobody is handed a known one."""
        async with self.database.write() as session:
            opened: OpenedSession = await open_page_session(session, login, now)
        response.set_cookie(
            self._cookie,
            opened.token,
            max_age=int(PAGE_SESSION_LIFETIME.total_seconds()),
            secure=self.over_https,
            httponly=True,
            samesite="strict",
        )

    async def close(self, request: Request, response: Response) -> None:
        token = request.cookies.get(self._cookie)
        if token:
            async with self.database.write() as session:
                await close_session(session, token)
        response.delete_cookie(self._cookie, secure=self.over_https, httponly=True, samesite="strict")


def is_form_of(visitor: Visitor, key: object) -> bool:
    return isinstance(key, str) and hmac.compare_digest(key.encode(), visitor.form_key.encode())


def _form_key(token: str) -> str:
    return hmac.digest(token.encode(), b"form", hashlib.sha256).hex()[:32]
