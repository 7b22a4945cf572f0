"""Do the servers that the settings name answer, and with certificates that clients take?"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import orjson

from backend.doctor.fault import Fault
from backend.doctor.place import PROBE_SECONDS
from backend.settings import Settings

SOON = timedelta(days=21)  # renewal by ACME comes 30 days before the end: one that is late has failed
_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
_WRONG_NAMES = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_LONGEST_ANSWER = 65_536  # bytes
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked on loopback


@dataclass(frozen=True, slots=True)
class Server:
    """`greeting`: how it begins to speak, b"" where it waits to be spoken to."""

    host: str
    port: int
    greeting: bytes = b""
    tls: ssl.SSLContext | None = None

    @property
    def said(self) -> dict[str, str]:
        return {"host": self.host, "port": str(self.port)}


def tls_servers(settings: Settings) -> list[Server]:
    """Those that people's programs speak to."""
    context = ssl.create_default_context()
    public = urlsplit(settings.public_url)
    web = [Server(public.hostname or "", public.port or 443, b"", context)] if public.scheme == "https" else []
    imap = [Server(settings.client_imap_host, settings.client_imap_port, b"* OK", context)]
    smtp = [Server(settings.client_smtp_host, settings.client_smtp_port, b"220", context)]
    return [one for one in (*web, *imap, *smtp) if one.host]


def mail_servers(settings: Settings) -> list[Server]:
    """Those that the product itself speaks to."""
    context = ssl.create_default_context() if settings.sign_in_imap_tls else None
    return [
        Server(settings.smtp_host, settings.smtp_port, b"220"),
        Server(settings.sign_in_imap_host, settings.sign_in_imap_port, b"* OK", context),
    ]


async def server_faults(server: Server, now: datetime) -> list[Fault]:
    try:
        async with asyncio.timeout(PROBE_SECONDS), _connected(server.host, server.port, server.tls) as (reader, writer):
            line = await reader.readline() if server.greeting else b""
            certificate = writer.get_extra_info("peercert")
    except ssl.SSLCertVerificationError as error:
        return [Fault(refusal_reason(error.verify_code), server.said)]
    except ssl.SSLError:
        return [Fault("no_tls", server.said)]
    except (OSError, TimeoutError):
        return [Fault("silent", server.said)]
    if not line.startswith(server.greeting):
        return [Fault("other", server.said)]
    return list(end_faults(server, certificate["notAfter"], now)) if server.tls and certificate else []


@asynccontextmanager
async def _connected(
    host: str, port: int, tls: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Hung up on, however it goes; nobody waits for the other side to agree."""
    reader, writer = await asyncio.open_connection(host, port, ssl=tls, server_hostname=host if tls else None)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


def refusal_reason(code: int) -> str:
    """Of OpenSSL's number for what it did not like."""
    if code == _EXPIRED:
        return "expired"
    return "wrong_name" if code in _WRONG_NAMES else "untrusted"


def end_faults(server: Server, not_after: str, now: datetime) -> Iterator[Fault]:
    """`not_after` as Python's ssl has it: "Nov 28 02:00:00 2026 GMT"."""
    ends_at = datetime.fromtimestamp(ssl.cert_time_to_seconds(not_after), UTC)
    if ends_at - now < SOON:
        yield Fault("ends_soon", {**server.said, "day": ends_at.date().isoformat()})


async def web_faults(settings: Settings) -> list[Fault]:
    """Of the web role itself, where it listens."""
    host = _ANY_ADDRESS.get(settings.host, settings.host)
    said = {"host": host, "port": str(settings.port)}
    answer = bytearray()
    try:
        async with asyncio.timeout(PROBE_SECONDS), _connected(host, settings.port) as (reader, writer):
            writer.write(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            async for piece in pieces_to_the_end(reader):
                answer += piece
    except (OSError, TimeoutError):
        if not answer:
            return [Fault("silent", said)]
    return list(readiness_faults(bytes(answer), said))


async def pieces_to_the_end(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Until it is hung up on, and not much longer than our answers are: a server sends head and body apart."""
    read = 0
    while read < _LONGEST_ANSWER and (piece := await reader.read(_LONGEST_ANSWER)):
        read += len(piece)
        yield piece


def readiness_faults(answer: bytes, said: dict[str, str]) -> Iterator[Fault]:
    """Of what `/readyz` answers, head and all; the mail server, which it asks seldom, has a check of its own."""
    try:
        told = orjson.loads(answer.partition(b"\r\n\r\n")[2])
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict):
        yield Fault("other", said)
        return
    parts = ", ".join(f"{name}: {told.get(name)}" for name in ("database", "bundle") if told.get(name) != "ok")
    if parts:
        yield Fault("not_ready" if not told.get("ready") else "limping", {**said, "parts": parts})
