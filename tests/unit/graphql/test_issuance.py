"""Issued papers over GraphQL: who may record, who may see, what is never shown to others."""

from typing import Any

from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, FINANCE, FINANCE_HEAD_BOX, HEAD_BOX, OFFICIAL_BOX, SCIENCE

DAYS = {"agency": SCIENCE, "since": "2026-01-01", "until": "2026-01-31"}
PAPER = {
    "fingerprint": "F" * 22,
    "symbol": "5/QĐ-SKHCN",
    "kind": "QĐ",
    "issuedOn": "2026-01-05",
    "pages": 12,
    "copies": 1,
    "lines": [
        {"entry": 1, "text": "Sở Tài chính", "recipientCode": FINANCE, "address": "sotaichinh@thainguyen.gov.vn"},
        {"entry": 2, "text": "UBND tỉnh Bắc Kạn", "reason": "OTHER_SYSTEM"},
    ],
}
ROW = {"line": 2, "symbol": "6/QĐ-SKHCN", "issuedOn": "2026-01-05", "recipients": ["Sở Tài chính"]}


async def recorded(ask: Ask) -> dict[str, Any]:
    noted = (await ask(CLERK_BOX, "RecordIssued", agency=SCIENCE, document=PAPER, person="VAN"))["recordIssued"]
    assert noted["__typename"] == "IssuedNoted"
    document: dict[str, Any] = noted["document"]
    return document


async def test_a_clerk_records_a_paper_and_the_head_sees_how_far_it_came(ask: Ask) -> None:
    await recorded(ask)

    seen = (await ask(HEAD_BOX, "IssuedDocuments", **DAYS))["issuedDocuments"]
    [paper] = seen["documents"]
    assert (paper["symbol"], paper["recordedBy"], paper["messages"]) == ("05/QĐ-SKHCN", "Nguyễn Thị Vân", 0)
    assert [(line["text"], line["coverage"], line["covered"]) for line in paper["lines"]] == [
        ("Sở Tài chính", "NOT_SENT", False),
        ("UBND tỉnh Bắc Kạn", "EXCUSED", True),
    ]
    assert paper["saved"] == {"pages": 12, "copies": 1, "recipients": 0, "sheets": 0, "sheetsTwoSided": 0}
    assert (seen["counted"], seen["uncounted"]) == (1, 0)


async def test_only_clerks_record_and_only_in_the_name_of_their_own_people(ask: Ask) -> None:
    for login in (HEAD_BOX, OFFICIAL_BOX, FINANCE_HEAD_BOX, CHAIR_BOX):
        answer = await ask(login, "RecordIssued", agency=SCIENCE, document=PAPER, person="VAN")
        assert answer["recordIssued"]["__typename"] == "ForbiddenError"
        answer = await ask(login, "ImportRegister", agency=SCIENCE, rows=[ROW], person="VAN")
        assert answer["importRegister"]["__typename"] == "ForbiddenError"
    answer = await ask(CLERK_BOX, "RecordIssued", agency=SCIENCE, document=PAPER, person="HA")
    assert answer["recordIssued"]["code"] == "not_your_person"


async def test_nobody_outside_the_agency_nor_above_it_sees_what_it_issued(ask: Ask) -> None:
    await recorded(ask)

    for login in (OFFICIAL_BOX, FINANCE_HEAD_BOX, CHAIR_BOX):
        assert (await ask(login, "IssuedDocuments", **DAYS))["issuedDocuments"]["__typename"] == "ForbiddenError"
        assert (await ask(login, "UnmailedPapers", **DAYS))["unmailedPapers"]["__typename"] == "ForbiddenError"


async def test_missing_numbers_are_for_the_clerk_alone(ask: Ask) -> None:
    await recorded(ask)
    row = {**ROW, "symbol": "8/QĐ-SKHCN"}
    await ask(CLERK_BOX, "ImportRegister", agency=SCIENCE, rows=[row], person="VAN")

    own = (await ask(CLERK_BOX, "NumberGaps", agency=SCIENCE, year=2026))["numberGaps"]
    assert own["gaps"] == [{"series": "", "first": 6, "last": 7}]
    for login in (HEAD_BOX, OFFICIAL_BOX, FINANCE_HEAD_BOX, CHAIR_BOX):
        answer = await ask(login, "NumberGaps", agency=SCIENCE, year=2026)
        assert answer["numberGaps"]["__typename"] == "ForbiddenError"


async def test_days_and_years_out_of_range_are_refused_in_words(ask: Ask) -> None:
    for since, until in (("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31"), ("2026-01-02", "2026-01-01")):
        days = {"agency": SCIENCE, "since": since, "until": until}
        assert (await ask(CLERK_BOX, "IssuedDocuments", **days))["issuedDocuments"]["__typename"] == "InputError"
        assert (await ask(CLERK_BOX, "UnmailedPapers", **days))["unmailedPapers"]["__typename"] == "InputError"
    for year in (0, 10_000):
        answer = await ask(CLERK_BOX, "NumberGaps", agency=SCIENCE, year=year)
        assert answer["numberGaps"]["__typename"] == "InputError"


async def test_the_register_shows_what_was_not_mailed_until_somebody_says_why(ask: Ask) -> None:
    taken = await ask(CLERK_BOX, "ImportRegister", agency=SCIENCE, rows=[ROW], person="VAN")
    assert taken["importRegister"] == {"__typename": "RegisterTaken", "rows": 1, "new": 1}

    [paper] = (await ask(HEAD_BOX, "UnmailedPapers", **DAYS))["unmailedPapers"]["papers"]
    assert (paper["symbol"], paper["document"], paper["reason"]) == ("06/QĐ-SKHCN", None, None)
    stated = await ask(
        CLERK_BOX,
        "StateRegisterReason",
        agency=SCIENCE,
        issuedOn="2026-01-05",
        symbol="06/QĐ-SKHCN",
        reason="PAPER_ONLY",
        person="VAN",
    )
    assert [one["reason"] for one in stated["stateRegisterReason"]["papers"]] == ["PAPER_ONLY"]


async def test_a_register_of_which_one_row_does_not_fit_is_not_taken_over(ask: Ask) -> None:
    broken = {**ROW, "line": 3, "symbol": "khong so"}
    answer = (await ask(CLERK_BOX, "ImportRegister", agency=SCIENCE, rows=[ROW, broken], person="VAN"))[
        "importRegister"
    ]

    assert (answer["__typename"], answer["message"]) == ("InputError", "line 3: does not fit")
    assert (await ask(CLERK_BOX, "UnmailedPapers", **DAYS))["unmailedPapers"]["papers"] == []


async def test_reasons_and_links_of_a_paper_are_stated_by_name(ask: Ask) -> None:
    document = (await recorded(ask))["id"]
    said = {"agency": SCIENCE, "document": document, "person": "THU"}

    stated = await ask(CLERK_BOX, "StateLineReason", **said, lines=[1], reason="PUBLISHED")
    assert stated["stateLineReason"]["document"]["lines"][0]["reason"] == "PUBLISHED"
    linked = await ask(CLERK_BOX, "PublishLink", **said, url="https://thainguyen.gov.vn/qd5.pdf")
    assert linked["publishLink"]["document"]["link"] == {
        "url": "https://thainguyen.gov.vn/qd5.pdf",
        "state": "WAITING",
        "checkedAt": None,
    }
    refused = await ask(CLERK_BOX, "PublishLink", **said, url="http://")
    assert refused["publishLink"]["__typename"] == "InputError"
    missing = await ask(CLERK_BOX, "PublishLink", **{**said, "document": "nothing"}, url="https://a.example/")
    assert missing["publishLink"]["__typename"] == "IssuedDocumentNotFound"
