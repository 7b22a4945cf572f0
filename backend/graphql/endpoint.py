"""`POST /graphql` (GraphQL over HTTP): persisted operations by id; free-form documents only where settings allow."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from backend.access.rate_limit import RateLimit
from backend.clock import Clock
from backend.db import Database
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.search import DirectorySearch
from backend.directory.terms import Principal
from backend.errors import Unavailable
from backend.graphql.asked import Asked, BadRequest, read_asked
from backend.graphql.context import Context
from backend.graphql.errors import present, problem
from backend.graphql.operation_metrics import FREE_FORM, NO_OPERATION, note_operation
from backend.graphql.persisted import Operation
from backend.graphql.schema import schema
from backend.graphql.sign_in import Bearers
from backend.settings import Settings

RESPONSE_TYPE, LEGACY_TYPE = "application/graphql-response+json", "application/json"
_ALLOWED = {OperationType.QUERY, OperationType.MUTATION}


class GraphQLEndpoint:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        operations: Mapping[str, Operation],
        search: DirectorySearch,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._operations = operations
        self._search = search
        self._bearers = Bearers(database, clock)
        self._recipient_indexes = RecipientIndexes()
        self._limit = RateLimit(settings.graphql_requests_per_minute, timedelta(minutes=1), clock)

    async def serve(self, request: Request) -> Response:
        answer = await self._answer(request)
        note_operation(answer.operation, answer.outcome)
        if accepted_type(request.headers.get("accept", "")) == RESPONSE_TYPE:
            return _response(answer, RESPONSE_TYPE, answer.status_code)
        # Whoever asks for plain JSON reads the errors in it: a document that cannot be executed is answered 200.
        return _response(answer, LEGACY_TYPE, 200 if answer.of_document else answer.status_code)

    async def _answer(self, request: Request) -> "_Answer":
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _Answer(problem("media_type", "send application/json"), 415)
        try:
            principal = await self._bearers.principal(request.headers.get("authorization", ""))
            if principal is None:
                return _Answer(problem("not_signed_in", "sign in first"), 401, {"WWW-Authenticate": "Bearer"})
            wait = self._limit.wait(principal.login)
            if wait is not None:
                retry = {"Retry-After": str(math.ceil(wait.total_seconds()))}
                return _Answer(problem("too_many_requests", "too many requests in a minute"), 429, retry)
            asked = self._asked(await request.body())
        except BadRequest as error:
            return _Answer(problem(error.code, error.message), 400)
        except Unavailable as error:
            return _Answer(problem(error.code, error.message), 503)
        answer = await self._execute(asked, self._context(principal))
        return replace(answer, operation=asked.persisted or FREE_FORM)

    def _context(self, principal: Principal) -> Context:
        return Context(self._database, self._clock, self._settings, principal, self._search, self._recipient_indexes)

    async def _execute(self, asked: Asked, context: Context) -> "_Answer":
        try:
            result = await schema.execute(
                asked.document,
                variable_values=asked.variables,
                context_value=context,
                operation_name=asked.operation_name,
                allowed_operation_types=_ALLOWED,
            )
        except (CannotGetOperationTypeError, InvalidOperationTypeError):
            return _Answer(problem(BadRequest.code, "the document has no such operation"), 400)
        return _result(result)

    def _asked(self, body: bytes) -> Asked:
        try:
            sent = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BadRequest("the body is not JSON") from error
        return read_asked(sent, self._operations, free_form=self._settings.graphql_free_form)


@dataclass(frozen=True, slots=True)
class _Answer:
    """`of_document`: refused for what the document says, before anything of it was executed."""

    body: dict[str, Any]
    status_code: int
    headers: Mapping[str, str] = field(default_factory=dict)
    of_document: bool = False
    operation: str = NO_OPERATION

    @property
    def outcome(self) -> str:
        if self.status_code != 200:
            return str(self.status_code)
        return "errors" if "errors" in self.body else "ok"


def _result(result: ExecutionResult) -> _Answer:
    errors = [present(error) for error in result.errors or ()]
    # Before execution began there is no data: a request error (GraphQL over HTTP, "Status Codes").
    refused = result.data is None and all(error["extensions"]["code"] == "bad_request" for error in errors) and errors
    if refused:
        return _Answer({"errors": errors}, 400, of_document=True)
    return _Answer({"data": result.data} | ({"errors": errors} if errors else {}), 200)


def _response(answer: _Answer, media_type: str, status_code: int) -> Response:
    return Response(orjson.dumps(answer.body), status_code, answer.headers, media_type)


def accepted_type(accept: str) -> str:
    """GraphQL's own media type where it is named and nothing else is liked better, else plain JSON.

    Source: GraphQL over HTTP, "Legacy Watershed": who names neither is an older client.
    """
    liked: dict[str, float] = {}
    for choice in accept.split(","):
        name, _, parameters = choice.partition(";")
        liked[name.strip().lower()] = _quality(parameters)
    ours = liked.get(RESPONSE_TYPE, 0.0)
    return RESPONSE_TYPE if ours and ours >= liked.get(LEGACY_TYPE, 0.0) else LEGACY_TYPE


def _quality(parameters: str) -> float:
    """The `q` of RFC 9110, section 12.4.2; 1 where none can be read."""
    found = re.search(r"(?:^|;)\s*q=([01](?:\.\d{0,3})?)\s*(?:;|$)", parameters)
    return float(found[1]) if found else 1.0
