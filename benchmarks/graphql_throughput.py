"""`graphql-throughput`: what one web process does in a second, the whole way from the request's bytes to the answer's.

The operation is CheckRecipients for 20 addresses, against SQLite. No sockets: applications are called as a server calls
them. Peers answer the same question with the same answer, which is compared before anything is timed, turn by turn:

- a bare Starlette JSON route: our own directory and bearers, no GraphQL;
- Strawberry as its documentation sets it up (limiters by extension, documents parsed and validated for each request);
- ariadne and graphene, each in a venv and a process of its own, over our directory, without limits and permissions;
- mercurius with its JIT on Node: another language and another driver of SQLite, which looks up what the operation's
  four fields need. We look for lookalikes and namesakes besides, whoever asks for them or not.

A peer that cannot be installed here is left out.
"""

import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from strawberry.extensions import MaxAliasesLimiter, MaxTokensLimiter, QueryDepthLimiter

from backend.clock import SystemClock
from backend.db import Database
from backend.db.migrate import migrate
from backend.directory.recipient_checks import Asker, check_recipients
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.search import DirectorySearch
from backend.directory.terms import RecipientCheck
from backend.graphql.context import Context
from backend.graphql.endpoint import GraphQLEndpoint
from backend.graphql.persisted import Operation, load_operations
from backend.graphql.problems import HANDLERS
from backend.graphql.schema import Mutation, Query
from backend.graphql.sign_in import Bearers
from backend.settings import Settings
from benchmarks.graphql_peers import GraphQLPeer, graphql_peers
from benchmarks.measuring import Clock
from benchmarks.recipients_asked import OPERATION, VARIABLES, asked, fill

ROUNDS, REQUESTS = 24, 40
_SECONDS: dict[str, Callable[[Clock], float]] = {
    "graphql-throughput": lambda clock: clock.wall,
    "graphql-throughput, of the processors": lambda clock: clock.processors,
}

Answer = Callable[[Request], Awaitable[Response]]
Way = Callable[[int], Awaitable[tuple[Clock, Any]]]  # so many requests → what they took, and what the last was answered


def run() -> Iterator[dict[str, object]]:
    """Two figures for each peer, of one process: requests in a second of the wall, and in one of the processors, which
    a busy machine leaves as it is. Values are medians over the rounds."""
    taken = asyncio.run(_taken())
    for name, seconds_of in _SECONDS.items():
        rates = {who: REQUESTS / statistics.median(map(seconds_of, clocks)) for who, clocks in taken.items()}
        value = rates.pop("ours")
        for peer, peer_value in rates.items():
            yield {
                "name": name,
                "value": round(value, 1),
                "unit": "requests/s",
                "peer": peer,
                "peer_value": round(peer_value, 1),
                "ratio": round(value / peer_value, 2),
                "n": ROUNDS * REQUESTS,
            }


async def _taken() -> dict[str, list[Clock]]:
    async with _ways() as ways:
        refuse_other_answers({name: (await way(REQUESTS))[1] for name, way in ways.items()})  # and warms up
        taken: dict[str, list[Clock]] = {name: [] for name in ways}
        order = list(ways)
        for _ in range(ROUNDS):
            order.append(order.pop(0))
            for name in order:
                taken[name].append((await ways[name](REQUESTS))[0])
    return taken


def refuse_other_answers(answers: dict[str, Any]) -> None:
    """
    Raises:
        ValueError: somebody answers something else than we do, or not every address.
    """
    checks = answers["ours"]["data"]["checkRecipients"]
    if [check["address"] for check in checks] != VARIABLES["addresses"]:
        raise ValueError("not every address was answered")
    for name, answer in answers.items():
        if answer != answers["ours"]:
            raise ValueError(f"{name} answers {str(answer)[:200]}")


@asynccontextmanager
async def _ways() -> AsyncIterator[dict[str, Way]]:
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as folder:
        file = Path(folder) / "congvu.db"
        url = f"sqlite+aiosqlite:///{file}"
        await migrate(url)
        database = Database(url)
        await fill(database)
        key, operation = next((key, one) for key, one in load_operations().items() if one.name == OPERATION)
        settings = Settings(graphql_requests_per_minute=10**9)
        with graphql_peers(file, settings.province_domains, operation.document) as peers:
            yield {**_applications(database, settings, key, operation), **{name: _of(peers[name]) for name in peers}}
        await database.close()


def _of(peer: GraphQLPeer) -> Way:
    async def way(requests: int) -> tuple[Clock, Any]:
        return peer.asked(requests)  # nothing else is to go on meanwhile

    return way


def _applications(database: Database, settings: Settings, key: str, operation: Operation) -> dict[str, Way]:
    clock = SystemClock()
    search = DirectorySearch(database, clock)  # asked by no operation measured here
    endpoint = GraphQLEndpoint(database, clock, settings, {key: operation}, search)
    by_id = orjson.dumps({"id": key, "variables": VARIABLES})
    by_document = orjson.dumps({"query": operation.document, "variables": VARIABLES})
    return {
        "ours": partial(asked, _application(endpoint.serve), by_id),
        "a bare Starlette JSON route": partial(asked, _application(_bare(database, settings)), by_id),
        "Strawberry as documented": partial(asked, _application(_documented(database, settings, search)), by_document),
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
        body = {"data": {"checkRecipients": [_told(check) for check in checks]}}
        return Response(orjson.dumps(body), media_type="application/json")

    return answer


def _told(check: RecipientCheck) -> dict[str, object]:
    instead = check.official_instead
    return {
        "address": check.address,
        "ring": check.ring.name,
        "agencyName": check.agency_name,
        "officialInstead": instead and {"name": instead.name, "address": instead.address},
    }


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


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
