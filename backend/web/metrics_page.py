"""`GET /metrics`: for Prometheus, never for the public.

With `metrics_token_file` whoever bears the token in it is answered, from anywhere. Without it only a program on this
machine that asks us directly: a request that came through a proxy shows it by the proxy's header or by the name it
asked for, and gets the answer of a path that does not exist.
"""

import asyncio
import hmac
import ipaddress
from collections.abc import Sequence
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, Metric
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.clock import Clock
from backend.db import Database
from backend.metrics.exposition import exposition
from backend.metrics.registry import REGISTRY
from backend.metrics.snapshots import Snapshots
from backend.settings import Settings
from backend.web.bundle import BundleFile
from backend.web.health import BUNDLE_STATES, Health
from backend.web.province_numbers import ProvinceNumbers

PATH = "/metrics"
TOKEN_LEAST_CHARACTERS = 32
PROXIED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


class MetricsPage:
    def __init__(
        self, settings: Settings, database: Database, clock: Clock, bundle: BundleFile, health: Health
    ) -> None:
        self._token_file = settings.metrics_token_file
        self._bundle = bundle
        self._health = health
        self._numbers = ProvinceNumbers(database, clock, canaries=bool(settings.canary_mailbox))
        self._snapshots = Snapshots(settings.state_dir)

    def routes(self) -> list[Route]:
        return [Route(PATH, self.serve, methods=["GET"])]

    async def serve(self, request: Request) -> Response:
        if not may_read(request, self._token_file):
            return Response(status_code=404)
        numbers, mail = await asyncio.gather(self._numbers.families(), self._health.mail_state())
        own = [*numbers, *self._of_bundle(), GaugeMetricFamily("congvu_mail_server_up", _MAIL_SERVER, mail == "ok")]
        body, content_type = await asyncio.to_thread(self._page, own, request.headers.get("accept", ""))
        return Response(body, headers={"Content-Type": content_type})

    def _page(self, own: Sequence[Metric], accept: str) -> tuple[bytes, str]:
        return exposition([*own, *REGISTRY.collect(), *self._snapshots.collect()], accept)

    def _of_bundle(self) -> list[Metric]:
        state = GaugeMetricFamily("congvu_bundle_state", "1 for how the served rules stand.", labels=["state"])
        standing = self._health.bundle_state()
        for one in BUNDLE_STATES:
            state.add_metric([one], one == standing)
        served = self._bundle.current()
        issued = GaugeMetricFamily(
            "congvu_bundle_issued_timestamp_seconds", "When the rules in force were issued.", labels=["role"]
        )
        expires = GaugeMetricFamily(
            "congvu_bundle_expires_timestamp_seconds", "When the rules in force expire.", labels=["role"]
        )
        if served and served.bundle.issued_at and served.bundle.expires_at:
            issued.add_metric(["web"], served.bundle.issued_at.timestamp())
            expires.add_metric(["web"], served.bundle.expires_at.timestamp())
        return [state, issued, expires]


_MAIL_SERVER = "Whether the mail server greets the web role (as /readyz)."


def may_read(request: Request, token_file: Path | None) -> bool:
    if token_file is not None:
        return _bears(request, token_file)
    client = request.client.host if request.client else ""
    return (
        not any(name in request.headers for name in PROXIED)
        and _is_loopback(client)
        and request.url.hostname in _LOCAL_NAMES
    )


def _bears(request: Request, token_file: Path) -> bool:
    """The token is read anew each time, so it can be replaced."""
    try:
        expected = token_file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return False
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.encode(), expected.encode())
    return same and scheme.lower() == "bearer" and len(expected) >= TOKEN_LEAST_CHARACTERS


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
