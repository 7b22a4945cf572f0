"""The milter's question to the backend: only a clear answer counts."""

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from backend.gateway.declaration_client import Answer, DeclarationClient, DeclaredFile, Question

QUESTION = Question("ABCDEFGHJKLM", "an@thainguyen.gov.vn", "2026.11.3", (DeclaredFile("f" * 22, "unreadable"),))


class FakeBackend(httpx.AsyncBaseTransport):
    """Answers every question alike and remembers what it was asked."""

    def __init__(self, status: int = 200, content: bytes = b'{"declared":true}', seconds: float = 0.0) -> None:
        self.status, self.content, self.seconds = status, content, seconds
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(self.seconds)
        self.asked.append(request)
        return httpx.Response(self.status, content=self.content)


class LostBackend(httpx.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    file = tmp_path / "gate.token"
    file.write_text("secret-token\n")
    return file


async def ask(token_file: Path, backend: httpx.AsyncBaseTransport, seconds: float = 2.0) -> Answer | None:
    async with DeclarationClient("http://127.0.0.1:8080/", token_file, seconds, backend) as client:
        return await client.ask(QUESTION)


async def test_the_question_carries_the_token_and_nothing_but_fingerprints(token_file: Path) -> None:
    backend = FakeBackend()

    assert await ask(token_file, backend) == Answer(declared=True, code="")
    [request] = backend.asked
    assert request.headers["Authorization"] == "Bearer secret-token"
    assert str(request.url) == "http://127.0.0.1:8080/gate/declarations"
    assert json.loads(request.content) == {
        "id": "ABCDEFGHJKLM",
        "login": "an@thainguyen.gov.vn",
        "bundle": "2026.11.3",
        "files": [{"fingerprint": "f" * 22, "state": "unreadable"}],
    }


async def test_a_no_comes_with_the_code_of_the_page(token_file: Path) -> None:
    backend = FakeBackend(content=b'{"declared":false,"code":"K7PX3QMA"}')

    assert await ask(token_file, backend) == Answer(declared=False, code="K7PX3QMA")


@pytest.mark.parametrize(
    "backend",
    [
        FakeBackend(status=503),
        FakeBackend(status=401),
        FakeBackend(status=302),
        FakeBackend(content=b"<html>"),
        FakeBackend(content=b"[]"),
        FakeBackend(content=b'{"declared":1}'),
        FakeBackend(content=b'{"declared":"true"}'),
        FakeBackend(content=b'{"declared":false}'),
        FakeBackend(content=b'{"declared":false,"code":"../evil"}'),
        LostBackend(),
    ],
)
async def test_anything_but_a_clear_answer_is_none(token_file: Path, backend: httpx.AsyncBaseTransport) -> None:
    assert await ask(token_file, backend) is None


async def test_an_answer_that_comes_too_late_is_none(token_file: Path) -> None:
    assert await ask(token_file, FakeBackend(seconds=30), seconds=0.01) is None


async def test_without_a_token_nothing_is_asked(tmp_path: Path) -> None:
    backend = FakeBackend()

    assert await ask(tmp_path / "missing", backend) is None
    assert backend.asked == []
