from datetime import date
from typing import Any

import httpx
import pytest

from backend.db import Database
from backend.directory.models import Agency, AgencySuccession, DirectoryRevision, Mailbox, Official
from tests.unit.graphql.conftest import OPERATION_IDS, Ask, bearer
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, NOW, OFFICIAL_BOX


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


async def test_an_address_that_only_looks_official_is_told_with_the_mailbox_that_may_be_meant(ask: Ask) -> None:
    addresses = [
        "sotaichinh@thainguyen-gov.vn",
        "vanthu@thainguyen-gov.vn",
        "sotaichinh.thainguyen.gov.vn@example.org",
        "sotaichnh@thainguyen.gov.vn",
        "an@thu.example",
        CLERK_BOX,
    ]
    checks = (await ask(OFFICIAL_BOX, "CheckRecipients", addresses=addresses))["checkRecipients"]

    finance, province = "sotaichinh@thainguyen.gov.vn", "thainguyen.gov.vn"
    assert [check["lookalike"] for check in checks] == [
        {"resembles": province, "reason": "JOINED", "instead": finance},
        {"resembles": province, "reason": "JOINED", "instead": None},
        {"resembles": province, "reason": "LOCAL_PART", "instead": finance},
        {"resembles": finance, "reason": "ONE_LETTER", "instead": finance},
        None,
        None,
    ]


async def test_a_domain_that_the_directory_learns_is_no_longer_doubted(ask: Ask, database: Database) -> None:
    written = "vanthu@thainguyem.gov.vn"
    [check] = (await ask(OFFICIAL_BOX, "CheckRecipients", addresses=[written]))["checkRecipients"]
    assert check["lookalike"]["reason"] == "ONE_LETTER"

    async with database.write() as session:
        session.add(Mailbox(address="bo@thainguyem.gov.vn", agency_code="H55", kind="agency", published_at=NOW))
        session.add(DirectoryRevision(id=1, revision=99, changed_at=NOW))
    [check] = (await ask(OFFICIAL_BOX, "CheckRecipients", addresses=[written]))["checkRecipients"]
    assert check["lookalike"] is None


async def test_of_agencies_of_one_name_the_nearer_is_told(ask: Ask, database: Database) -> None:
    async with database.write() as session:
        session.add_all(
            [
                Agency(code="H55.05.1", name="Trung tâm Thông tin", kind="unit", parent="H55.05"),
                Agency(code="H55.07.1", name="Trung tâm Thông tin", kind="unit", parent="H55.07"),
            ]
        )
        await session.flush()
        session.add_all(
            [
                Mailbox(address=f"{unit}@thainguyen.gov.vn", agency_code=code, kind="agency", published_at=NOW)
                for unit, code in (("tttt.skhcn", "H55.05.1"), ("tttt.stc", "H55.07.1"))
            ]
        )
    addresses = ["tttt.stc@thainguyen.gov.vn", "tttt.skhcn@thainguyen.gov.vn", "sotaichinh@thainguyen.gov.vn"]
    checks = (await ask(OFFICIAL_BOX, "CheckRecipients", addresses=addresses))["checkRecipients"]

    assert checks[0]["sameName"] == {
        "name": "Trung tâm Thông tin",
        "place": "Sở Tài chính",
        "others": [
            {
                "agencyCode": "H55.05.1",
                "name": "Trung tâm Thông tin",
                "place": "Sở Khoa học và Công nghệ",
                "address": "tttt.skhcn@thainguyen.gov.vn",
                "nearer": True,
            }
        ],
    }
    assert [other["nearer"] for other in checks[1]["sameName"]["others"]] == [False]
    assert checks[2]["sameName"] is None


async def test_names_that_accents_tell_apart_are_told_but_never_nearer(ask: Ask, database: Database) -> None:
    async with database.write() as session:
        session.add_all(
            [
                Agency(code="H55.42", name="Ủy ban nhân dân xã Văn Lang", kind="commune", parent="H55"),
                Agency(code="H55.05.2", name="Ủy ban nhân dân xã Văn Lăng", kind="commune", parent="H55.05"),
            ]
        )
        await session.flush()
        session.add_all(
            [
                Mailbox(address=address, agency_code=code, kind="agency", published_at=NOW)
                for address, code in (("vanlang@x.gov.vn", "H55.42"), ("vanlawng@x.gov.vn", "H55.05.2"))
            ]
        )
    [check] = (await ask(OFFICIAL_BOX, "CheckRecipients", addresses=["vanlang@x.gov.vn"]))["checkRecipients"]
    assert [(one["address"], one["nearer"]) for one in check["sameName"]["others"]] == [("vanlawng@x.gov.vn", False)]


async def test_a_colleague_of_the_same_name_is_told(ask: Ask, database: Database) -> None:
    other = "an.nguyen.stc@thainguyen.gov.vn"
    async with database.write() as session:
        session.add(Mailbox(address=other, agency_code="H55.07", kind="personal", published_at=NOW))
        session.add(Official(name="Nguyễn Văn An", post="Kế toán", agency_code="H55.07", login=other))
    addresses = [other, OFFICIAL_BOX]

    checks = (await ask(CLERK_BOX, "CheckRecipients", addresses=addresses))["checkRecipients"]
    assert checks[0]["sameName"] == {
        "name": "Nguyễn Văn An",
        "place": "Sở Tài chính",
        "others": [
            {
                "agencyCode": "H55.05",
                "name": "Nguyễn Văn An",
                "place": "Sở Khoa học và Công nghệ",
                "address": OFFICIAL_BOX,
                "nearer": True,
            }
        ],
    }
    assert checks[1]["sameName"] is None
    assert (await ask(CHAIR_BOX, "CheckRecipients", addresses=[other]))["checkRecipients"][0]["sameName"] is None


async def test_the_private_box_of_somebody_who_left_is_not_answered(ask: Ask, database: Database) -> None:
    async with database.write() as session:
        official = await session.get(Official, "AN")
        assert official is not None
        official.valid_to = date(2026, 1, 5)
    [check] = (await ask(CLERK_BOX, "CheckRecipients", addresses=["an@thu.example"]))["checkRecipients"]
    assert check["officialInstead"] is None


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


async def test_a_clerk_remembers_whom_an_entry_means_by_name(ask: Ask) -> None:
    entry = "Tài chính tỉnh"
    choice = {"text": entry, "codes": ["H55.07"], "person": "VAN"}

    assert (await ask(CLERK_BOX, "RememberRecipients", agency="H55.05", choice=choice)) == {
        "rememberRecipients": {"__typename": "RecipientChoiceKept"}
    }

    [resolved] = (await ask(OFFICIAL_BOX, "ResolveRecipients", entries=[entry]))["resolveRecipients"]
    assert [(match["agencyCode"], match["reason"]) for match in resolved["matches"]] == [("H55.07", "REMEMBERED")]
    assert [(memory["text"], memory["chosenBy"]) for memory in resolved["memories"]] == [(entry, "Nguyễn Thị Vân")]

    await ask(CLERK_BOX, "ForgetRecipients", agency="H55.05", text=entry, person="THU")
    [resolved] = (await ask(OFFICIAL_BOX, "ResolveRecipients", entries=[entry]))["resolveRecipients"]
    assert resolved["memories"] == []


@pytest.mark.parametrize(
    ("login", "agency", "person", "refused"),
    [
        (OFFICIAL_BOX, "H55.05", "AN", "ForbiddenError"),
        (CLERK_BOX, "H55.07", "VAN", "ForbiddenError"),
        (CLERK_BOX, "H55.05", "HA", "ForbiddenError"),
        (CLERK_BOX, "H99", "VAN", "AgencyNotFound"),
    ],
)
async def test_nobody_else_chooses_for_the_agency(ask: Ask, login: str, agency: str, person: str, refused: str) -> None:
    choice = {"text": "Sở Tài chính", "codes": ["H55.07"], "person": person}
    answer = (await ask(login, "RememberRecipients", agency=agency, choice=choice))["rememberRecipients"]
    assert answer["__typename"] == refused


async def test_what_is_chosen_must_exist(ask: Ask) -> None:
    choice = {"text": "Sở Tài chính", "codes": ["H99"], "person": "VAN"}
    answer = (await ask(CLERK_BOX, "RememberRecipients", agency="H55.05", choice=choice))["rememberRecipients"]
    assert answer == {"__typename": "InputError", "code": "wrong_codes"}


async def test_names_are_read_as_of_the_papers_date(ask: Ask, database: Database) -> None:
    async with database.write() as session:
        session.add(
            Agency(code="H55.60", name="Sở Địa chính", kind="department", parent="H55", valid_to=date(2025, 3, 1))
        )
        await session.flush()
        session.add(AgencySuccession(predecessor="H55.60", successor="H55.07", kind="merged"))

    variables = {"entries": ["Sở Địa chính"], "issuedOn": "2024-05-06"}
    [resolved] = (await ask(OFFICIAL_BOX, "ResolveRecipients", **variables))["resolveRecipients"]
    [match] = resolved["matches"]
    assert (match["agencyCode"], match["reason"], match["predecessor"]["name"]) == (
        "H55.07",
        "SUCCESSOR",
        "Sở Địa chính",
    )
