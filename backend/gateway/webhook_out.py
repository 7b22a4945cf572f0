"""Calls the province's gateway that rings whoever is on duty (an SMS gateway, a duty phone)."""

import asyncio
import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

import httpx

SIGNATURE, CALL_ID = "Cong-Vu-Signature", "Cong-Vu-Call"
TIMEOUT_SECONDS = 10.0
SHORTEST_SECRET_BYTES = 16


@dataclass(frozen=True, slots=True)
class Answered:
    """`note`: the HTTP status or the name of what failed; never the gateway's text."""

    taken: bool
    note: str


class WebhookOut:
    """POSTs JSON, signed: `Cong-Vu-Signature: sha256=<hex of HMAC-SHA-256 over the body>`.

    Redirects are not followed, and no proxy of the environment is used: what is said goes to this address or nowhere.
    """

    def __init__(self, url: str, secret_file: Path, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = url
        self._secret_file = secret_file
        self._transport = transport

    async def post(self, call_id: str, body: bytes) -> Answered:
        """2xx: taken. `call_id` is the same at every attempt. Never raises for what network, gateway or file do."""
        try:
            secret = (await asyncio.to_thread(self._secret_file.read_bytes)).strip()
            if len(secret) < SHORTEST_SECRET_BYTES:
                return Answered(taken=False, note="secret too short")
            async with asyncio.timeout(TIMEOUT_SECONDS):
                status = await self._post(call_id, body, signature(body, secret))
        except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError) as error:
            return Answered(taken=False, note=type(error).__name__)
        return Answered(taken=200 <= status < 300, note=str(status))

    async def _post(self, call_id: str, body: bytes, signed: str) -> int:
        headers = {"Content-Type": "application/json", CALL_ID: call_id, SIGNATURE: signed}

        async with (
            httpx.AsyncClient(
                timeout=TIMEOUT_SECONDS, trust_env=False, follow_redirects=False, transport=self._transport
            ) as client,
            client.stream("POST", self._url, content=body, headers=headers) as response,
        ):
            return response.status_code  # what the gateway says beside it is not read


def signature(body: bytes, secret: bytes) -> str:
    return f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}"
