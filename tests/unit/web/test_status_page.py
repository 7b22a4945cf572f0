"""`/tra-cuu`: state, unit and date to who holds code and token; to everybody else one and the same answer."""

import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import event

from backend.clock import FixedClock
from backend.correspondence.models import Correspondence, Correspondent, LetterReference, LetterToken
from backend.correspondence.status import token_hash
from backend.db import Database
from backend.db.base import Base
from backend.settings import Settings
from backend.web import status_page
from tests.unit.small_province import CLERK_BOX, NOW

CODE, TOKEN = "TDT.H55.05-260105-7KQ2M", "the-citizen-s-token"
OTHER_CODE, OTHER_TOKEN = "TDT.H55.05-260105-AAAAA", "another-citizen-s-token"
DUE = datetime(2026, 1, 12, 10, 0, tzinfo=UTC)


def letter(key: str, code: str, token: str, answered_at: datetime | None) -> list[Base]:
    return [
        Correspondence(
            agency_code="H55.05",
            id=key,
            correspondent_id="DAN",
            sender_class="citizen",
            mailbox=CLERK_BOX,
            message_id=f"{key}@nguoidan.example",
            received_at=NOW,
            month=202601,
            standing="answered" if answered_at else "open",
            deadline_id="ordinary",
            due_at=DUE,
            answered_at=answered_at,
            may_acknowledge=True,
        ),
        LetterReference(agency_code="H55.05", correspondence_id=key, code=code, issued_at=NOW),
        LetterToken(
            token_hash=token_hash(token), agency_code="H55.05", correspondence_id=key, mail_id=key, issued_at=NOW
        ),
    ]


@pytest.fixture(autouse=True)
async def two_letters(database: Database) -> None:
    async with database.write() as session:
        session.add(Correspondent(id="DAN", address="dan@nguoidan.example", sender_class="citizen"))
        session.add_all(letter("OPEN", CODE, TOKEN, None))
        session.add_all(letter("DONE", OTHER_CODE, OTHER_TOKEN, NOW - timedelta(days=89)))


async def looked_up(client: httpx.AsyncClient, code: str, token: str) -> httpx.Response:
    return await client.post("/tra-cuu", data={"code": code, "token": token})


async def test_code_and_token_show_state_unit_and_date_and_no_more(client: httpx.AsyncClient) -> None:
    page = await looked_up(client, CODE, TOKEN)

    assert "Đã tiếp nhận, đang chờ trả lời" in page.text
    assert "Sở Khoa học và Công nghệ" in page.text
    assert "12/01/2026" in page.text
    assert TOKEN not in page.text
    assert "dan@" not in page.text
    assert CLERK_BOX not in page.text


async def test_the_link_of_the_mail_shows_the_same(client: httpx.AsyncClient) -> None:
    from_link = await client.get("/tra-cuu", params={"ma": CODE, "khoa": TOKEN})

    assert from_link.text == (await looked_up(client, CODE, TOKEN)).text


async def test_a_code_may_be_typed_small_and_with_spaces(client: httpx.AsyncClient) -> None:
    assert "Đã tiếp nhận" in (await looked_up(client, f" {CODE.lower()} ", f" {TOKEN} ")).text


async def test_an_answered_letter_is_shown_for_ninety_days(client: httpx.AsyncClient, clock: FixedClock) -> None:
    assert "Đã trả lời" in (await looked_up(client, OTHER_CODE, OTHER_TOKEN)).text

    clock.set(NOW + timedelta(days=1))
    assert "Không tìm thấy" in (await looked_up(client, OTHER_CODE, OTHER_TOKEN)).text


async def test_wrong_code_wrong_token_and_expired_are_one_answer_after_the_same_work(
    client: httpx.AsyncClient, clock: FixedClock, database: Database
) -> None:
    clock.set(NOW + timedelta(days=1))  # the answered letter's token has expired
    statements: list[str] = []
    engine = database._reading.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))

    answers: list[tuple[int, str, dict[str, str], list[str]]] = []
    for code, token in [(CODE, "wrong"), ("wrong", TOKEN), (OTHER_CODE, OTHER_TOKEN), (CODE, OTHER_TOKEN), ("", "")]:
        statements.clear()
        page = await looked_up(client, code, token)
        headers = {
            name: value for name, value in page.headers.items() if name not in ("x-request-id", "content-length")
        }
        answers.append((page.status_code, page.text.replace(f'value="{code}"', 'value=""'), headers, list(statements)))

    assert "Không tìm thấy" in answers[0][1]
    assert len(answers[0][3]) >= 1
    assert answers[1:] == [answers[0]] * 4


async def test_no_answer_comes_sooner_than_another(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_page, "ANSWER_AFTER", timedelta(milliseconds=80))

    for token in (TOKEN, "wrong"):
        started = time.monotonic()
        await looked_up(client, CODE, token)
        assert time.monotonic() - started >= 0.08


async def test_a_client_that_keeps_guessing_has_to_wait(client: httpx.AsyncClient, settings: Settings) -> None:
    tries = [await looked_up(client, CODE, "guess") for _ in range(settings.page_requests_per_minute + 1)]

    assert [page.status_code for page in tries] == [200] * settings.page_requests_per_minute + [429]
    assert tries[-1].headers["retry-after"] == "60"
    assert (await looked_up(client, CODE, TOKEN)).status_code == 429


async def test_the_empty_form_costs_no_attempt(client: httpx.AsyncClient, settings: Settings) -> None:
    for _ in range(settings.page_requests_per_minute + 1):
        assert (await client.get("/tra-cuu")).status_code == 200

    assert "Đã tiếp nhận" in (await looked_up(client, CODE, TOKEN)).text
