"""Ten thousand requests no client of ours would send: each is refused or answered, none is a defect."""

import json
import logging
import random
from collections import Counter
from typing import Any

import httpx
import pytest

from backend.clock import FixedClock
from backend.db import Database
from backend.graphql.persisted import load_operations
from backend.settings import Settings
from tests.unit.graphql.conftest import bearer
from tests.unit.small_province import CLERK_BOX, COMMITTEE, HEAD_BOX, SCIENCE

REQUESTS = 10_000
OPERATIONS = load_operations()
LONG = "Ậ" * 2_000
STRINGS = (
    *(
        "",
        " ",
        "\0",
        "\x7f",
        "\ud800",
        "\u202e\u2066",
        "ỳ" * 300,
        LONG,
        "%00%s%n",
        "' OR 1=1 --",
        '"; DROP TABLE x',
        "{{7*7}}",
    ),
    *(SCIENCE, COMMITTEE, "H55.99", CLERK_BOX, "a@b", "@", "<script>", "../../etc/passwd", "-1", "9" * 400),
    *(
        "2026-02-30",
        "2026-01-05",
        "9999-12-31",
        "0001-01-01",
        "2026-01-05T08:15:30",
        "2026-01-05T08:15:30.123456+99:99",
    ),
    *("NEW", "CITIZEN", "null", "true", "NaN"),
)
NUMBERS = (0, -1, 1, 2**31, -(2**63), 2**64, 10**40, 1.5, 1e308, True)


def deep(levels: int, *, of_objects: bool) -> Any:
    nested: Any = "x"
    for _ in range(levels):
        nested = {"x": nested} if of_objects else [nested]
    return nested


class Hostile:
    """Makes requests from a seed: the same ones each time."""

    def __init__(self, seed: int) -> None:
        self._any = random.Random(seed)
        self._keys = list(OPERATIONS)

    def value(self, levels: int = 3) -> Any:
        kind = self._any.randrange(8 if levels else 4)
        if kind < 2:
            return self._any.choice(STRINGS)
        if kind < 4:
            return self._any.choice((*NUMBERS, None, False))
        if kind == 4:
            return deep(self._any.choice((2, 40, 400)), of_objects=self._any.random() < 0.5)
        if kind == 5:
            return [self.value(levels - 1)] * self._any.choice((0, 1, 2, 60))
        return {self._any.choice((*STRINGS[:6], "address", "code", "id")): self.value(levels - 1) for _ in range(2)}

    def body(self) -> Any:
        """Mostly an operation of ours, its variables as they should be named and anything else."""
        key = self._any.choice(self._keys)
        sent: dict[str, Any] = {"id": key, "variables": self.variables(OPERATIONS[key].document)}
        for _ in range(self._any.choice((0, 0, 0, 1, 2))):
            sent[self._any.choice(("id", "variables", "operationName", "query", "extensions", "\0"))] = self.value()
        return self._any.choice((sent,) * 20 + ([sent], [sent] * 5, self.value()))

    def variables(self, document: str) -> dict[str, Any]:
        head = document[: document.find("{")]
        names = [piece.partition(":")[0] for piece in head.split("$")[1:]]
        return {name: self.value() for name in names if self._any.random() < 0.95}

    def content(self) -> bytes:
        written = json.dumps(self.body()).encode()  # NaN and lone surrogates too, as no strict writer would
        damage = self._any.randrange(12)
        if damage == 0:
            return written[: self._any.randrange(len(written))]
        if damage == 1:
            place = self._any.randrange(len(written))
            return written[:place] + self._any.randbytes(3) + written[place:]
        if damage == 2:
            return json.dumps(self.body()).encode(self._any.choice(("utf-16", "utf-32", "utf-8-sig")))
        return written

    def headers(self) -> dict[str, str]:
        kinds = ("application/json",) * 20 + ("text/plain", "application/json; charset=x", "", "multipart/form-data")
        accepts = ("application/graphql-response+json", "application/json;q=abc,;", "*/*;q=9", "", ",,;;=")
        return {"Content-Type": self._any.choice(kinds), "Accept": self._any.choice(accepts)}


class TestHostile:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(graphql_requests_per_minute=REQUESTS)

    @pytest.mark.parametrize("login", [CLERK_BOX, HEAD_BOX])
    async def test_no_request_finds_a_defect(
        self,
        client: httpx.AsyncClient,
        database: Database,
        clock: FixedClock,
        caplog: pytest.LogCaptureFixture,
        login: str,
    ) -> None:
        caplog.set_level(logging.ERROR)
        signed_in = await bearer(database, login)
        hostile = Hostile(20260105)
        answered: Counter[int] = Counter()
        for _ in range(REQUESTS // 2):
            content, headers = hostile.content(), hostile.headers() | signed_in
            answer = await client.post("/graphql", content=content, headers=headers)
            answered[answer.status_code] += 1
            codes = [error["extensions"]["code"] for error in answer.json().get("errors", ())]
            assert answer.status_code in {200, 400, 415}, content[:500]
            assert "internal" not in codes, content[:500]
        assert caplog.records == []
        assert min(answered[200], answered[400], answered[415]) > REQUESTS // 50
