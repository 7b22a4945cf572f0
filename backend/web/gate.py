"""`POST /gate/declarations`: the milter's only question over the network (architecture, "Confirming")."""

import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.classification.declarations import FileState, GateQuestion
from backend.classification.service import answer_gate
from backend.clock import Clock
from backend.db import Database
from backend.errors import Unavailable

TOKEN_LEAST_CHARACTERS = 32
FILES_LIMIT = 200


class AskedFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    fingerprint: str = Field(pattern=r"^[A-Za-z0-9_-]{22}$")
    earlier: str = Field(default="", pattern=r"^([A-Za-z0-9_-]{22})?$")
    state: Literal["declassified", "uncertain", "unreadable"]


class Question(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=20)
    login: str = Field(min_length=1, max_length=320)
    bundle: str = Field(max_length=40)
    files: Annotated[list[AskedFile], Field(min_length=1, max_length=FILES_LIMIT)]


@dataclass(frozen=True, slots=True)
class Gate:
    """`token_file` holds the secret shared with the milter; it is read anew each time, so it can be replaced."""

    database: Database
    clock: Clock
    token_file: Path

    async def declarations(self, request: Request) -> Response:
        if not self._is_milter(request):
            return JSONResponse({"code": "unauthorized"}, 401, {"WWW-Authenticate": "Bearer"})
        try:
            asked = Question.model_validate_json(await request.body())
        except ValidationError:
            return JSONResponse({"code": "bad_question"}, 400)
        files = tuple(FileState(file.fingerprint, file.state, file.earlier) for file in asked.files)
        question = GateQuestion(asked.id, asked.login, asked.bundle, files)
        try:
            async with self.database.write() as session:
                answer = await answer_gate(session, question, self.clock.now())
        except Unavailable as error:
            return JSONResponse({"code": error.code}, 503)
        return JSONResponse({"declared": True} if answer.declared else {"declared": False, "code": answer.code})

    def _is_milter(self, request: Request) -> bool:
        try:
            expected = self.token_file.read_text(encoding="ascii").strip()
        except OSError:
            return False
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        strong = len(expected) >= TOKEN_LEAST_CHARACTERS
        return hmac.compare_digest(given.encode(), expected.encode()) and strong
