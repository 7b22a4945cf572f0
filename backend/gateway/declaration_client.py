"""The milter's only question over the network: has this log-in declared these files? (architecture, "Confirming")"""

import asyncio
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx

CODE = re.compile(r"[0-9A-Z]{4,16}")
_log = logging.getLogger("congvu.milter")


@dataclass(frozen=True, slots=True)
class DeclaredFile:
    """`state`: declassified, uncertain, unreadable or restricted. `earlier`: the fingerprint by the key before."""

    fingerprint: str
    state: str
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    login: str
    bundle: str
    files: tuple[DeclaredFile, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` opens /xac-nhan/<code>; "" when everything is declared."""

    declared: bool
    code: str


class DeclarationClient:
    """Asks POST /gate/declarations. Use as an async context manager."""

    def __init__(
        self,
        backend_url: str,
        token_file: Path,
        timeout_seconds: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url = f"{backend_url.rstrip('/')}/gate/declarations"
        self._token_file = token_file
        self._timeout_seconds = timeout_seconds
        self._client = httpx.AsyncClient(timeout=timeout_seconds, trust_env=False, transport=transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def ask(self, question: Question) -> Answer | None:
        """The answer, or None: there was none in time, or none that can be understood."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await self._ask(question)
        except (httpx.HTTPError, OSError, TimeoutError, ValueError) as error:
            _log.warning("no answer about a declaration: %s", type(error).__name__)
            return None

    async def _ask(self, question: Question) -> Answer:
        token = (await asyncio.to_thread(self._token_file.read_text, "ascii")).strip()
        response = await self._client.post(
            self._url,
            headers={"Authorization": f"Bearer {token}"},
            json={
                "id": question.id,
                "login": question.login,
                "bundle": question.bundle,
                "files": [
                    {"fingerprint": file.fingerprint, "state": file.state}
                    | ({"earlier": file.earlier} if file.earlier else {})
                    for file in question.files
                ],
            },
        )
        response.raise_for_status()
        return _read(response.json())


def _read(document: object) -> Answer:
    match document:
        case {"declared": True}:
            return Answer(declared=True, code="")
        case {"declared": False, "code": str(code)} if CODE.fullmatch(code):
            return Answer(declared=False, code=code)
    raise ValueError("an answer of another shape")
