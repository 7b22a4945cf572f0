"""CheckRecipients for 20 addresses of a small province, asked of a whole application without a socket: as a server
calls it, from the request's bytes to the answer's."""

from datetime import timedelta
from typing import Any

import orjson
from starlette.applications import Starlette

from backend.access.models import SignInSession
from backend.access.tokens import token_hash
from backend.clock import SystemClock
from backend.db import Database
from backend.directory.models import Agency, LoginMailbox, Mailbox
from benchmarks.measuring import Clock

AGENCIES = 300
ADDRESSES = [f"coquan{number}@thainguyen.gov.vn" for number in range(20)]
LOGIN, TOKEN = "coquan0@thainguyen.gov.vn", "benchmark"
VARIABLES = {"addresses": ADDRESSES}
OPERATION = "CheckRecipients"


async def fill(database: Database) -> None:
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
        expires_at = now + timedelta(hours=3)
        session.add(SignInSession(token_hash=token_hash(TOKEN), login=LOGIN, expires_at=expires_at))


async def asked(application: Starlette, body: bytes, requests: int) -> tuple[Clock, Any]:
    """What so many requests took, one after the other, and what the last was answered."""
    answer = b""
    started = Clock.now()
    for _ in range(requests):
        answer = await _call(application, body)
    taken = Clock.now() - started
    return taken, orjson.loads(answer)


async def _call(application: Starlette, body: bytes) -> bytes:
    headers = [(b"content-type", b"application/json"), (b"authorization", f"Bearer {TOKEN}".encode())]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers, "query_string": b""}
    chunks: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        chunks.append(message.get("body", b""))

    await application(scope, receive, send)
    return b"".join(chunks)
