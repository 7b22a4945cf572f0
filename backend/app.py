"""The composition root: puts the roles of one deployment together and runs them until told to stop."""

import asyncio
import logging
import signal
import socket
from collections.abc import Collection, Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from backend.access.gate_token import ensure_gate_token
from backend.clock import Clock
from backend.errors import Unavailable, UsageError
from backend.exit_status import EXIT_DONE
from backend.last_moment import end_in_time
from backend.log_context import ROLE
from backend.metrics import snapshots
from backend.metrics.certificates import Shown, keep_asking
from backend.metrics.registry import REGISTRY, ProcessFacts
from backend.settings import Settings

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from backend.db import Database
    from backend.directory.search import DirectorySearch

STOP_WITHIN = timedelta(seconds=8)
REQUESTS_END_WITHIN_SECONDS = 3
WEB_SOCKET_LIMIT_BYTES = 64 * 1024  # of one message; ours are some hundred bytes
PAUSE_SECONDS = 2.0  # between two tries to reach the database
_logger = logging.getLogger("congvu.serve")


class Role(StrEnum):
    """What one process can do; each role imports only what it needs."""

    WEB = "web"
    MILTER = "milter"
    WORKER = "worker"


class RoleEnded(Exception):
    """A role stopped although nobody asked it to."""


async def serve(settings: Settings, roles: Collection[Role], clock: Clock) -> None:
    """Run the roles until SIGTERM or SIGINT; all of them stop when one does, and the process ends within `END_WITHIN`.

    Raises:
        UsageError: the port is taken, or the database waits for `congvu migrate`.
        RoleEnded: a role returned without being told to.
        Exception: whatever ended a role.
    """
    stop = asyncio.Event()

    ending = asyncio.create_task(_end_in_time(stop))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    settings.state_dir.mkdir(mode=0o750, exist_ok=True)
    ensure_gate_token(settings.gate_token)
    snapshots.forget(settings.state_dir, roles)
    REGISTRY.register(ProcessFacts(roles, settings.state_dir))
    async with AsyncExitStack() as closing:
        await run_together(await _roles(settings, roles, clock, stop, closing), stop)
    await ending


async def _end_in_time(stop: asyncio.Event) -> None:
    """Whatever stops the roles, the process that stays longer than it may is ended; a supervisor starts it anew."""
    await stop.wait()
    end_in_time(EXIT_DONE)


async def run_together(roles: dict[str, Coroutine[Any, Any, None]], stop: asyncio.Event) -> None:
    """Run coroutines until `stop` is set or one of them ends; then give all `STOP_WITHIN` to finish.

    Raises:
        RoleEnded, Exception: as `serve`.
    """
    tasks = {asyncio.create_task(_in_role(name, work), name=name) for name, work in roles.items()}
    told = asyncio.create_task(stop.wait())
    await asyncio.wait({*tasks, told}, return_when=asyncio.FIRST_COMPLETED)
    ended_early = [] if stop.is_set() else [task for task in tasks if task.done()]
    stop.set()
    _, late = await asyncio.wait(tasks, timeout=STOP_WITHIN.total_seconds())
    for task in late:
        _logger.warning("role %s did not stop in time and is cut off", task.get_name())
        task.cancel()
    await asyncio.gather(told, *tasks, return_exceptions=True)
    for task in sorted(tasks - late, key=lambda task: task not in ended_early):
        task.result()
    if ended_early:
        raise RoleEnded(f"role {ended_early[0].get_name()} ended by itself")


async def _in_role(name: str, work: Coroutine[Any, Any, None]) -> None:
    """What a role and the tasks it starts log bears its name."""
    ROLE.set(name)
    await work


def web_role(settings: Settings, database: "Database", clock: Clock, search: "DirectorySearch") -> "Starlette":
    """The HTTP application of a deployment."""
    from backend.access.imap_sign_in import ImapSignIn
    from backend.access.oidc.provider import Provider
    from backend.access.oidc.registration import registration_of
    from backend.graphql.endpoint import GraphQLEndpoint
    from backend.graphql.persisted import load_operations
    from backend.graphql.sign_in import Bearers
    from backend.graphql.socket_endpoint import GraphQLSocket
    from backend.web.application import WebParts, web_application

    operations = load_operations()
    graphql = GraphQLEndpoint(database, clock, settings, operations, search)
    socket = GraphQLSocket(database, clock, settings, operations, search)
    answers, bearers = (graphql.serve, socket.serve), Bearers(database, clock)
    registration = registration_of(settings)
    provider = Provider(registration, clock) if registration else None
    parts = WebParts(settings, database, clock, ImapSignIn(settings), *answers, search, bearers.principal, provider)
    return web_application(parts)


async def _roles(
    settings: Settings, roles: Collection[Role], clock: Clock, stop: asyncio.Event, closing: AsyncExitStack
) -> dict[str, Coroutine[Any, Any, None]]:
    """The work of each role; the port is bound before any of it begins."""
    running: dict[str, Coroutine[Any, Any, None]] = {}
    listener = _bind(settings.host, settings.port) if Role.WEB in roles else None
    if Role.MILTER in roles:
        from backend.gateway.milter_server import run_milter

        running[Role.MILTER] = run_milter(settings, clock, stop)
    if Role.WEB in roles or Role.WORKER in roles:
        from backend.db import Database

        database = Database(settings.database)
        closing.push_async_callback(database.close)
        ready = asyncio.create_task(wait_for_database(settings.database, stop))
        if listener is not None:
            running[Role.WEB] = _run_web(settings, database, clock, stop, ready, listener)
        if Role.WORKER in roles:
            running[Role.WORKER] = _run_worker(settings, database, clock, stop, ready)
            running["published-links"] = _run_published_links(settings, database, clock, stop, ready)
            if settings.watch:
                running["imap-watch"] = _run_watching(settings, database, clock, stop, ready)
    if Role.WORKER in roles and (shown := shown_certificates(settings)):
        running["certificates"] = keep_asking(shown, stop)
    if Role.WEB not in roles:
        file = snapshots.snapshot_file(settings.state_dir, roles)
        running["metrics"] = snapshots.keep_writing(file, stop)
    return running


def shown_certificates(settings: Settings) -> list[Shown]:
    """Of the servers that people's programs speak to, as far as the settings know them."""
    public = urlsplit(settings.public_url)
    web = [Shown("web", public.hostname or "", public.port or 443)] if public.scheme == "https" else []
    mail = [
        Shown("imap", settings.client_imap_host, settings.client_imap_port),
        Shown("smtp", settings.client_smtp_host, settings.client_smtp_port),
    ]
    return [one for one in (*web, *mail) if one.host]


async def wait_for_database(url: str, stop: asyncio.Event) -> bool:
    """Bring the database to the current schema; whether that was done before `stop`.

    A database that is locked or away is waited for: in one process with the milter, mail must not wait with it.

    Raises:
        UsageError: the database waits for `congvu migrate`.
        OSError: its folder does not exist or may not be written.
    """
    from backend.db.migrate import make_ready

    while not stop.is_set():
        try:
            await make_ready(url)
        except Unavailable:
            _logger.warning("the database does not answer, again in %.0f s", PAUSE_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)
        else:
            return True
    return False


async def _run_worker(
    settings: Settings, database: "Database", clock: Clock, stop: asyncio.Event, ready: asyncio.Task[bool]
) -> None:
    from backend.worker import run_worker
    from backend.worker_seams import source_progress, worker_seams

    if await ready:
        progress = source_progress(settings)
        REGISTRY.register(progress)
        await run_worker(settings, database, clock, stop, worker_seams(settings, progress))


async def _run_published_links(
    settings: Settings, database: "Database", clock: Clock, stop: asyncio.Event, ready: asyncio.Task[bool]
) -> None:
    from backend.worker.published_links import run_published_links
    from backend.worker_seams import link_reader

    if await ready:
        await run_published_links(database, clock, stop, link_reader(settings))


async def _run_watching(
    settings: Settings, database: "Database", clock: Clock, stop: asyncio.Event, ready: asyncio.Task[bool]
) -> None:
    from backend.worker.watching import run_watching
    from backend.worker_seams import watched_folders

    if await ready:
        await run_watching(settings, database, clock, stop, watched_folders(settings))


async def _run_web(
    settings: Settings,
    database: "Database",
    clock: Clock,
    stop: asyncio.Event,
    ready: asyncio.Task[bool],
    listener: socket.socket,
) -> None:
    from backend.directory.search import DirectorySearch

    if await ready:
        search = DirectorySearch(database, clock)
        search.start()
        try:
            await listen(web_role(settings, database, clock, search), listener, settings, stop)
        finally:
            await search.close()
    listener.close()


async def listen(application: "Starlette", listener: socket.socket, settings: Settings, stop: asyncio.Event) -> None:
    """Answer at a port until `stop`."""
    import uvicorn

    class Server(uvicorn.Server):
        async def serve(self, sockets: list[socket.socket] | None = None) -> None:
            await self._serve(sockets)  # without taking the signals away from the other roles

        async def main_loop(self) -> None:
            """Without a tick ten times a second, which is what an idle process of ours would do most."""
            await stop.wait()

    server = Server(
        uvicorn.Config(
            application,
            access_log=False,
            log_config=None,
            server_header=False,
            date_header=False,  # a tick would write it; each answer of ours has one of its own
            forwarded_allow_ips=list(settings.trusted_proxies),
            timeout_graceful_shutdown=REQUESTS_END_WITHIN_SECONDS,
            ws_max_size=WEB_SOCKET_LIMIT_BYTES,
            lifespan="off",
        )
    )
    await server.serve([listener])


def _bind(host: str, port: int) -> socket.socket:
    """
    Raises:
        UsageError: the port is taken or may not be used, or the host is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise UsageError(f"cannot listen on {host} port {port}: {error.strerror or error}") from error
    listener.setblocking(False)
    return listener
