"""Officials find their colleagues while they type; a stranger finds nobody."""

import httpx

from backend.db import Database
from tests.unit.graphql.conftest import OPERATION_IDS, Ask, bearer
from tests.unit.small_province import CLERK_BOX, OFFICIAL_BOX


async def test_a_clerk_who_types_without_accents_gets_the_official_address(ask: Ask) -> None:
    answer = await ask(CLERK_BOX, "DirectorySearch", text="nguyen van an", first=5)

    assert answer["directorySearch"] == [
        {
            "kind": "OFFICIAL",
            "title": "Nguyễn Văn An",
            "post": "Chuyên viên",
            "agencyName": "Sở Khoa học và Công nghệ",
            "address": OFFICIAL_BOX,
            "telephone": "",
        }
    ]


async def test_an_agency_is_found_by_its_initials(ask: Ask) -> None:
    found = (await ask(OFFICIAL_BOX, "DirectorySearch", text="skhcn", first=5))["directorySearch"]

    assert (found[0]["kind"], found[0]["address"]) == ("AGENCY", CLERK_BOX)


async def test_whom_the_directory_does_not_know_may_not_search(client: httpx.AsyncClient, database: Database) -> None:
    body = {"id": OPERATION_IDS["DirectorySearch"], "variables": {"text": "an", "first": 5}}
    answer = await client.post("/graphql", json=body, headers=await bearer(database, "ai.do@thu.example"))

    assert answer.json()["data"] is None
    assert answer.json()["errors"][0]["extensions"]["code"] == "forbidden"


async def test_more_than_a_page_is_refused(client: httpx.AsyncClient, database: Database) -> None:
    body = {"id": OPERATION_IDS["DirectorySearch"], "variables": {"text": "an", "first": 10_000}}
    answer = await client.post("/graphql", json=body, headers=await bearer(database, CLERK_BOX))

    assert answer.json()["errors"][0]["extensions"]["code"] == "too_many"
