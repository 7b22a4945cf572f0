"""The GraphQL endpoint over a small province; every log-in may be given a bearer."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from backend.access.models import SignInSession
from backend.access.tokens import token_hash
from backend.clock import FixedClock
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.graphql.endpoint import RESPONSE_TYPE, GraphQLEndpoint
from backend.graphql.persisted import load_operations
from backend.settings import Settings
from tests.operation_ids import operation_ids
from tests.unit.small_province import NOW

Ask = Callable[..., Awaitable[Any]]
OPERATION_IDS = operation_ids()


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
async def client(
    database: Database, clock: FixedClock, settings: Settings, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    search = DirectorySearch(database, clock)
    endpoint = GraphQLEndpoint(database, clock, settings, load_operations(), search)
    application = Starlette(routes=[Route("/graphql", endpoint.serve, methods=["POST"])])
    transport, accept = httpx.ASGITransport(application), {"Accept": RESPONSE_TYPE}
    async with httpx.AsyncClient(transport=transport, base_url="http://congvu.test", headers=accept) as client:
        yield client
    await search.close()


async def bearer(database: Database, login: str, lifetime: timedelta = timedelta(minutes=15)) -> dict[str, str]:
    """The Authorization header of a plugin signed in with this log-in."""
    token = f"bearer of {login}"
    async with database.write() as session:
        session.add(SignInSession(token_hash=token_hash(token), login=login, expires_at=NOW + lifetime))
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def ask(client: httpx.AsyncClient, database: Database) -> Ask:
    """`await ask(login, "Me", variable=value)` → `data` of a committed operation; errors fail the test."""
    headers: dict[str, dict[str, str]] = {}

    async def asked(login: str, operation: str, **variables: Any) -> Any:
        if login not in headers:
            headers[login] = await bearer(database, login)
        body = {"id": OPERATION_IDS[operation], "variables": variables}
        answer = (await client.post("/graphql", json=body, headers=headers[login])).json()
        assert "errors" not in answer, answer
        return answer["data"]

    return asked
