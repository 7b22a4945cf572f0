"""`POST /graphql` (GraphQL over HTTP): persisted operations by id; free-form documents only where settings allow."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from backend.clock import Clock
from backend.db import Database
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.search import DirectorySearch
from backend.directory.terms import Principal
from backend.errors import Unavailable
from backend.graphql.asked import Asked, BadRequest, read_asked
from backend.graphql.context import Context
from backend.graphql.errors import present, problem
from backend.graphql.persisted import Operation
from backend.graphql.schema import schema
from backend.graphql.sign_in import Bearers
from backend.settings import Settings

RESPONSE_TYPE = "application/graphql-response+json"
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

    async def serve(self, request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _answer(problem("media_type", "send application/json"), 415)
        try:
            principal = await self._bearers.principal(request.headers.get("authorization", ""))
            if principal is None:
                return _answer(problem("not_signed_in", "sign in first"), 401)
            asked = self._asked(await request.body())
        except BadRequest as error:
            return _answer(problem(error.code, error.message), 400)
        except Unavailable as error:
            return _answer(problem(error.code, error.message), 503)
        return await self._execute(asked, self._context(principal))

    def _context(self, principal: Principal) -> Context:
        return Context(self._database, self._clock, self._settings, principal, self._search, self._recipient_indexes)

    async def _execute(self, asked: Asked, context: Context) -> Response:
        try:
            result = await schema.execute(
                asked.document,
                variable_values=asked.variables,
                context_value=context,
                operation_name=asked.operation_name,
                allowed_operation_types=_ALLOWED,
            )
        except (CannotGetOperationTypeError, InvalidOperationTypeError):
            return _answer(problem(BadRequest.code, "the document has no such operation"), 400)
        return _result(result)

    def _asked(self, body: bytes) -> Asked:
        try:
            sent = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BadRequest("the body is not JSON") from error
        return read_asked(sent, self._operations, free_form=self._settings.graphql_free_form)


def _result(result: ExecutionResult) -> Response:
    errors = [present(error) for error in result.errors or ()]
    # Before execution began there is no data: a request error (GraphQL over HTTP, "Status Codes").
    refused = result.data is None and all(error["extensions"]["code"] == "bad_request" for error in errors) and errors
    if refused:
        return _answer({"errors": errors}, 400)
    return _answer({"data": result.data} | ({"errors": errors} if errors else {}), 200)


def _answer(body: dict[str, Any], status_code: int) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if status_code == 401 else None
    return Response(orjson.dumps(body), status_code, headers, RESPONSE_TYPE)
