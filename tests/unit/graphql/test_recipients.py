from typing import Any

import httpx
import pytest

from backend.db import Database
from tests.unit.graphql.conftest import OPERATION_IDS, Ask, bearer
from tests.unit.small_province import CLERK_BOX, OFFICIAL_BOX


async def test_each_address_is_placed_and_a_private_one_answered_with_the_official_one(ask: Ask) -> None:
    addresses = [CLERK_BOX, "someone@thainguyen.gov.vn", "An@Thu.example", "dan@example.org"]

    checks = (await ask(OFFICIAL_BOX, "CheckRecipients", addresses=addresses))["checkRecipients"]

    assert [(check["address"], check["ring"], check["agencyName"]) for check in checks] == [
        (CLERK_BOX, "PROVINCE", "Sở Khoa học và Công nghệ"),
        ("someone@thainguyen.gov.vn", "PROVINCE", None),
        ("An@Thu.example", "OTHER", None),
        ("dan@example.org", "OTHER", None),
    ]
    assert [check["officialInstead"] for check in checks] == [
        None,
        None,
        {"name": "Nguyễn Văn An", "address": OFFICIAL_BOX},
        None,
    ]


async def test_an_entry_of_noi_nhan_finds_the_published_mailbox(ask: Ask) -> None:
    entries = ["Sở Tài chính", "Lưu: VT"]

    resolved = (await ask(OFFICIAL_BOX, "ResolveRecipients", entries=entries))["resolveRecipients"]

    assert [entry["text"] for entry in resolved] == entries
    assert [match["address"] for match in resolved[0]["matches"]] == ["sotaichinh@thainguyen.gov.vn"]
    assert resolved[0]["matches"][0]["score"] == 1.0
    assert (resolved[1]["internal"], resolved[1]["matches"]) == (True, [])


@pytest.mark.parametrize(
    ("operation", "argument"), [("CheckRecipients", "addresses"), ("ResolveRecipients", "entries")]
)
async def test_more_than_500_at_once_are_refused(
    client: httpx.AsyncClient, database: Database, operation: str, argument: str
) -> None:
    body: dict[str, Any] = {"id": OPERATION_IDS[operation], "variables": {argument: ["a@b.example"] * 501}}

    answer = await client.post("/graphql", json=body, headers=await bearer(database, OFFICIAL_BOX))
    assert answer.json()["errors"][0]["extensions"]["code"] == "too_many"
