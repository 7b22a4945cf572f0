"""CheckRecipients by ariadne or graphene, as their documentation sets them up, in the peer's own venv: the bearer, the
directory and the database are ours, so that what differs is the GraphQL library. No limits, no permissions a field.

A line says how many requests; answered with their seconds of the wall and of the processors, and the last answer.
"""

import asyncio
import importlib
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.clock import SystemClock
from backend.db import Database
from backend.directory.recipient_checks import Asker, check_recipients
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.terms import RecipientCheck, RecipientRing
from backend.graphql.sign_in import Bearers
from benchmarks.recipients_asked import asked

Answer = Callable[[Request], Awaitable[Response]]
ROOT = Path(__file__).resolve().parents[2]


class Directory:
    """What a resolver asks, and for whom."""

    def __init__(self, file: str, domains: list[str]) -> None:
        self._database = Database(f"sqlite+aiosqlite:///{file}")
        self._domains = domains
        self._bearers, self._indexes = Bearers(self._database, SystemClock()), RecipientIndexes()

    async def asker(self, request: Request) -> Asker:
        principal = await self._bearers.principal(request.headers["authorization"])
        assert principal
        return Asker(self._domains, principal.agency.code if principal.agency else None)

    async def checks(self, asker: Asker, addresses: list[str]) -> list[RecipientCheck]:
        async with self._database.read() as session:
            return await check_recipients(session, addresses, asker, datetime.now(UTC), self._indexes)

    async def close(self) -> None:
        await self._database.close()


def by_ariadne(directory: Directory) -> Answer:
    """Over our own schema, which ariadne takes as it is written."""
    ariadne = importlib.import_module("ariadne")

    async def resolve(_source: Any, info: Any, addresses: list[str]) -> list[RecipientCheck]:
        return await directory.checks(info.context["asker"], addresses)

    query = ariadne.QueryType()
    query.set_field("checkRecipients", resolve)
    ring = ariadne.EnumType("Ring", RecipientRing)
    type_defs = ariadne.load_schema_from_path(str(ROOT / "backend" / "graphql" / "schema.graphql"))
    schema = ariadne.make_executable_schema(type_defs, query, ring, convert_names_case=True)

    async def answer(request: Request) -> Response:
        context = {"request": request, "asker": await directory.asker(request)}
        done, result = await ariadne.graphql(schema, orjson.loads(await request.body()), context_value=context)
        return Response(orjson.dumps(result), 200 if done else 400, media_type="application/json")

    return answer


def by_graphene(directory: Directory) -> Answer:
    """Its schema holds what this one operation asks."""
    graphene: Any = importlib.import_module("graphene")
    ring = graphene.Enum.from_enum(RecipientRing, name="Ring")
    instead = type(
        "OfficialInstead",
        (graphene.ObjectType,),
        {name: graphene.String(required=True) for name in ("name", "address")},
    )
    check = type(
        "RecipientCheck",
        (graphene.ObjectType,),
        {
            "address": graphene.String(required=True),
            "ring": ring(required=True),
            "agency_name": graphene.String(),
            "official_instead": graphene.Field(instead),
        },
    )

    async def resolve(_source: Any, info: Any, addresses: list[str]) -> list[RecipientCheck]:
        return await directory.checks(info.context["asker"], addresses)

    listed = graphene.List(graphene.NonNull(graphene.String), required=True)
    fields = {
        "check_recipients": graphene.List(graphene.NonNull(check), required=True, addresses=listed),
        "resolve_check_recipients": resolve,
    }
    schema = graphene.Schema(query=type("Query", (graphene.ObjectType,), fields))

    async def answer(request: Request) -> Response:
        context = {"asker": await directory.asker(request)}
        sent = orjson.loads(await request.body())
        result = await schema.execute_async(sent["query"], variables=sent["variables"], context=context)
        return Response(orjson.dumps(result.formatted), media_type="application/json")

    return answer


LIBRARIES: dict[str, Callable[[Directory], Answer]] = {"ariadne": by_ariadne, "graphene": by_graphene}


async def main(library: str, told: dict[str, Any]) -> None:
    directory = Directory(told["file"], told["domains"])
    application = Starlette(routes=[Route("/graphql", LIBRARIES[library](directory), methods=["POST"])])
    body = orjson.dumps({"query": told["document"], "variables": told["variables"]})
    while line := await asyncio.to_thread(sys.stdin.readline):
        taken, answer = await asked(application, body, int(line))
        sys.stdout.write(json.dumps([taken.wall, taken.processors, answer]) + "\n")
        sys.stdout.flush()
    await directory.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
