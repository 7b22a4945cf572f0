"""`graphql-throughput`: what one web process does in a second, the whole way from the request's bytes to the answer's.

The operation is CheckRecipients for 20 addresses, against SQLite. Peers, interleaved with it in the same run: the same
question answered by a bare Starlette JSON route, and by Strawberry as its documentation sets it up (limiters by
extension, documents parsed and validated for each request). No sockets: the application is called as a server calls it.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, QueryDepthLimiter

from backend.access.models import SignInSession
from backend.access.tokens import token_hash
from backend.clock import SystemClock
from backend.db import Database
from backend.db.migrate import migrate
from backend.directory.models import Agency, LoginMailbox, Mailbox
from backend.directory.recipient_checks import Asker, check_recipients
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.search import DirectorySearch
from backend.graphql.context import Context
from backend.graphql.endpoint import GraphQLEndpoint
from backend.graphql.persisted import load_operations
from backend.graphql.problems import HANDLERS
from backend.graphql.schema import Mutation, Query
from backend.graphql.sign_in import Bearers
from backend.settings import Settings

AGENCIES = 300
ADDRESSES = [f"coquan{number}@thainguyen.gov.vn" for number in range(20)]
LOGIN, TOKEN = "coquan0@thainguyen.gov.vn", "benchmark"
ROUNDS, REQUESTS = 12, 60

Answer = Callable[[Request], Awaitable[Response]]


def run() -> Iterator[dict[str, object]]:
    """One figure for each peer; values are medians over the rounds, in requests per second of one process."""
    rates = asyncio.run(_rates())
    value = statistics.median(rates.pop("ours"))
    for peer, peer_rates in rates.items():
        peer_value = statistics.median(peer_rates)
        yield {
            "name": "graphql-throughput",
            "value": round(value, 1),
            "unit": "requests/s",
            "peer": peer,
            "peer_value": round(peer_value, 1),
            "ratio": round(value / peer_value, 2),
            "n": ROUNDS * REQUESTS,
        }


async def _rates() -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'congvu.db'}"
        await migrate(url)
        database = Database(url)
        await _fill(database)
        applications = _applications(database)
        rates: dict[str, list[float]] = {name: [] for name in applications}
        for round_number in range(ROUNDS + 1):
            for name, (application, body) in applications.items():
                rate = await _round(application, body)
                if round_number:  # the first warms up
                    rates[name].append(rate)
        await database.close()
    return rates


async def _fill(database: Database) -> None:
    now = SystemClock().now()
    async with database.write() as session:
        numbers = range(AGENCIES)
        session.add_all(
            [Agency(code=f"H55.{number}", name=f"Cơ quan {number}", kind="department") for number in numbers]
        )
        await session.flush()
        session.add_all(
            [
                Mailbox(
                    address=f"coquan{number}@thainguyen.gov.vn",
                    agency_code=f"H55.{number}",
                    kind="agency",
                    published_at=now,
                )
                for number in numbers
            ]
        )
        await session.flush()
        session.add(LoginMailbox(login=LOGIN, address=LOGIN))
        expires_at = now + timedelta(hours=1)
        session.add(SignInSession(token_hash=token_hash(TOKEN), login=LOGIN, expires_at=expires_at))


def _applications(database: Database) -> dict[str, tuple[Starlette, bytes]]:
    settings, clock = Settings(graphql_requests_per_minute=10**9), SystemClock()
    operations = load_operations()
    key, operation = next((key, one) for key, one in operations.items() if one.name == "CheckRecipients")
    search = DirectorySearch(database, clock)  # asked by no operation measured here
    endpoint = GraphQLEndpoint(database, clock, settings, operations, search)
    variables = {"addresses": ADDRESSES}
    by_id = orjson.dumps({"id": key, "variables": variables})
    by_document = orjson.dumps({"query": operation.document, "variables": variables})
    return {
        "ours": (_application(endpoint.serve), by_id),
        "a bare Starlette JSON route": (_application(_bare(database, settings)), by_id),
        "Strawberry as documented": (_application(_documented(database, settings, search)), by_document),
    }


def _application(answer: Answer) -> Starlette:
    return Starlette(routes=[Route("/graphql", answer, methods=["POST"])])


def _bare(database: Database, settings: Settings) -> Answer:
    bearers, indexes = Bearers(database, SystemClock()), RecipientIndexes()

    async def answer(request: Request) -> Response:
        principal = await bearers.principal(request.headers["authorization"])
        assert principal
        asker = Asker(settings.province_domains, principal.agency.code if principal.agency else None)
        addresses = orjson.loads(await request.body())["variables"]["addresses"]
        async with database.read() as session:
            checks = await check_recipients(session, addresses, asker, datetime.now(UTC), indexes)
        return Response(orjson.dumps([asdict(check) for check in checks]), media_type="application/json")

    return answer


def _documented(database: Database, settings: Settings, search: DirectorySearch) -> Answer:
    extensions = [
        lambda: QueryDepthLimiter(max_depth=8),
        lambda: MaxAliasesLimiter(max_alias_count=20),
        lambda: MaxTokensLimiter(max_token_count=1000),
    ]
    schema = strawberry.Schema(Query, Mutation, extensions=extensions, exception_handlers=HANDLERS)
    bearers, clock, indexes = Bearers(database, SystemClock()), SystemClock(), RecipientIndexes()

    async def answer(request: Request) -> Response:
        principal = await bearers.principal(request.headers["authorization"])
        assert principal is not None
        sent = orjson.loads(await request.body())
        context = Context(database, clock, settings, principal, search, indexes)
        result = await schema.execute(sent["query"], variable_values=sent["variables"], context_value=context)
        return Response(orjson.dumps({"data": result.data}), media_type="application/json")

    return answer


async def _round(application: Starlette, body: bytes) -> float:
    started = time.perf_counter()
    for _ in range(REQUESTS):
        answered = await _call(application, body)
        assert b"C\xc6\xa1 quan 19" in answered, answered
    return REQUESTS / (time.perf_counter() - started)


async def _call(application: Starlette, body: bytes) -> bytes:
    """One request, as an ASGI server hands it over."""
    headers = [(b"content-type", b"application/json"), (b"authorization", f"Bearer {TOKEN}".encode())]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers, "query_string": b""}
    chunks: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        chunks.append(message.get("body", b""))

    await application(scope, receive, send)
    return b"".join(chunks)


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
