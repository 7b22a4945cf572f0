"""`POST /graphql`: known operations by id, strangers kept out, defects masked."""

import logging
from datetime import timedelta
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query
from strawberry.extensions.validation_cache import _get_validate_cache

from backend.clock import FixedClock
from backend.db import Database
from backend.directory import recipient_checks
from backend.errors import Unavailable
from backend.graphql.limits import DOCUMENTS_KEPT
from backend.settings import Settings
from tests.unit.graphql.conftest import OPERATION_IDS, bearer
from tests.unit.metrics.counted import Counted
from tests.unit.small_province import CLERK_BOX, NOW, OFFICIAL_BOX

DOUBLING = (
    " fragment a on Me { ...a1 }"
    + "".join(f" fragment a{number} on Me {{ ...a{number + 1} ...a{number + 1} }}" for number in range(1, 15))
    + " fragment a15 on Me { y: login }"
)
ME = {"id": OPERATION_IDS["Me"]}


@pytest.fixture
async def signed_in(database: Database) -> dict[str, str]:
    return await bearer(database, OFFICIAL_BOX)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["extensions"]["code"]


async def test_an_operation_is_executed_by_its_id(client: httpx.AsyncClient, signed_in: dict[str, str]) -> None:
    answer = await client.post("/graphql", json=ME, headers=signed_in)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/graphql-response+json"
    assert answer.json()["data"]["me"]["login"] == OFFICIAL_BOX


async def test_requests_are_counted_by_the_name_we_gave_the_operation(
    client: httpx.AsyncClient, signed_in: dict[str, str]
) -> None:
    counted = Counted()
    for body in (ME, {**ME, "operationName": "TenTuDat"}, {"id": "0" * 64}):
        await client.post("/graphql", json=body, headers=signed_in)
    await client.post("/graphql", json=ME)

    assert counted.added("congvu_graphql_requests_total", "Me", "ok") == 1
    assert counted.added("congvu_graphql_requests_total", "Me", "400") == 1
    assert counted.added("congvu_graphql_requests_total", "(none)", "400") == 1
    assert counted.added("congvu_graphql_requests_total", "(none)", "401") == 1


async def test_other_clients_may_name_the_id_their_way(client: httpx.AsyncClient, signed_in: dict[str, str]) -> None:
    body = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": OPERATION_IDS["Me"]}}}

    assert (await client.post("/graphql", json=body, headers=signed_in)).json()["data"]["me"]["login"] == OFFICIAL_BOX


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"id": "0" * 64}, (400, "operation_not_found")),
        ({"query": "{ me { login } }"}, (400, "free_form_off")),
        ({"query": "{ __schema { types { name } } }"}, (400, "free_form_off")),
        ({}, (400, "free_form_off")),
        ([ME, ME], (400, "bad_request")),
        ("Me", (400, "bad_request")),
        (ME | {"variables": []}, (400, "bad_request")),
        (ME | {"operationName": 7}, (400, "bad_request")),
        ({"id": OPERATION_IDS["OpenLetters"]}, (400, "bad_request")),  # a variable is missing
        ({"id": OPERATION_IDS["OpenLetters"], "variables": {"agency": 5}}, (400, "bad_request")),
        (ME | {"operationName": "Other"}, (400, "bad_request")),
    ],
)
async def test_what_cannot_be_executed_is_refused(
    client: httpx.AsyncClient, signed_in: dict[str, str], body: Any, expected: tuple[int, str]
) -> None:
    assert code(await client.post("/graphql", json=body, headers=signed_in)) == expected


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json"),
        ("application/json, application/graphql-response+json; charset=utf-8", "application/graphql-response+json"),
        ("application/graphql-response+json;q=0.5, application/json", "application/json"),
        ("application/graphql-response+json;q=0", "application/json"),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
        ("text/html;;,=q", "application/json"),
    ],
)
async def test_the_answer_is_of_the_kind_the_client_likes_best(
    client: httpx.AsyncClient, signed_in: dict[str, str], accept: str, media_type: str
) -> None:
    headers = signed_in | {"Accept": accept}
    answer = await client.post("/graphql", json=ME, headers=headers)
    refused = await client.post("/graphql", json={"id": OPERATION_IDS["OpenLetters"]}, headers=headers)

    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.json()["data"]["me"]["login"] == OFFICIAL_BOX
    assert refused.status_code == (400 if media_type == "application/graphql-response+json" else 200)
    assert refused.json()["errors"][0]["extensions"]["code"] == "bad_request"


async def test_what_is_no_json_is_refused(client: httpx.AsyncClient, signed_in: dict[str, str]) -> None:
    json_type = signed_in | {"Content-Type": "application/json"}

    assert code(await client.post("/graphql", content=b"{", headers=json_type)) == (400, "bad_request")
    assert code(await client.post("/graphql", data={"id": "x"}, headers=signed_in)) == (415, "media_type")


async def test_queries_by_get_do_not_exist(client: httpx.AsyncClient, signed_in: dict[str, str]) -> None:
    assert (await client.get("/graphql", params=ME, headers=signed_in)).status_code == 405


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer unknown", "Basic dXNlcg=="])
async def test_a_stranger_is_asked_to_sign_in(client: httpx.AsyncClient, authorization: str) -> None:
    answer = await client.post("/graphql", json=ME, headers={"Authorization": authorization})

    assert code(answer) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_an_expired_bearer_is_felt_within_ten_seconds(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    headers = await bearer(database, OFFICIAL_BOX, lifetime=timedelta(seconds=5))
    assert (await client.post("/graphql", json=ME, headers=headers)).status_code == 200

    clock.set(NOW + timedelta(seconds=10))
    assert (await client.post("/graphql", json=ME, headers=headers)).status_code == 401


async def test_a_log_in_unknown_to_the_directory_may_nothing(client: httpx.AsyncClient, database: Database) -> None:
    headers = await bearer(database, "stranger@thainguyen.gov.vn")

    answer = await client.post("/graphql", json=ME, headers=headers)
    assert code(answer) == (200, "forbidden")
    assert answer.json()["data"] is None


async def test_a_defect_is_masked_and_logged_without_its_message(
    client: httpx.AsyncClient,
    signed_in: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("name of a marked file")

    monkeypatch.setattr(recipient_checks, "check_recipients", broken)
    caplog.set_level(logging.DEBUG)
    body = {"id": OPERATION_IDS["CheckRecipients"], "variables": {"addresses": ["a@b.example"]}}
    answer = await client.post("/graphql", json=body, headers=signed_in)

    assert code(answer) == (200, "internal")
    incident = answer.json()["errors"][0]["extensions"]["incident"]
    assert f"incident {incident} at graphql checkRecipients: RuntimeError" in caplog.text
    assert "marked file" not in answer.text + caplog.text


async def test_a_busy_database_is_told_as_such(
    client: httpx.AsyncClient, signed_in: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise Unavailable("the database does not answer", code="database_busy")

    monkeypatch.setattr(recipient_checks, "check_recipients", busy)
    body = {"id": OPERATION_IDS["CheckRecipients"], "variables": {"addresses": ["a@b.example"]}}

    assert code(await client.post("/graphql", json=body, headers=signed_in)) == (200, "database_busy")


async def test_a_known_operation_is_validated_once(client: httpx.AsyncClient, signed_in: dict[str, str]) -> None:
    await client.post("/graphql", json=ME, headers=signed_in)
    before = _get_validate_cache(DOCUMENTS_KEPT).cache_info()  # type: ignore[attr-defined]
    await client.post("/graphql", json=ME, headers=signed_in)
    after = _get_validate_cache(DOCUMENTS_KEPT).cache_info()  # type: ignore[attr-defined]

    assert (after.hits, after.misses) == (before.hits + 1, before.misses)


class TestOftenAsked:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(graphql_requests_per_minute=3)

    async def test_a_log_in_that_asks_too_often_waits_and_no_other_does(
        self, client: httpx.AsyncClient, database: Database, clock: FixedClock, signed_in: dict[str, str]
    ) -> None:
        other = await bearer(database, CLERK_BOX)
        for _ in range(3):
            assert (await client.post("/graphql", json=ME, headers=signed_in)).status_code == 200
        clock.set(NOW + timedelta(seconds=20))
        answer = await client.post("/graphql", json=ME, headers=signed_in)

        assert (code(answer), answer.headers["retry-after"]) == ((429, "too_many_requests"), "40")
        assert (await client.post("/graphql", json=ME, headers=other)).status_code == 200
        clock.set(NOW + timedelta(seconds=60))
        assert (await client.post("/graphql", json=ME, headers=signed_in)).status_code == 200


class TestFreeForm:
    """With `graphql_free_form = true`: for audits, within limits."""

    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(graphql_free_form=True)

    async def test_any_document_is_executed(self, client: httpx.AsyncClient, signed_in: dict[str, str]) -> None:
        answer = await client.post("/graphql", json={"query": "{ me { login } }"}, headers=signed_in)

        assert answer.json() == {"data": {"me": {"login": OFFICIAL_BOX}}}

    async def test_a_free_form_document_is_counted_without_its_name(
        self, client: httpx.AsyncClient, signed_in: dict[str, str]
    ) -> None:
        counted = Counted()
        await client.post("/graphql", json={"query": "query TenTuDat { me { login } }"}, headers=signed_in)

        assert counted.added("congvu_graphql_requests_total", "(free form)", "ok") == 1
        assert counted.added("congvu_graphql_requests_total", "TenTuDat", "ok") == 0

    @pytest.mark.parametrize(
        ("document", "said"),
        [
            ("{ " + " ".join(f"a{number}: me {{ login }}" for number in range(21)) + " }", "21 aliases"),
            ("{ me { " + "login " * 1001 + "} }", "1000 tokens"),
            ("{ me { ...a ...b } }" + DOUBLING + " fragment b on Me { x: login }", "16385 aliases"),
            ("{ me { ...a } } fragment a on Me { login ...a }", "Cannot spread fragment 'a' within itself"),
            ("{ me { secret } }", "Cannot query field 'secret'"),
            ("{ me", "Syntax Error"),
        ],
    )
    async def test_a_document_beyond_a_limit_is_refused(
        self, client: httpx.AsyncClient, signed_in: dict[str, str], document: str, said: str
    ) -> None:
        answer = await client.post("/graphql", json={"query": document}, headers=signed_in)

        assert answer.status_code == 400
        assert said in answer.json()["errors"][0]["message"]

    async def test_an_audit_may_ask_for_the_schema(self, client: httpx.AsyncClient, signed_in: dict[str, str]) -> None:
        answer = await client.post("/graphql", json={"query": get_introspection_query()}, headers=signed_in)

        assert answer.json()["data"]["__schema"]["queryType"]["name"] == "Query"

    async def test_nobody_asks_without_signing_in(self, client: httpx.AsyncClient) -> None:
        assert code(await client.post("/graphql", json={"query": "{ __typename }"})) == (401, "not_signed_in")
