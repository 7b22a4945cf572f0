"""Subscriptions over graphql-transport-ws, at the ASGI door: who may follow what, and when it ends."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute

from backend.access.models import SignInSession
from backend.clock import FixedClock
from backend.correspondence.models import Correspondence, Correspondent, LetterReference
from backend.db import Database
from backend.directory.models import RoleAssignment
from backend.directory.search import DirectorySearch
from backend.graphql.persisted import load_operations
from backend.graphql.socket_endpoint import MOST_OF_ONE_LOGIN, GraphQLSocket
from backend.settings import Settings
from tests.operation_ids import operation_ids
from tests.unit.graphql.conftest import bearer
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, FINANCE_HEAD_BOX, HEAD_BOX, NOW, OFFICIAL_BOX, SCIENCE

NEWS = {"id": operation_ids()["LetterNews"], "variables": {"agency": SCIENCE}}
WEBMAIL = "https://webmail.thainguyen.gov.vn"


class Looks:
    """Lets the streams look again when a test says so."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(0)
        self._waiting = asyncio.Event()

    async def pause(self) -> None:
        self._waiting.set()
        await self._turns.acquire()

    async def begun(self) -> None:
        """Until a stream has begun and waits to look again."""
        await asyncio.wait_for(self._waiting.wait(), 20)

    def again(self) -> None:
        self._turns.release()


class Client:
    """One WebSocket, as a server hands it to the application."""

    def __init__(
        self, application: Starlette, origin: str | None = None, protocol: str = "graphql-transport-ws"
    ) -> None:
        headers = [(b"host", b"congvu.example")] + ([] if origin is None else [(b"origin", origin.encode())])
        scope = {
            "type": "websocket",
            "path": "/graphql",
            "raw_path": b"/graphql",
            "root_path": "",
            "query_string": b"",
            "headers": headers,
            "subprotocols": [protocol],
        }
        self._to: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._from: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._to.put_nowait({"type": "websocket.connect"})
        self._served = asyncio.create_task(application(scope, self._to.get, self._from.put))  # type: ignore[arg-type]

    async def hears(self) -> dict[str, Any]:
        """The next message, or {"closed": code}."""
        frame = await asyncio.wait_for(self._from.get(), 20)
        if frame["type"] == "websocket.close":
            self._to.put_nowait({"type": "websocket.disconnect", "code": frame["code"]})
            return {"closed": frame["code"]}
        if frame["type"] == "websocket.accept":
            return {"accepted": frame["subprotocol"]}
        message = json.loads(frame["text"])
        assert isinstance(message, dict)
        return message

    def says(self, **message: object) -> None:
        self._to.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    def says_bytes(self, data: str) -> None:
        self._to.put_nowait({"type": "websocket.receive", "text": data})

    async def leaves(self) -> None:
        self._to.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await self._served

    async def signs_in(self, database: Database, login: str, lifetime: timedelta = timedelta(minutes=15)) -> None:
        assert await self.hears() == {"accepted": "graphql-transport-ws"}
        headers = await bearer(database, login, lifetime)
        self.says(type="connection_init", payload={"authorization": headers["Authorization"]})
        assert await self.hears() == {"type": "connection_ack"}


@pytest.fixture
def looks() -> Looks:
    return Looks()


@pytest.fixture
def application(database: Database, clock: FixedClock, looks: Looks, tmp_path: Path) -> Starlette:
    settings = Settings(webmail_origins=(WEBMAIL,))
    search = DirectorySearch(database, clock)
    socket = GraphQLSocket(database, clock, settings, load_operations(), search, looks.pause)
    return Starlette(routes=[WebSocketRoute("/graphql", socket.serve)])


@pytest.fixture
async def client(application: Starlette) -> AsyncIterator[Client]:
    client = Client(application)
    yield client
    await client.leaves()


async def a_letter_comes(database: Database, clock: FixedClock, key: str = "NEW", *, shielded: bool = False) -> None:
    clock.set(clock.now() + timedelta(minutes=1))
    async with database.write() as session:
        if await session.get(Correspondent, "DAN") is None:
            session.add(Correspondent(id="DAN", address="dan@nguoidan.example", sender_class="citizen"))
        session.add(
            Correspondence(
                agency_code=SCIENCE,
                id=key,
                correspondent_id="DAN",
                sender_class="citizen",
                mailbox=CLERK_BOX,
                message_id=f"{key}@nguoidan.example",
                received_at=clock.now(),
                month=202601,
                standing="open",
                may_acknowledge=True,
                shielded=shielded,
            )
        )
        await session.flush()
        code = f"TDT.H55.05-260105-{key}"
        session.add(LetterReference(agency_code=SCIENCE, correspondence_id=key, code=code, issued_at=clock.now()))


@pytest.mark.parametrize("login", [CLERK_BOX, HEAD_BOX])
async def test_a_letter_that_comes_is_told_as_the_lists_show_it(
    client: Client, database: Database, clock: FixedClock, looks: Looks, login: str
) -> None:
    await client.signs_in(database, login)
    client.says(type="subscribe", id="1", payload=NEWS)
    await looks.begun()
    await a_letter_comes(database, clock, "HIDDEN", shielded=True)
    await a_letter_comes(database, clock)
    looks.again()

    told = await client.hears()
    assert (told["type"], told["id"]) == ("next", "1")
    news = told["payload"]["data"]["letterNews"]
    assert [(letter["id"], letter["sender"]) for letter in news["new"]] == [("NEW", "dan@nguoidan.example")]
    assert (news["overdue"], news["new"][0]["shielded"]) == ([], None)


@pytest.mark.parametrize("login", [OFFICIAL_BOX, FINANCE_HEAD_BOX, CHAIR_BOX])
async def test_whoever_may_not_see_the_letters_may_not_follow_them(
    client: Client, database: Database, login: str
) -> None:
    await client.signs_in(database, login)
    client.says(type="subscribe", id="1", payload=NEWS)

    told = await client.hears()
    assert (told["type"], told["id"]) == ("error", "1")
    assert [error["extensions"]["code"] for error in told["payload"]] == ["forbidden"]


async def test_the_stream_ends_with_the_session(
    client: Client, database: Database, clock: FixedClock, looks: Looks
) -> None:
    await client.signs_in(database, CLERK_BOX, lifetime=timedelta(minutes=2))
    client.says(type="subscribe", id="1", payload=NEWS)
    await looks.begun()
    await a_letter_comes(database, clock)
    clock.set(NOW + timedelta(minutes=3))
    looks.again()

    assert await client.hears() == {"closed": 4401}


async def test_a_session_that_is_ended_early_ends_the_stream(
    client: Client, database: Database, clock: FixedClock, looks: Looks
) -> None:
    await client.signs_in(database, CLERK_BOX)
    client.says(type="subscribe", id="1", payload=NEWS)
    await looks.begun()
    async with database.write() as session:
        await session.change(delete(SignInSession))
    await a_letter_comes(database, clock)
    looks.again()

    assert await client.hears() == {"closed": 4401}


async def test_a_role_that_is_taken_away_ends_the_stream_before_anything_more_is_told(
    client: Client, database: Database, clock: FixedClock, looks: Looks
) -> None:
    await client.signs_in(database, CLERK_BOX)
    client.says(type="subscribe", id="1", payload=NEWS)
    await looks.begun()
    async with database.write() as session:
        await session.change(delete(RoleAssignment))
    await a_letter_comes(database, clock)
    looks.again()

    told = await client.hears()
    assert (told["type"], told["payload"][0]["extensions"]["code"]) == ("error", "forbidden")


@pytest.mark.parametrize("payload", [None, {}, {"authorization": "Bearer nobody"}, {"authorization": 5}, []])
async def test_a_stranger_is_not_let_in(client: Client, payload: object) -> None:
    await client.hears()
    client.says(type="connection_init", payload=payload)

    assert await client.hears() == {"closed": 4403}


async def test_nothing_is_followed_before_signing_in(client: Client) -> None:
    await client.hears()
    client.says(type="subscribe", id="1", payload=NEWS)

    assert await client.hears() == {"closed": 4401}


@pytest.mark.parametrize(
    ("origin", "protocol", "answer"),
    [
        (WEBMAIL, "graphql-transport-ws", {"accepted": "graphql-transport-ws"}),
        ("https://congvu.example", "graphql-transport-ws", {"accepted": "graphql-transport-ws"}),
        ("https://other.example", "graphql-transport-ws", {"closed": 4403}),
        ("https://congvu.example.other.example", "graphql-transport-ws", {"closed": 4403}),
        (None, "graphql-ws", {"closed": 4403}),
    ],
)
async def test_browsers_connect_from_our_webmails_and_pages_only_and_by_this_protocol(
    application: Starlette, origin: str | None, protocol: str, answer: dict[str, object]
) -> None:
    client = Client(application, origin, protocol)

    assert await client.hears() == answer
    await client.leaves()


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"id": "0" * 64}, "operation_not_found"),
        ({"query": 'subscription { letterNews(agency: "H55.05") { new { id } } }'}, "free_form_off"),
        ([], "bad_request"),
        ({"id": operation_ids()["Me"]}, "bad_request"),  # questions go by POST
        ({"id": NEWS["id"]}, "bad_request"),
    ],
)
async def test_what_cannot_be_followed_is_refused_and_the_connection_stays(
    client: Client, database: Database, payload: object, code: str
) -> None:
    await client.signs_in(database, CLERK_BOX)
    client.says(type="subscribe", id="1", payload=payload)

    told = await client.hears()
    assert (told["type"], told["payload"][0]["extensions"]["code"]) == ("error", code)
    client.says(type="ping")
    assert await client.hears() == {"type": "pong"}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"type": "connection_init"}, 4429),
        ({"type": "start", "id": "1"}, 4400),
        ({"type": "subscribe", "payload": NEWS}, 4400),
        ({"kind": "ping"}, 4400),
    ],
)
async def test_what_is_no_message_of_the_protocol_closes_the_connection(
    client: Client, database: Database, message: dict[str, object], code: int
) -> None:
    await client.signs_in(database, CLERK_BOX)
    client.says(**message)

    assert await client.hears() == {"closed": code}


async def test_what_is_no_json_closes_the_connection(client: Client, database: Database) -> None:
    await client.signs_in(database, CLERK_BOX)
    client.says_bytes("{")

    assert await client.hears() == {"closed": 4400}


async def test_an_id_is_used_once_at_a_time_and_is_free_again_when_the_client_ends_its_stream(
    client: Client, database: Database, clock: FixedClock, looks: Looks
) -> None:
    await client.signs_in(database, CLERK_BOX)
    client.says(type="subscribe", id="1", payload=NEWS)
    await looks.begun()
    client.says(type="complete", id="1")
    client.says(type="subscribe", id="1", payload=NEWS)
    client.says(type="ping")
    assert await client.hears() == {"type": "pong"}
    client.says(type="subscribe", id="1", payload=NEWS)

    assert await client.hears() == {"closed": 4409}


async def test_one_connection_follows_four_things_at_most(client: Client, database: Database) -> None:
    await client.signs_in(database, CLERK_BOX)
    for number in range(5):
        client.says(type="subscribe", id=str(number), payload=NEWS)

    told = await client.hears()
    assert (told["type"], told["id"]) == ("error", "4")
    assert told["payload"][0]["extensions"]["code"] == "too_many_streams"


async def test_one_log_in_has_so_many_connections_and_room_again_when_one_ends(
    application: Starlette, database: Database
) -> None:
    assert MOST_OF_ONE_LOGIN == 20
    headers = await bearer(database, CLERK_BOX)
    clients = [Client(application) for _ in range(21)]
    for number, client in enumerate(clients):
        assert await client.hears() == {"accepted": "graphql-transport-ws"}
        client.says(type="connection_init", payload={"authorization": headers["Authorization"]})
        assert await client.hears() == ({"type": "connection_ack"} if number < 20 else {"closed": 1013})
    await clients[0].leaves()
    late = Client(application)
    await late.hears()
    late.says(type="connection_init", payload={"authorization": headers["Authorization"]})

    assert await late.hears() == {"type": "connection_ack"}
    for client in (*clients[1:], late):
        await client.leaves()
