"""One web process that answers searches: `python -m benchmarks.search_server FOLDER` prints its port.

It is the product's own application, served as `congvu serve` serves it, and beside it `/plain`: a plain Starlette route
that answers the same search to whoever is signed in, as measure for GraphQL.
"""

import asyncio
import socket
import sys
from pathlib import Path

import orjson
import uvloop
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.app import listen, web_role
from backend.clock import SystemClock
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.graphql.sign_in import Bearers
from backend.settings import Settings

LOGIN, FIRST = "sotaichinh@thainguyen.gov.vn", 10


async def main(folder: Path) -> None:
    settings, clock = Settings(state_dir=folder, graphql_requests_per_minute=10**9), SystemClock()
    database = Database(settings.database)
    search = DirectorySearch(database, clock)
    bearers = Bearers(database, clock)
    await search.find("x", 1)

    async def plain(request: Request) -> Response:
        principal = await bearers.principal(request.headers["authorization"])
        typed = orjson.loads(await request.body())["variables"]["text"]
        found = await search.find(typed, FIRST, principal)
        return Response(orjson.dumps(found), media_type="application/json")

    application = web_role(settings, database, clock, search)
    application.router.routes.insert(0, Route("/plain", plain, methods=["POST"]))
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    await listen(application, listener, settings, asyncio.Event())


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))
