"""The signed call to the gateway that rings whoever is on duty."""

import hashlib
import hmac
from pathlib import Path

import httpx
import pytest

from backend.gateway.webhook_out import WebhookOut

SECRET = b"0123456789abcdef0123456789abcdef"
URL = "https://sms.example/hooks/duty"


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_bytes(SECRET + b"\n")
    return file


class Gateway:
    def __init__(self, status: int) -> None:
        self.status = status
        self.requests: list[httpx.Request] = []

    async def answer(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        return httpx.Response(
            self.status, headers={"Location": "https://elsewhere.example/"}, text="said by the gateway"
        )


async def test_a_call_is_signed_over_its_body_and_carries_its_id(secret_file: Path) -> None:
    gateway = Gateway(204)

    answered = await WebhookOut(URL, secret_file, httpx.MockTransport(gateway.answer)).post("H55.05.A", b'{"a":1}')

    [request] = gateway.requests
    assert (answered.taken, answered.note) == (True, "204")
    assert (request.method, str(request.url), request.content) == ("POST", URL, b'{"a":1}')
    assert request.headers["Cong-Vu-Call"] == "H55.05.A"
    expected = hmac.new(SECRET, b'{"a":1}', hashlib.sha256).hexdigest()
    assert request.headers["Cong-Vu-Signature"] == f"sha256={expected}"


@pytest.mark.parametrize("status", [301, 307, 400, 503])
async def test_any_answer_but_2xx_is_none_and_a_redirect_is_not_followed(secret_file: Path, status: int) -> None:
    gateway = Gateway(status)

    answered = await WebhookOut(URL, secret_file, httpx.MockTransport(gateway.answer)).post("A", b"{}")

    assert (answered.taken, answered.note, len(gateway.requests)) == (False, str(status), 1)


async def test_a_gateway_that_is_away_is_named_by_what_failed(secret_file: Path) -> None:
    def away(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("https://sms.example is away")

    answered = await WebhookOut(URL, secret_file, httpx.MockTransport(away)).post("A", b"{}")

    assert (answered.taken, answered.note) == (False, "ConnectError")


async def test_without_a_secret_of_sixteen_bytes_nothing_is_said(tmp_path: Path) -> None:
    gateway = Gateway(200)
    transport = httpx.MockTransport(gateway.answer)
    short = tmp_path / "short"
    short.write_bytes(b"short\n")

    answers = [await WebhookOut(URL, file, transport).post("A", b"{}") for file in (short, tmp_path / "missing")]

    assert [(one.taken, one.note) for one in answers] == [(False, "secret too short"), (False, "FileNotFoundError")]
    assert gateway.requests == []
