"""One web process that answers searches: `python -m benchmarks.search_server FOLDER` prints its port.

`/graphql` answers as the product does, `/search` by a plain Starlette route to whoever is signed in too, `/open` to
everybody, as slapd does.
"""

import socket
import sys
from pathlib import Path

import orjson
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.clock import SystemClock
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.directory.search_entries import SearchEntry
from backend.directory.service import principal_of
from backend.graphql.endpoint import GraphQLEndpoint
from backend.graphql.persisted import load_operations
from backend.graphql.sign_in import Bearers
from backend.settings import Settings

LOGIN, FIRST = "sotaichinh@thainguyen.gov.vn", 10


async def main(folder: Path) -> None:
    settings, clock = Settings(state_dir=folder), SystemClock()
    database = Database(settings.database)
    search = DirectorySearch(database, clock, settings.search_dir)
    endpoint = GraphQLEndpoint(database, clock, settings, load_operations(), search)
    bearers = Bearers(database, clock)
    async with database.read() as session:
        asker = await principal_of(session, LOGIN, clock.now())
    await search.find("x", 1, asker)

    async def plain(request: Request) -> Response:
        principal = await bearers.principal(request.headers["authorization"])
        typed = orjson.loads(await request.body())["variables"]["text"]
        return _answer(await search.find(typed, FIRST, principal))

    async def public(request: Request) -> Response:
        return _answer(await search.find(request.query_params["text"], FIRST, asker))

    application = Starlette(
        routes=[
            Route("/graphql", endpoint.serve, methods=["POST"]),
            Route("/search", plain, methods=["POST"]),
            Route("/open", public, methods=["GET"]),
        ]
    )
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    config = uvicorn.Config(application, access_log=False, log_config=None, server_header=False, lifespan="off")
    await uvicorn.Server(config).serve([listener])
    await search.close()
    await database.close()


def _answer(found: list[SearchEntry]) -> Response:
    return Response(orjson.dumps(found), media_type="application/json")


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))
