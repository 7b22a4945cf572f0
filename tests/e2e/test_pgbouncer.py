"""Everything through PgBouncer in transaction mode, with two connections to PostgreSQL for all who write and read."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from backend.cli import main
from backend.correspondence.models import Correspondence
from backend.db import Database
from tests.e2e.aside import aside
from tests.e2e.pooler import pooled_postgres
from tests.e2e.test_postgresql import story
from tests.e2e.test_serve import folder, port, serving, stopped, wait_for_answer
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import checked, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX

__all__ = ["folder", "port"]
NOW = vietnam("2026-01-12 08:00")
WRITERS, LETTERS = 4, 60  # of each writer, enough at once to be streamed


@pytest.fixture(scope="module")
def pooled() -> Iterator[str]:
    with pooled_postgres() as url:
        yield url


def test_a_url_that_does_not_say_so_is_told_what_to_add(pooled: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert aside(main, ["migrate", "--database", pooled]) == 2
    assert "add `pooler=transaction`" in capsys.readouterr().err


async def test_many_write_and_read_at_once_through_two_connections(
    pooled: str, tmp_path: Path, folder: Path, port: int
) -> None:
    url = f"{pooled}&pooler=transaction"
    assert await story(url) == await story(f"sqlite+aiosqlite:///{tmp_path / 'story.db'}")

    with serving("--port", port, "--role", "web", "--database", url, folder=folder) as process:
        await asyncio.to_thread(wait_for_answer, f"http://127.0.0.1:{port}/healthz", process)
        databases = [Database(url) for _ in range(WRITERS)]
        await asyncio.gather(
            *(write(Office(one), number) for number, one in enumerate(databases)),
            *(read(one) for one in databases),
            *(ask(port) for _ in range(WRITERS)),
        )
        stored = await letters(databases[0])
        await asyncio.gather(*(one.close() for one in databases))
        said = await asyncio.to_thread(stopped, process)
    assert stored == WRITERS * LETTERS + 2  # two of the story
    assert "Error" not in said


async def write(office: Office, number: int) -> None:
    first = office._sequence = 1000 * (number + 1)  # each has a mail server of its own, as it were
    for half in (first, first + LETTERS // 2):  # the second time half of them again
        records = [
            checked(seq, NOW, f"dan{seq}@nguoidan.example", CLERK_BOX) for seq in range(first, half + LETTERS // 2)
        ]
        arrivals = [in_mailbox(seq, NOW, CLERK_BOX) for seq in range(first, half + LETTERS // 2)]
        await office.takes(records, arrivals, NOW + timedelta(minutes=number))


async def read(database: Database) -> None:
    """Two looks in one session see one state, whoever commits meanwhile."""
    for _ in range(20):
        async with database.read() as session:
            first = list(await session.scalars(select(Correspondence.id)))
            assert list(await session.scalars(select(Correspondence.id))) == first


async def ask(port: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        for _ in range(10):
            assert (await client.get("/readyz")).json()["database"] == "ok"


async def letters(database: Database) -> int:
    async with database.read() as session:
        return len(list(await session.scalars(select(Correspondence.id))))
