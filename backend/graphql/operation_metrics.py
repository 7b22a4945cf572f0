"""GraphQL requests by operation: names of persisted operations only, for a client's own name is free text."""

from prometheus_client import Counter

from backend.metrics.registry import REGISTRY

NO_OPERATION, FREE_FORM = "(none)", "(free form)"

_requests = Counter(
    "congvu_graphql_requests",
    "GraphQL over HTTP by persisted operation: ok, errors (in the answer), or the HTTP status of a refusal.",
    ["operation", "outcome"],
    registry=REGISTRY,
)


def note_operation(operation: str, outcome: str) -> None:
    _requests.labels(operation, outcome).inc()
