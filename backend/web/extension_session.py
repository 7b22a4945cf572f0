"""`/session/extension`: an extension's tokens, for a code of its sign-in page and then for one another (ADR 19)."""

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, StringConstraints, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.access import extension_sessions
from backend.access.extension_sessions import ExtensionRefused, ExtensionTokens
from backend.access.page_sessions import SignedIn
from backend.access.rate_limit import RateLimit
from backend.clock import Clock
from backend.db import Database, ReadSession
from backend.errors import Unavailable
from backend.web.client import client_key
from backend.web.moments import iso
from backend.web.principal_behind import principal_behind

Secret = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class CodeShown(BaseModel):
    code: Secret
    code_verifier: Secret


class TokenShown(BaseModel):
    refresh_token: Secret


@dataclass(frozen=True, slots=True)
class ExtensionSession:
    """`lifetime`: until its official signs in again; `limit` counts by client."""

    database: Database
    clock: Clock
    lifetime: timedelta
    limit: RateLimit

    async def open(self, request: Request) -> Response:
        async def redeem() -> ExtensionTokens:
            shown = CodeShown.model_validate_json(await request.body())
            return await extension_sessions.redeem(
                self.database, shown.code, shown.code_verifier, self._stands, self.lifetime, self.clock.now()
            )

        return await self._answer(request, redeem, "code_invalid")

    async def refresh(self, request: Request) -> Response:
        async def refresh() -> ExtensionTokens:
            shown = TokenShown.model_validate_json(await request.body())
            return await extension_sessions.refresh(self.database, shown.refresh_token, self._stands, self.clock.now())

        return await self._answer(request, refresh, "refresh_invalid")

    async def end(self, request: Request) -> Response:
        async def end() -> None:
            shown = TokenShown.model_validate_json(await request.body())
            async with self.database.write() as session:
                await extension_sessions.end(session, shown.refresh_token, self.clock.now())

        return await self._answer(request, end, "refresh_invalid")

    async def _answer(
        self, request: Request, do: Callable[[], Awaitable[ExtensionTokens | None]], malformed: str
    ) -> Response:
        wait = self.limit.wait(client_key(request))
        if wait is not None:
            return _refused("too_many_requests", 429, {"Retry-After": str(math.ceil(wait.total_seconds()))})
        try:
            tokens = await do()
        except ValidationError:
            return _refused(malformed, 401)
        except ExtensionRefused as error:
            return _refused(error.code, 403 if error.code == "not_in_directory" else 401)
        except Unavailable as error:
            return _refused(error.code, 503, {"Retry-After": "60"})
        return Response(status_code=204) if tokens is None else JSONResponse(_written(tokens))

    async def _stands(self, session: ReadSession, who: SignedIn) -> bool:
        principal = await principal_behind(session, who, self.clock.now())
        return principal.known and bool(principal.grants)


def _written(tokens: ExtensionTokens) -> dict[str, str]:
    return {
        "token": tokens.bearer,
        "expires_at": iso(tokens.expires_at),
        "refresh_token": tokens.refresh_token,
        "ends_at": iso(tokens.ends_at),
    }


def _refused(code: str, status_code: int, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"code": code}, status_code, headers)
