"""What the web role counts of requests: route templates, never paths or queries."""

from prometheus_client import Counter, Histogram

from backend.metrics.registry import REGISTRY

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_requests = Counter(
    "congvu_http_requests", "Answers by route and status.", ["method", "route", "status"], registry=REGISTRY
)
_seconds = Histogram(
    "congvu_http_request_seconds", "From a request to the end of its answer.", registry=REGISTRY, buckets=SECONDS
)


def note_request(method: str, route: str, status: int | str, seconds: float) -> None:
    """`status`: the word for an answer that never began."""
    _requests.labels(method if method in METHODS else "other", route, str(status)).inc()
    _seconds.observe(seconds)
