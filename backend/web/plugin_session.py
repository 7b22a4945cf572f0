"""`POST /session/plugin`: a webmail's signed token for an opaque bearer (architecture, "Plugin sign-in")."""

from dataclasses import dataclass

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.access.plugin_token import SignInRefused
from backend.access.service import exchange
from backend.clock import Clock
from backend.db import Database, ReadSession
from backend.directory.service import principal_of
from backend.errors import Unavailable
from backend.web.moments import iso


class Exchange(BaseModel):
    token: str


@dataclass(frozen=True, slots=True)
class PluginSession:
    database: Database
    clock: Clock

    async def open(self, request: Request) -> Response:
        try:
            asked = Exchange.model_validate_json(await request.body())
        except ValidationError:
            return JSONResponse({"code": "token_invalid"}, 401)
        try:
            opened = await exchange(self.database, asked.token, self._is_known, self.clock.now())
        except SignInRefused as error:
            return JSONResponse({"code": error.code}, 403 if error.code == "not_in_directory" else 401)
        except Unavailable as error:
            return JSONResponse({"code": error.code}, 503)
        return JSONResponse({"token": opened.token, "expires_at": iso(opened.expires_at)})

    async def _is_known(self, session: ReadSession, login: str) -> bool:
        return (await principal_of(session, login, self.clock.now())).known
