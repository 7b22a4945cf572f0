"""Which letters are acknowledged, and that none is acknowledged twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.correspondence import sending
from backend.correspondence.facts import Delivery
from backend.correspondence.models import Acknowledgement, Outbox
from backend.correspondence.sending import Claim
from backend.correspondence.status import status_of
from backend.correspondence.terms import FactKind, LetterState, OutboxState
from tests.unit.correspondence.conftest import Office
from tests.unit.fresh_databases import file_of
from tests.unit.journal_lines import CITIZEN, checked, handed_over, in_mailbox, soon, vietnam
from tests.unit.small_province import CLERK_BOX

MONDAY = vietnam("2026-01-05 08:00")


async def arrives(office: Office, seq: int = 1, at: datetime = MONDAY, **how: Any) -> None:
    letter = checked(seq, at, CITIZEN, CLERK_BOX, **how)
    await office.takes([letter], [in_mailbox(seq, soon(at), CLERK_BOX)], now=soon(at))


async def decisions(office: Office) -> list[str | None]:
    async with office.database.read() as session:
        rows = await session.scalars(select(Acknowledgement).order_by(Acknowledgement.decided_at))
        return [row.withheld_because for row in rows]


async def outbox(office: Office) -> list[Outbox]:
    async with office.database.read() as session:
        return list(await session.scalars(select(Outbox).order_by(Outbox.id)))


async def claimed(office: Office, now: datetime) -> Claim | None:
    async with office.database.write() as session:
        return await sending.claim(session, now)


async def test_a_citizens_letter_is_acknowledged_with_code_due_date_and_how_it_was_counted(office: Office) -> None:
    await arrives(office)

    claim = await claimed(office, soon(MONDAY))

    assert claim is not None
    assert claim.recipient == CITIZEN
    assert claim.worded.in_reply_to == "1@mail.example"
    assert claim.worded.reference_code.startswith("TDT.H55.05-260105-")
    assert claim.worded.values["received"] == "08:00 ngày 05/01/2026"
    assert claim.worded.values["due"] == "chậm nhất hết giờ làm việc (17:00) thứ Bảy, ngày 10/01/2026"
    assert claim.worded.values["how_counted"].startswith(
        "5 ngày làm việc, không tính ngày nhận (05/01/2026); bắt đầu tính từ 06/01/2026,"
    )


@pytest.mark.parametrize(
    ("why", "how"),
    [
        ("the milter says no: list, spam, DMARC, null sender", {"may_acknowledge": False}),
        ("automatic mail opens no letter", {"automatic": True}),
    ],
)
async def test_what_may_not_be_acknowledged_is_not(office: Office, why: str, how: dict[str, Any]) -> None:
    await arrives(office, **how)

    assert await outbox(office) == [], why


async def test_a_letter_whose_author_is_not_its_envelope_sender_is_not_acknowledged(office: Office) -> None:
    letter = checked(1, MONDAY, "bounce-123@sender.example", CLERK_BOX) | {"author": CITIZEN}
    await office.takes([letter], [in_mailbox(1, soon(MONDAY), CLERK_BOX)])

    assert len(await office.letters()) == 1
    assert await outbox(office) == []


async def test_two_mailboxes_of_one_agency_give_one_acknowledgement(office: Office) -> None:
    await arrives(office)
    await office.takes(deliveries=[in_mailbox(1, soon(MONDAY) + timedelta(seconds=3), CLERK_BOX)])

    assert await decisions(office) == [None]


async def test_the_sixth_letter_of_a_day_is_not_acknowledged_and_the_next_day_begins_anew(office: Office) -> None:
    for seq in range(1, 7):
        await arrives(office, seq, MONDAY + timedelta(minutes=seq))
    assert await decisions(office) == [None] * 5 + ["too many today"]

    await arrives(office, 7, vietnam("2026-01-06 00:00"))
    assert (await decisions(office))[-1] is None


async def test_an_answer_to_an_acknowledgement_is_never_acknowledged(office: Office) -> None:
    await arrives(office)
    [mail] = await outbox(office)
    at = MONDAY + timedelta(minutes=1)
    await arrives(office, 2, at, reply_to=("1@mail.example", mail.message_id))

    assert len(await office.letters()) == 1
    assert await decisions(office) == [None]

    answer = checked(3, at + timedelta(hours=1), CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([answer], [handed_over(3, at + timedelta(hours=1), CITIZEN)])
    await arrives(office, 4, at + timedelta(hours=2), reply_to=(mail.message_id,))

    assert len(await office.letters()) == 2
    assert await decisions(office) == [None]


async def test_a_letter_that_lay_for_days_is_not_acknowledged(office: Office) -> None:
    await office.takes([checked(1, MONDAY, CITIZEN, CLERK_BOX)])
    late = MONDAY + timedelta(days=3, hours=1)
    await office.takes(deliveries=[in_mailbox(1, soon(MONDAY), CLERK_BOX)], now=late)

    assert await decisions(office) == ["too old"]


async def test_a_letter_already_answered_is_not_acknowledged(office: Office) -> None:
    at = MONDAY + timedelta(hours=1)
    await office.takes(
        [
            checked(1, MONDAY, CITIZEN, CLERK_BOX),
            checked(2, at, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",)),
        ],
        [in_mailbox(1, soon(MONDAY), CLERK_BOX), handed_over(2, soon(at), CITIZEN)],
    )

    assert await decisions(office) == ["answered"]


async def test_a_claim_is_taken_once(office: Office) -> None:
    await arrives(office)

    assert await claimed(office, soon(MONDAY)) is not None
    assert await claimed(office, soon(MONDAY)) is None


async def test_the_citizens_address_leaves_the_outbox_with_the_mail(office: Office) -> None:
    await arrives(office)
    claim = await claimed(office, soon(MONDAY))
    assert claim is not None
    async with office.database.write() as session:
        await sending.note_sent(session, claim.outbox_id, "250", soon(MONDAY))

    assert [(mail.state, mail.recipient) for mail in await outbox(office)] == [(OutboxState.SENT, None)]


async def test_a_server_that_says_later_is_asked_again_ever_more_slowly(office: Office) -> None:
    await arrives(office)
    now, pauses = soon(MONDAY), []
    for _ in range(8):
        claim = await claimed(office, now)
        assert claim is not None
        async with office.database.write() as session:
            await sending.note_postponed(session, claim.outbox_id, claim.attempt, "451", now)
        [mail] = await outbox(office)
        pauses.append(int((mail.not_before - now).total_seconds() // 60))
        assert await claimed(office, mail.not_before - timedelta(seconds=1)) is None
        now = mail.not_before

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_a_mail_that_could_not_go_for_three_days_is_given_up(office: Office) -> None:
    await arrives(office)

    assert await claimed(office, MONDAY + timedelta(days=3, minutes=1)) is None
    assert [(mail.state, mail.recipient) for mail in await outbox(office)] == [(OutboxState.FAILED, None)]


async def doubts_settled(office: Office, log_read_at: datetime | None, now: datetime) -> str:
    async with office.database.write() as session:
        await sending.settle_doubts(session, log_read_at, now)
    return (await outbox(office))[0].state


async def test_a_dialogue_cut_off_is_sent_if_the_log_knows_its_message_id(office: Office) -> None:
    await arrives(office)
    claim = await claimed(office, soon(MONDAY))
    assert claim is not None
    at = MONDAY + timedelta(seconds=2)
    await office.takes(
        deliveries=[
            Delivery(FactKind.NAMED, at, "QACK", message_id=claim.message_id),
            Delivery(FactKind.ACCEPTED, at, "QACK"),
        ]
    )

    later = MONDAY + timedelta(minutes=3)
    assert await doubts_settled(office, None, later) == OutboxState.SENT


async def test_a_dialogue_cut_off_is_repeated_only_when_the_log_was_read_to_its_end_since(office: Office) -> None:
    await arrives(office)
    first = await claimed(office, soon(MONDAY))
    assert first is not None
    later = MONDAY + timedelta(minutes=30)

    assert await doubts_settled(office, None, later) == OutboxState.CLAIMED
    assert await doubts_settled(office, MONDAY + timedelta(minutes=1), later) == OutboxState.CLAIMED
    assert await doubts_settled(office, MONDAY + timedelta(minutes=6), later) == OutboxState.WAITING

    second = await claimed(office, later + timedelta(minutes=1))
    assert second is not None
    assert second.message_id == first.message_id
    assert second.worded.token != first.worded.token


async def test_a_mail_named_but_never_queued_was_not_taken(office: Office) -> None:
    await arrives(office)
    claim = await claimed(office, soon(MONDAY))
    assert claim is not None
    await office.takes(deliveries=[Delivery(FactKind.NAMED, soon(MONDAY), "QACK", message_id=claim.message_id)])

    later = MONDAY + timedelta(minutes=30)
    assert await doubts_settled(office, later, later) == OutboxState.WAITING


async def test_a_dialogue_that_still_goes_on_is_left_alone(office: Office) -> None:
    await arrives(office)
    await claimed(office, soon(MONDAY))

    now = MONDAY + timedelta(minutes=1)
    assert await doubts_settled(office, now, now) == OutboxState.CLAIMED


async def status(office: Office, code: str, token: str, now: datetime) -> tuple[str, str] | None:
    async with office.database.read() as session:
        found = await status_of(session, code, token, now)
    return (found.shown.state, found.shown.unit_name) if found else None


async def test_the_status_opens_with_code_and_token_together_only(office: Office) -> None:
    await arrives(office)
    claim = await claimed(office, soon(MONDAY))
    assert claim is not None

    known = (LetterState.RECEIVED, "Sở Khoa học và Công nghệ")
    assert await status(office, claim.worded.reference_code, claim.worded.token, MONDAY) == known
    assert await status(office, f" {claim.worded.reference_code.lower()} ", claim.worded.token, MONDAY) == known
    assert await status(office, claim.worded.reference_code, "x" * 32, MONDAY) is None
    assert await status(office, claim.worded.reference_code, "", MONDAY) is None
    assert await status(office, "TDT.H55.05-260105-00000", claim.worded.token, MONDAY) is None
    assert await status(office, "Đề", claim.worded.token, MONDAY) is None


async def test_the_status_closes_ninety_days_after_the_answer(office: Office) -> None:
    await arrives(office)
    claim = await claimed(office, soon(MONDAY))
    assert claim is not None
    at = MONDAY + timedelta(hours=1)
    answer = checked(2, at, CLERK_BOX, CITIZEN, login=CLERK_BOX, reply_to=("1@mail.example",))
    await office.takes([answer], [handed_over(2, at, CITIZEN)])

    answered = (LetterState.ANSWERED, "Sở Khoa học và Công nghệ")
    assert await status(office, claim.worded.reference_code, claim.worded.token, at + timedelta(days=89)) == answered
    assert await status(office, claim.worded.reference_code, claim.worded.token, at + timedelta(days=90)) is None


def bytes_of(url: str) -> bytes:
    return file_of(url).read_bytes()


@pytest.mark.sqlite
async def test_no_table_holds_the_token(office: Office) -> None:
    await arrives(office)
    claim = await claimed(office, soon(MONDAY))
    assert claim is not None

    await office.database.close()
    stored = bytes_of(office.database.url)
    assert claim.worded.reference_code.encode() in stored
    assert claim.worded.token.encode() not in stored
