"""When the certificates end that people's programs are shown, as Prometheus is told: looked at every hour.

A certificate that clients refuse is read too: the one that has expired is the one to tell of.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from cryptography import x509
from prometheus_client import Gauge

from backend.metrics.registry import REGISTRY

EVERY_SECONDS = 3600.0
WITHIN_SECONDS = 5.0
_expires = Gauge(
    "congvu_certificate_expires_timestamp_seconds",
    "When the certificate ends that a server last showed.",
    ["kind"],
    registry=REGISTRY,
)
_unread = Gauge(
    "congvu_certificate_unread",
    "1 where a server showed no certificate when it was last asked.",
    ["kind"],
    registry=REGISTRY,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """`kind`: web, imap or smtp."""

    kind: str
    host: str
    port: int


async def keep_asking(servers: Sequence[Shown], stop: asyncio.Event) -> None:
    """Until `stop`."""
    while not stop.is_set():
        await asyncio.gather(*(ask(one, shown_by) for one in servers))
        try:
            async with asyncio.timeout(EVERY_SECONDS):
                await stop.wait()
        except TimeoutError:
            continue


async def ask(server: Shown, shown_by: Callable[[Shown], Awaitable[bytes]]) -> None:
    try:
        ends_at = x509.load_der_x509_certificate(await shown_by(server)).not_valid_after_utc
    except (OSError, TimeoutError, ValueError):
        _unread.labels(server.kind).set(1)
        return
    _unread.labels(server.kind).set(0)
    _expires.labels(server.kind).set(ends_at.timestamp())


async def shown_by(server: Shown) -> bytes:
    """Its certificate in DER; empty for none.

    Raises:
        OSError, TimeoutError: it does not answer, or not with TLS.
    """
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # only looked at: nothing is said to it
    async with asyncio.timeout(WITHIN_SECONDS):
        _, writer = await asyncio.open_connection(server.host, server.port, ssl=context, server_hostname=server.host)
    try:
        return writer.get_extra_info("ssl_object").getpeercert(binary_form=True) or b""
    finally:
        writer.close()
