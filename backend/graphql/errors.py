"""What a client is told of errors: an expected failure with its code, a defect only with an id to ask about."""

from typing import Any

from graphql import GraphQLError

from backend.errors import DomainError
from backend.incident import log_incident


def present(error: GraphQLError) -> dict[str, Any]:
    """One entry of `errors`. A message without an original error is the library's own, about the document sent."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        return {"message": error.message, **_place(error), "extensions": {"code": "bad_request"}}
    if isinstance(cause, DomainError):
        return {"message": cause.message, **_place(error), "extensions": {"code": cause.code}}
    incident_id = log_incident(cause, "graphql " + ".".join(str(piece) for piece in error.path or ()))
    message = f"Internal error {incident_id}"
    return {"message": message, **_place(error), "extensions": {"code": "internal", "incident": incident_id}}


def problem(code: str, message: str) -> dict[str, Any]:
    """A response to a request that was not executed."""
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


def _place(error: GraphQLError) -> dict[str, Any]:
    return {"path": error.path} if error.path else {}
