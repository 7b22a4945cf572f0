"""`/graphql` over a WebSocket: subscriptions by the protocol graphql-transport-ws, known operations by id.

The bearer comes in connection_init's payload ({"authorization": "Bearer …"}): a browser's WebSocket sends no headers of
our choice, and cookies are never used.

Source: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

from backend.clock import Clock
from backend.db import Database
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.search import DirectorySearch
from backend.directory.terms import Principal
from backend.errors import Unavailable
from backend.graphql.asked import Asked, BadRequest, read_asked
from backend.graphql.context import LiveContext, SessionEnded
from backend.graphql.errors import present
from backend.graphql.persisted import Operation
from backend.graphql.schema import schema
from backend.graphql.sign_in import Bearers
from backend.incident import log_incident
from backend.settings import Settings

PROTOCOL = "graphql-transport-ws"
LOOK_AGAIN_SECONDS = 10.0
INIT_WITHIN_SECONDS = 10.0
MOST_CONNECTIONS = 5_000  # of one process
MOST_OF_ONE_LOGIN = 20  # a clerk's tabs, and those of colleagues who share the log-in
MOST_STREAMS = 4  # of one connection
# what a connection is closed with
INVALID, UNAUTHORIZED, FORBIDDEN, LATE, TAKEN, TWICE = 4400, 4401, 4403, 4408, 4409, 4429
DEFECT, TRY_LATER = 1011, 1013


class GraphQLSocket:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        operations: Mapping[str, Operation],
        search: DirectorySearch,
        pause: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`pause`: what lies between two looks at the database."""
        self.database = database
        self.clock = clock
        self.settings = settings
        self.operations = operations
        self.search = search
        self.recipient_indexes = RecipientIndexes()
        self.bearers = Bearers(database, clock)
        self.pause = pause or _pause
        self._open = 0
        self.of_login: Counter[str] = Counter()

    async def serve(self, websocket: WebSocket) -> None:
        if not self._may_connect(websocket):
            await websocket.close(FORBIDDEN)  # before it was accepted: 403
            return
        await websocket.accept(subprotocol=PROTOCOL)
        if self._open >= MOST_CONNECTIONS:
            await websocket.close(TRY_LATER)
            return
        self._open += 1
        try:
            await _Connection(self, websocket).run()
        finally:
            self._open -= 1

    def _may_connect(self, websocket: WebSocket) -> bool:
        """Browsers name the page's origin: only webmails and extensions of ours, and our own pages; other programs
        name none."""
        origin, host = websocket.headers.get("origin"), websocket.headers.get("host")
        known = origin is None or origin in (*self.settings.webmail_origins, *self.settings.extension_origins)
        known = known or (bool(host) and origin in (f"https://{host}", f"http://{host}"))
        return known and PROTOCOL in websocket.scope.get("subprotocols", ())


def _told(error: GraphQLError) -> dict[str, Any]:
    if isinstance(error.original_error, CannotGetOperationTypeError | InvalidOperationTypeError):
        return {"message": "only subscriptions here", "extensions": {"code": BadRequest.code}}
    return present(error)


async def _pause() -> None:
    await asyncio.sleep(LOOK_AGAIN_SECONDS)


class _Close(Exception):
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class _Connection:
    """One client, from connection_init to its end; every stream is a task of its own."""

    def __init__(self, socket: GraphQLSocket, websocket: WebSocket) -> None:
        self._socket = socket
        self._websocket = websocket
        self._authorization = ""
        self._login: str | None = None  # whose connections this one counts among
        self._streams: dict[str, asyncio.Task[None]] = {}  # by the ids in use
        self._running: set[asyncio.Task[None]] = set()  # and those that are still ending

    async def run(self) -> None:
        try:
            await self._begin()
            while True:
                await self._take(await self._receive())
        except WebSocketDisconnect:
            pass
        except _Close as closing:
            await self._close(closing)
        except Exception as error:  # noqa: BLE001 - the last place that can mask a defect
            log_incident(error, "graphql socket")
            await self._close(_Close(DEFECT, "internal error"))
        finally:
            await self._end()

    async def _begin(self) -> None:
        try:
            async with asyncio.timeout(INIT_WITHIN_SECONDS):
                message = await self._receive()
        except TimeoutError as error:
            raise _Close(LATE, "Connection initialisation timeout") from error
        if message["type"] != "connection_init":
            raise _Close(UNAUTHORIZED, "Unauthorized")
        payload = message.get("payload")
        given = payload.get("authorization") if isinstance(payload, dict) else None
        self._authorization = given if isinstance(given, str) else ""
        principal = await self._who()
        if principal is None:
            raise _Close(FORBIDDEN, "Forbidden")
        if self._socket.of_login[principal.login] >= MOST_OF_ONE_LOGIN:
            raise _Close(TRY_LATER, "Too many connections")
        self._login = principal.login
        self._socket.of_login[self._login] += 1
        await self._send(type="connection_ack")

    async def _who(self) -> Principal | None:
        return await self._socket.bearers.principal(self._authorization)

    async def _take(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "ping":
            await self._send(type="pong")
        elif kind == "subscribe":
            await self._subscribe(message)
        elif kind == "complete":
            stream = self._streams.pop(str(message.get("id")), None)
            if stream is not None:
                stream.cancel()
        elif kind == "connection_init":
            raise _Close(TWICE, "Too many initialisation requests")
        elif kind != "pong":
            raise _Close(INVALID, "Unknown message type")

    async def _subscribe(self, message: dict[str, Any]) -> None:
        key = message.get("id")
        if not isinstance(key, str) or not key:
            raise _Close(INVALID, "A subscription needs an id")
        if key in self._streams:
            raise _Close(TAKEN, "Subscriber already exists")
        try:
            if len(self._streams) >= MOST_STREAMS:
                raise BadRequest("too many subscriptions on one connection", code="too_many_streams")
            free_form = self._socket.settings.graphql_free_form
            asked = read_asked(message.get("payload"), self._socket.operations, free_form=free_form)
        except BadRequest as error:
            refusal = {"message": error.message, "extensions": {"code": error.code}}
            await self._send(type="error", id=key, payload=[refusal])
            return
        stream = self._streams[key] = asyncio.create_task(self._stream(key, asked))
        self._running.add(stream)
        stream.add_done_callback(self._running.discard)

    async def _stream(self, key: str, asked: Asked) -> None:
        try:
            if await self._relay(key, asked):
                await self._send(type="complete", id=key)
        except SessionEnded:
            await self._close(_Close(UNAUTHORIZED, "Session ended"))
        except Unavailable as error:
            await self._close(_Close(TRY_LATER, error.code))
        except Exception as error:  # noqa: BLE001 - a task of its own: nobody else would hear of it
            log_incident(error, "graphql stream")
            await self._close(_Close(DEFECT, "internal error"))
        finally:
            if self._streams.get(key) is asyncio.current_task():  # else the id is another stream's by now
                del self._streams[key]

    async def _relay(self, key: str, asked: Asked) -> bool:
        """Send every result; whether it came to its end, false after an error that was told.

        Raises:
            SessionEnded: the caller's session is over.
        """
        results = await schema.subscribe(
            asked.document,
            variable_values=asked.variables,
            context_value=await self._context(),
            operation_name=asked.operation_name,
        )
        async with aclosing(results):
            async for result in results:
                for error in result.errors or ():
                    if isinstance(error.original_error, SessionEnded):
                        raise error.original_error
                errors = [_told(error) for error in result.errors or ()]
                if errors and result.data is None:
                    await self._send(type="error", id=key, payload=errors)
                    return False
                payload = {"data": result.data} | ({"errors": errors} if errors else {})
                await self._send(type="next", id=key, payload=payload)
        return True

    async def _context(self) -> LiveContext:
        socket, principal = self._socket, await self._who()
        if principal is None:
            raise SessionEnded("sign in again")
        request = (socket.database, socket.clock, socket.settings, principal)
        return LiveContext(*request, socket.search, socket.recipient_indexes, self._who, socket.pause)

    async def _receive(self) -> dict[str, Any]:
        """
        Raises:
            WebSocketDisconnect: the client has gone.
            _Close: what it sent is no message of the protocol.
        """
        frame = await self._websocket.receive()
        if frame["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(frame.get("code", 1005))
        try:
            message = orjson.loads(frame.get("text") or "")
        except orjson.JSONDecodeError as error:
            raise _Close(INVALID, "Not JSON") from error
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise _Close(INVALID, "Not a message")
        return message

    async def _send(self, **message: object) -> None:
        await self._websocket.send_text(orjson.dumps(message).decode())

    async def _close(self, closing: _Close) -> None:
        try:
            await self._websocket.close(closing.code, closing.reason)
        except (RuntimeError, WebSocketDisconnect):
            return  # closed already, by whoever was first

    async def _end(self) -> None:
        for stream in self._streams.values():
            stream.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._login is not None:
            self._socket.of_login[self._login] -= 1
            self._socket.of_login += Counter()  # without those that have none left
