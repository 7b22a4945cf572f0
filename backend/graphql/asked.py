"""What a client asks: a known operation by its id, or a free-form document where settings allow them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.errors import DomainError
from backend.graphql.persisted import Operation


class BadRequest(DomainError):
    """The request cannot be executed; answered 400, or as the endpoint says."""

    code = "bad_request"


@dataclass(frozen=True, slots=True)
class Asked:
    """`persisted`: the name of the known operation, "" for a free-form document."""

    document: str
    variables: dict[str, Any] | None
    operation_name: str | None
    persisted: str = ""


def read_asked(sent: object, operations: Mapping[str, Operation], *, free_form: bool) -> Asked:
    """
    Raises:
        BadRequest: no JSON object, an unknown id, or a free-form document where they are off.
    """
    if not isinstance(sent, dict):
        raise BadRequest("one operation at a time")
    variables, name = sent.get("variables"), sent.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(name, str | None):
        raise BadRequest("variables must be an object, operationName a string")
    document, persisted = _document(sent, operations, free_form=free_form)
    return Asked(document, variables, name, persisted)


def _document(sent: dict[str, Any], operations: Mapping[str, Operation], *, free_form: bool) -> tuple[str, str]:
    """The document, and its name where it is a known operation."""
    key = _operation_id(sent)
    if key is not None:
        operation = operations.get(key)
        if operation is None:
            raise BadRequest("no operation has this id", code="operation_not_found")
        return operation.document, operation.name
    if not free_form:
        raise BadRequest("only known operations, by id", code="free_form_off")
    if not isinstance(sent.get("query"), str):
        raise BadRequest("neither id nor query")
    return str(sent["query"]), ""


def _operation_id(sent: dict[str, Any]) -> str | None:
    """From `id`, or `extensions.persistedQuery.sha256Hash` as other clients write it."""
    found: Any = sent.get("id")
    if found is None:
        found = sent
        for key in ("extensions", "persistedQuery", "sha256Hash"):
            found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None
