"""Letters and figures of an agency: for whom they are, and for whom not."""

from datetime import UTC, date, datetime

import pytest

from backend.correspondence.models import Correspondence, CorrespondenceSegment, Correspondent, LetterReference
from backend.db import Database
from backend.directory.models import AgencyTerm
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, FINANCE_HEAD_BOX, HEAD_BOX, OFFICIAL_BOX

MONDAY_MORNING = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)  # 08:00 in Vietnam, seven hours before NOW
FRIDAY_MORNING = datetime(2026, 1, 9, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def one_letter(database: Database) -> None:
    async with database.write() as session:
        session.add(Correspondent(id="DAN", address="dan@nguoidan.example", sender_class="citizen"))
        session.add(
            Correspondence(
                agency_code="H55.05",
                id="LETTER",
                correspondent_id="DAN",
                sender_class="citizen",
                mailbox=CLERK_BOX,
                message_id="a@nguoidan.example",
                received_at=MONDAY_MORNING,
                month=202601,
                standing="open",
                waiting=True,
                turn_since=MONDAY_MORNING,
                deadline_id="ordinary",
                due_at=FRIDAY_MORNING,
                may_acknowledge=True,
            )
        )
        await session.flush()
        session.add(
            CorrespondenceSegment(
                agency_code="H55.05",
                correspondence_id="LETTER",
                ordinal=0,
                turn="agency",
                started_at=MONDAY_MORNING,
                because="arrived",
            )
        )
        session.add(
            LetterReference(
                agency_code="H55.05",
                correspondence_id="LETTER",
                code="TDT.H55.05-260105-7KQ2M",
                issued_at=MONDAY_MORNING,
            )
        )


@pytest.mark.parametrize("login", [CLERK_BOX, HEAD_BOX])
async def test_clerk_and_head_see_their_agency_s_open_letters(ask: Ask, login: str) -> None:
    answer = (await ask(login, "OpenLetters", agency="H55.05"))["openLetters"]

    [letter] = answer["letters"]
    assert {name: letter[name] for name in letter if letter[name] not in (None, "", [])} == {
        "id": "LETTER",
        "referenceCode": "TDT.H55.05-260105-7KQ2M",
        "senderClass": "CITIZEN",
        "sender": "dan@nguoidan.example",
        "mailbox": CLERK_BOX,
        "messageId": "a@nguoidan.example",
        "receivedAt": "2026-01-05T01:00:00+00:00",
        "standing": "OPEN",
        "expected": "ANSWER",
        "awaitsAnswer": True,
        "dueAt": "2026-01-09T01:00:00+00:00",
        "workingSeconds": 19_800,  # 08:00-11:30 and 13:00-15:00
        "overdue": False,
        "disputed": False,
    }


@pytest.mark.parametrize("login", [OFFICIAL_BOX, FINANCE_HEAD_BOX, CHAIR_BOX])
async def test_nobody_else_opens_them_not_even_the_agency_above(ask: Ask, login: str) -> None:
    answer = (await ask(login, "OpenLetters", agency="H55.05"))["openLetters"]

    assert answer == {"__typename": "ForbiddenError", "code": "forbidden"}


async def test_the_clock_shows_lunch_as_not_counted(ask: Ask) -> None:
    clock = (await ask(CLERK_BOX, "LetterClock", letter="LETTER"))["letterClock"]

    assert clock["letter"]["workingSeconds"] == 19_800
    assert [(step["from"], step["to"], step["counted"]) for step in clock["steps"]] == [
        ("2026-01-05T08:00:00+07:00", "2026-01-05T11:30:00+07:00", True),
        ("2026-01-05T11:30:00+07:00", "2026-01-05T13:00:00+07:00", False),
        ("2026-01-05T13:00:00+07:00", "2026-01-05T15:00:00+07:00", True),
    ]
    assert all(step["reason"] for step in clock["steps"])
    assert clock["howDue"].startswith("5 ngày làm việc, không tính ngày nhận (05/01/2026)")
    assert clock["howDueEn"].startswith("5 working days, the day of receipt (05/01/2026) not counted")


async def test_the_matters_a_clerk_chooses_from_have_the_term_the_own_agency_decided(
    ask: Ask, database: Database
) -> None:
    async with database.write() as session:
        session.add(AgencyTerm(agency_code="H55.05", valid_from=date(2026, 1, 1), days=3, decision_number="7/QĐ-SKHCN"))

    found = {
        login: {matter["key"]: matter for matter in (await ask(login, "Matters"))["matters"]}["ordinary"]
        for login in (CLERK_BOX, FINANCE_HEAD_BOX)
    }

    assert {login: (matter["days"], matter["basis"]) for login, matter in found.items()} == {
        CLERK_BOX: (3, "7/QĐ-SKHCN"),
        FINANCE_HEAD_BOX: (5, "Thời hạn trả lời thông thường, không phải thời hạn luật định"),
    }


@pytest.mark.parametrize("login", [FINANCE_HEAD_BOX, CHAIR_BOX])
async def test_another_agency_s_letter_is_not_found_as_if_it_did_not_exist(ask: Ask, login: str) -> None:
    real = (await ask(login, "LetterClock", letter="LETTER"))["letterClock"]
    invented = (await ask(login, "LetterClock", letter="NONE"))["letterClock"]

    assert real == invented == {"__typename": "LetterNotFound", "code": "letter_not_found"}


async def test_an_official_without_letters_is_refused_a_clock(ask: Ask) -> None:
    answer = (await ask(OFFICIAL_BOX, "LetterClock", letter="LETTER"))["letterClock"]

    assert answer == {"__typename": "ForbiddenError", "code": "forbidden"}


PERIOD = {"since": "2026-01-01", "until": "2026-01-31"}


async def test_the_own_head_sees_the_figures_with_n_however_few_the_letters(ask: Ask) -> None:
    answer = (await ask(HEAD_BOX, "ResponseTimes", agency="H55.05", **PERIOD))["responseTimes"]

    citizens = next(row for row in answer["rows"] if row["senderClass"] == "CITIZEN")
    assert (citizens["count"], citizens["answered"], citizens["open"]) == (1, 0, 1)
    assert citizens["oldestOpenSeconds"] == 19_800
    assert citizens["medianSeconds"] is None
    assert citizens["explanation"]
    assert (answer["since"], answer["until"]) == ("2026-01-01", "2026-01-31")


FIGURES = {"agency": "H55.05", "below": False, "matter": None, "language": "EN"}


async def test_the_head_above_is_told_whole_months_and_that_one_letter_is_too_few(ask: Ask) -> None:
    answer = (await ask(CHAIR_BOX, "Figures", **FIGURES, since="2026-01-05", until="2026-01-05"))["responseTimes"]

    assert [row["senderClass"] for row in answer["rows"]] == ["BUSINESS"]
    assert answer["hidden"] == ["CITIZEN"]
    assert (answer["since"], answer["until"]) == ("2026-01-01", "2026-01-31")


async def test_every_figure_comes_with_its_interval_what_was_set_aside_and_how_it_was_got(ask: Ask) -> None:
    answer = (await ask(HEAD_BOX, "Figures", **FIGURES, **PERIOD))["responseTimes"]

    citizens = next(row for row in answer["rows"] if row["senderClass"] == "CITIZEN")
    assert citizens["medianInterval"] == {"low": None, "high": None}
    assert citizens["onTime"] == {"of": 0, "share": None, "low": None, "high": None, "notYetDue": 1, "undated": 0}
    assert citizens["setAside"] == {"passedOn": 0, "noAnswerNeeded": 0, "returned": 0, "merged": 0}
    assert citizens["split"] == {"ours": 19_800, "senders": 0, "otherAgencies": 0}
    assert "1 letters of citizens received from 01/01/2026 to 31/01/2026: 0 answered, 1 not." in citizens["explanation"]


@pytest.mark.parametrize("login", [CLERK_BOX, HEAD_BOX])
async def test_a_figure_leads_to_its_letters(ask: Ask, login: str) -> None:
    asked = {"agency": "H55.05", "senderClass": "CITIZEN", "matter": None, **PERIOD}
    of_open = (await ask(login, "FigureLetters", **asked, part="OPEN"))["figureLetters"]
    of_due = (await ask(login, "FigureLetters", **asked, part="DUE"))["figureLetters"]

    assert of_open["letters"] == [
        {
            "id": "LETTER",
            "referenceCode": "TDT.H55.05-260105-7KQ2M",
            "receivedAt": "2026-01-05T01:00:00+00:00",
            "dueAt": "2026-01-09T01:00:00+00:00",
            "countedAs": "OPEN",
            "workingSeconds": 19_800,
            "inTime": None,
        }
    ]
    assert (of_open["count"], of_due["count"]) == (1, 0)


async def test_the_head_above_is_refused_the_letters_behind_it(ask: Ask) -> None:
    answer = await ask(
        CHAIR_BOX, "FigureLetters", agency="H55.05", senderClass="CITIZEN", matter=None, part="COUNT", **PERIOD
    )

    assert answer["figureLetters"] == {"__typename": "ForbiddenError", "code": "forbidden"}


@pytest.mark.parametrize("login", [CLERK_BOX, OFFICIAL_BOX, FINANCE_HEAD_BOX])
async def test_another_head_is_refused_as_data(ask: Ask, login: str) -> None:
    answer = (await ask(login, "ResponseTimes", agency="H55.05", **PERIOD))["responseTimes"]

    assert answer == {"__typename": "ForbiddenError", "code": "forbidden"}


async def test_a_head_sees_nothing_of_the_agency_above(ask: Ask) -> None:
    answer = (await ask(HEAD_BOX, "ResponseTimes", agency="H55", **PERIOD))["responseTimes"]

    assert answer == {"__typename": "ForbiddenError", "code": "forbidden"}


@pytest.mark.parametrize("operation", ["OpenLetters", "ResponseTimes"])
async def test_an_agency_that_does_not_exist_is_data_too(ask: Ask, operation: str) -> None:
    period = PERIOD if operation == "ResponseTimes" else {}
    (answer,) = (await ask(HEAD_BOX, operation, agency="H99", **period)).values()

    assert answer == {"__typename": "AgencyNotFound", "code": "agency_not_found"}
