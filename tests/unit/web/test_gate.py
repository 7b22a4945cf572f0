"""`POST /gate/declarations`: the milter asks whether files were declared; nobody else is answered."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.classification.declarations import DeclarationReason, Declarer
from backend.classification.service import declare
from backend.db import Database
from tests.unit.small_province import NOW, OFFICIAL_BOX, SCIENCE

MILTER = {"Authorization": "Bearer " + "t" * 43}
FINGERPRINT = "aB3_" * 5 + "xy"


def question(**changes: Any) -> dict[str, Any]:
    files = [{"fingerprint": FINGERPRINT, "state": "unreadable"}]
    return {"id": "0123456789ab", "login": OFFICIAL_BOX, "bundle": "2026.1.1", "files": files} | changes


async def test_an_undeclared_file_gets_a_code_and_the_same_one_again(client: httpx.AsyncClient) -> None:
    first = (await client.post("/gate/declarations", json=question(), headers=MILTER)).json()
    again = (await client.post("/gate/declarations", json=question(id="ba9876543210"), headers=MILTER)).json()

    assert first["declared"] is False
    assert len(first["code"]) == 8
    assert again == first


async def test_a_declared_file_passes_for_the_same_log_in_only(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        declare(session, Declarer(OFFICIAL_BOX, SCIENCE, "AN"), FINGERPRINT, DeclarationReason.CHECKED_UNREADABLE, NOW)

    own = await client.post("/gate/declarations", json=question(), headers=MILTER)
    other = await client.post("/gate/declarations", json=question(login="b@thainguyen.gov.vn"), headers=MILTER)
    assert own.json() == {"declared": True}
    assert other.json()["declared"] is False


@pytest.mark.parametrize(
    "header", ["", "Bearer ", "Bearer wrong", "Bearer " + "t" * 42, "Basic " + "t" * 43, "Bearer tệp"]
)
async def test_nobody_without_the_secret_is_answered(client: httpx.AsyncClient, header: str) -> None:
    answer = await client.post("/gate/declarations", json=question(), headers={b"Authorization": header.encode()})

    assert (answer.status_code, answer.json()) == (401, {"code": "unauthorized"})


@pytest.mark.parametrize("secret", ["", "short"])
async def test_an_empty_or_short_secret_lets_nobody_in(client: httpx.AsyncClient, tmp_path: Path, secret: str) -> None:
    (tmp_path / "gate.token").write_text(secret, "ascii")

    answer = await client.post("/gate/declarations", json=question(), headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


async def test_without_the_file_nobody_is_let_in(client: httpx.AsyncClient, tmp_path: Path) -> None:
    (tmp_path / "gate.token").unlink()

    assert (await client.post("/gate/declarations", json=question(), headers=MILTER)).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"files": []},
        {"files": [{"fingerprint": "short", "state": "unreadable"}]},
        {"files": [{"fingerprint": FINGERPRINT, "state": "marked"}]},
        {"files": [{"fingerprint": FINGERPRINT, "state": "unreadable", "name": "a.docx"}]},
        {"login": ""},
        {"subject": "never here"},
    ],
)
async def test_a_question_beside_the_contract_is_refused(client: httpx.AsyncClient, changes: dict[str, Any]) -> None:
    answer = await client.post("/gate/declarations", json=question(**changes), headers=MILTER)

    assert (answer.status_code, answer.json()) == (400, {"code": "bad_question"})
