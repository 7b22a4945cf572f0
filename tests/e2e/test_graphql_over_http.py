"""`/graphql` of a running server, before a client that knows the specification and one that sends what it likes.

Free-form documents are on here, as in an audit; a production server takes known operations only.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from backend.access.models import SignInSession
from backend.access.tokens import token_hash
from backend.clock import SystemClock
from backend.db import Database
from tests.e2e.test_serve import folder, port, serving, wait_for_answer
from tests.unit import small_province
from tests.unit.small_province import CLERK_BOX

__all__ = ["folder", "port"]
BEARER = "bearer of the audit"
EXAMPLES = 20  # of each field


async def fill(state: Path) -> None:
    """A small province, and a clerk who is signed in."""
    url = f"sqlite+aiosqlite:///{state / 'congvu.db'}"
    await small_province.built(url)
    database = Database(url)
    until = SystemClock().now() + timedelta(hours=1)
    async with database.write() as session:
        session.add(SignInSession(token_hash=token_hash(BEARER), login=CLERK_BOX, expires_at=until))
    await database.close()


@pytest.fixture
async def url(folder: Path, port: int) -> AsyncIterator[str]:
    await fill(folder / "state")
    with (folder / "congvu.toml").open("a", encoding="utf-8") as settings:
        settings.write("graphql_free_form = true\ngraphql_requests_per_minute = 1000000\n")
    with serving("--role", "web", "--port", port, folder=folder) as process:
        wait_for_answer(f"http://127.0.0.1:{port}/healthz", process)
        assert process.stderr is not None
        Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would hold its log up, and it
        yield f"http://127.0.0.1:{port}/graphql"


async def run(command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(
        lambda: subprocess.run(command, capture_output=True, text=True, check=False, **options)
    )


async def test_no_must_and_no_should_of_the_specification_fails(url: str) -> None:
    audit = Path(__file__).with_name("graphql_over_http.mjs")
    environment = os.environ | {"CONGVU_BEARER": BEARER}
    said = await run(["node", audit, url], env=environment)
    audits = [json.loads(line) for line in said.stdout.splitlines()]

    assert len(audits) > 30
    assert [audit for audit in audits if audit["status"] != "ok" and not audit["name"].startswith("MAY")] == []


async def test_schemathesis_finds_no_defect(url: str, tmp_path: Path) -> None:
    """Documents made from the schema, with values of every kind."""
    command = (
        *(sys.executable, "-m", "schemathesis.cli", "run", url, "--checks", "no_defect", "--phases", "fuzzing"),
        *("--header", f"Authorization: Bearer {BEARER}", "--header", "Accept: application/graphql-response+json"),
        *("--max-examples", str(EXAMPLES), "--seed", "20260105", "--generation-database", "none"),
        *("--no-shrink", "--continue-on-failure", "--no-color"),
    )
    checks = {"SCHEMATHESIS_HOOKS": "tests.e2e.schemathesis_checks", "PYTHONPATH": str(Path(__file__).parents[2])}
    found = await run(command, cwd=tmp_path, env=os.environ | checks)

    tested = re.search(r"Tested: (\d+)", found.stdout)
    assert tested is not None, found.stdout[-4000:] + found.stderr[-4000:]
    assert found.returncode == 0, found.stdout[-4000:]
    assert int(tested[1]) > 30
