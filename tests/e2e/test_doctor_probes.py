"""Story: the doctor asks, over real sockets, servers that are away, silent, slow, something else or badly certified."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.clock import SystemClock
from backend.doctor import servers
from backend.doctor.fault import Fault
from backend.doctor.place import Place
from backend.doctor.provider import provider_faults
from backend.doctor.servers import Server, server_faults, web_faults
from backend.settings import Settings
from deploy.demo.layout import LOOPBACK
from tests.e2e.aside import aside
from tests.e2e.secure_service import certify

Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
PATIENCE_SECONDS = 3.0  # of two cores both may have something else to do
ALIVE = timedelta(days=60)


async def nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        await reader.read()
    writer.close()


def saying(words: bytes) -> Speak:
    async def speak(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(words)
        with suppress(ConnectionError):
            await writer.drain()
        writer.close()

    return speak


async def a_byte_now_and_then(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await asyncio.sleep(0.1)
    writer.close()


@asynccontextmanager
async def listening(speak: Speak, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port."""
    taken: list[asyncio.StreamWriter] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.append(writer)
        await speak(reader, writer)

    server = await asyncio.start_server(take, LOOPBACK, 0, ssl=tls)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for writer in taken:
            writer.transport.abort()
        await asyncio.gather(*(writer.wait_closed() for writer in taken), return_exceptions=True)


async def with_server(
    speak: Speak, ask: Callable[[int], Awaitable[list[Fault]]], tls: ssl.SSLContext | None = None
) -> list[str]:
    async with listening(speak, tls) as port:
        return [fault.reason for fault in await ask(port)]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "PROBE_SECONDS", PATIENCE_SECONDS)


def mail_server(greeting: bytes, tls: ssl.SSLContext | None = None) -> Callable[[int], Awaitable[list[Fault]]]:
    return lambda port: server_faults(Server(LOOPBACK, port, greeting, tls), datetime.now(UTC))


@pytest.mark.parametrize(
    ("speak", "reasons"),
    [
        (nothing, ["silent"]),
        (saying(b"220 mail.example ESMTP\r\n"), []),
        (saying(b"SSH-2.0-OpenSSH_9.2\r\n"), ["other"]),
        (saying(b""), ["other"]),
    ],
    ids=["silent", "as it should", "something else", "hangs up"],
)
def test_a_mail_server_has_to_greet_as_one(speak: Speak, reasons: list[str]) -> None:
    assert aside(asyncio.run, with_server(speak, mail_server(b"220"))) == reasons


def test_a_port_where_nobody_listens_is_silent() -> None:
    async def ask() -> list[Fault]:
        async with listening(nothing) as port:
            pass
        return await mail_server(b"220")(port)

    assert [fault.reason for fault in aside(asyncio.run, ask())] == ["silent"]


@pytest.mark.parametrize("speak", [nothing, saying(b"SSH-2.0-OpenSSH_9.2\r\n")], ids=["silent", "something else"])
def test_a_web_role_that_is_silent_or_something_else_is_told(speak: Speak) -> None:
    ask: Callable[[int], Awaitable[list[Fault]]] = lambda port: web_faults(Settings(port=port))  # noqa: E731
    assert aside(asyncio.run, with_server(speak, ask)) == (["silent"] if speak is nothing else ["other"])


@pytest.mark.parametrize(
    ("address", "lasts", "trusted", "reasons"),
    [
        (LOOPBACK, ALIVE, True, []),
        (LOOPBACK, timedelta(days=9), True, ["ends_soon"]),
        (LOOPBACK, -timedelta(minutes=1), True, ["expired"]),
        ("127.0.0.9", ALIVE, True, ["wrong_name"]),
        (LOOPBACK, ALIVE, False, ["untrusted"]),
    ],
    ids=["good", "ends soon", "expired", "another name", "signed by nobody known"],
)
def test_a_certificate_that_clients_would_refuse_is_told_with_why(
    tmp_path: Path, address: str, lasts: timedelta, trusted: bool, reasons: list[str]
) -> None:
    file = certify(tmp_path, address, lasts)
    ours, theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    ours.load_cert_chain(file, tmp_path / "service.key")
    if trusted:
        theirs.load_verify_locations(file)

    greeting = saying(b"* OK ready\r\n")
    assert aside(asyncio.run, with_server(greeting, mail_server(b"* OK", theirs), ours)) == reasons


@pytest.mark.parametrize("speak", [nothing, saying(b"* OK ready\r\n")], ids=["silent", "in the clear"])
def test_a_server_that_speaks_no_tls_where_it_should_is_told(speak: Speak) -> None:
    asked = mail_server(b"* OK", ssl.create_default_context())
    assert aside(asyncio.run, with_server(speak, asked)) == (["silent"] if speak is nothing else ["no_tls"])


@pytest.mark.parametrize(
    ("speak", "because"),
    [
        (nothing, "no whole answer within 3 s"),
        (a_byte_now_and_then, "no whole answer within 3 s"),
        (saying(b"* OK ready\r\n"), "the provider does not answer"),
        (saying(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"), "discovery document cannot be read"),
        (
            saying(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
            "the provider answers 302",
        ),
    ],
    ids=["silent", "drips", "no web server", "no provider", "sends elsewhere"],
)
def test_a_provider_that_does_not_answer_as_one_is_told_in_time(tmp_path: Path, speak: Speak, because: str) -> None:
    async def ask() -> list[Fault]:
        async with listening(speak) as port:
            return await provider_faults(place(tmp_path, f"http://{LOOPBACK}:{port}"), within_seconds=PATIENCE_SECONDS)

    faults = aside(asyncio.run, ask())
    assert [fault.reason for fault in faults] == ["silent"]
    assert because in faults[0].said["because"]


def test_a_provider_whose_certificate_nobody_knows_is_told(tmp_path: Path) -> None:
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(certify(tmp_path), tmp_path / "service.key")

    async def ask() -> list[Fault]:
        async with listening(nothing, ours) as port:
            return await provider_faults(place(tmp_path, f"https://{LOOPBACK}:{port}"))

    assert [fault.reason for fault in aside(asyncio.run, ask())] == ["silent"]


def place(folder: Path, issuer: str) -> Place:
    provider = {"oidc_issuer": issuer, "oidc_client_id": "congvu", "oidc_client_secret": "khong-ai-hoi"}
    return Place(Settings(state_dir=folder).changed(public_url="https://congvu.example", **provider), SystemClock())
