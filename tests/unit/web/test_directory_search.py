"""`POST /directory/search`: whom a webmail's PHP is told somebody may mean."""

from datetime import timedelta

import httpx
import pytest

from backend.access.models import SignInSession
from backend.access.tokens import token_hash
from backend.db import Database
from tests.unit.small_province import CLERK_BOX, NOW

SIGNED_IN = {"Authorization": "Bearer letmein"}


@pytest.fixture(autouse=True)
async def signed_in(database: Database) -> None:
    until = NOW + timedelta(minutes=15)
    async with database.write() as session:
        session.add(SignInSession(token_hash=token_hash("letmein"), login=CLERK_BOX, expires_at=until))


async def test_whoever_is_signed_in_finds_whom_they_mean(client: httpx.AsyncClient) -> None:
    answer = await client.post("/directory/search", json={"text": "nguyen van an", "first": 5}, headers=SIGNED_IN)

    assert answer.status_code == 200
    assert answer.json() == {
        "found": [
            {
                "kind": "official",
                "title": "Nguyễn Văn An",
                "post": "Chuyên viên",
                "agency_name": "Sở Khoa học và Công nghệ",
                "address": "an.nguyen@thainguyen.gov.vn",
                "telephone": "",
            }
        ]
    }


async def test_without_a_bearer_nobody_is_found(client: httpx.AsyncClient) -> None:
    for headers in ({}, {"Authorization": "Bearer other"}, {"Authorization": "Basic letmein"}):
        answer = await client.post("/directory/search", json={"text": "an", "first": 5}, headers=headers)

        assert (answer.status_code, answer.json()) == (401, {"code": "not_signed_in"})
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "asked",
    [b"", b"[]", b"1", b"{", b'{"text": "an"}', b'{"text": 1, "first": 5}', b'{"text": "an", "first": true}']
    + [b'{"text": "an", "first": %d}' % first for first in (-1, 0, 51)],
)
async def test_what_is_no_question_is_refused(client: httpx.AsyncClient, asked: bytes) -> None:
    answer = await client.post("/directory/search", content=asked, headers=SIGNED_IN)

    assert (answer.status_code, answer.json()) == (400, {"code": "bad_request"})


async def test_it_is_answered_by_post_only_and_never_kept(client: httpx.AsyncClient) -> None:
    answer = await client.post("/directory/search", json={"text": "an", "first": 1}, headers=SIGNED_IN)

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(answer.headers["x-request-id"]) == 12
    assert (await client.get("/directory/search", headers=SIGNED_IN)).status_code == 404
