"""Letters of a watched IMAP folder: read from headers, the same letters as those of milter and import (property)."""

import asyncio
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from backend.correspondence import acknowledging
from backend.correspondence.importing import import_letters
from backend.correspondence.models import Acknowledgement, Fact
from backend.correspondence.recompute import recompute
from backend.correspondence.sent_letters import sent_letters
from backend.correspondence.watched_letters import WatchedLetter, received_letter
from backend.correspondence.watching import take_in_watched_letters
from backend.db import Database
from backend.worker_seams import signs_of_header
from tests.unit.correspondence.conftest import RULES, Office
from tests.unit.database_examples import database_examples
from tests.unit.fresh_databases import FreshDatabases, copied
from tests.unit.journal_lines import CITIZEN, checked, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, OFFICIAL_BOX, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
TUESDAY = MONDAY + timedelta(days=1)
LETTER = (
    f"Return-Path: <{CITIZEN}>\nFrom: {CITIZEN}\nTo: nhom@noikhac.example\nSubject: Hoi\nMessage-ID: <1@mail.example>\n"
)
ANSWER = f"From: {CLERK_BOX}\nTo: {CITIZEN}\nMessage-ID: <2@t.vn>\nIn-Reply-To: <1@mail.example>\n"


async def watched(office: Office, header: str, at: datetime, mailbox: str = CLERK_BOX, *, sent: bool = False) -> int:
    """How many facts were new."""
    raw = header.encode() + b"\n"
    letter = WatchedLetter(raw, at, 2048, signs_of_header(raw))
    async with office.database.write() as session:
        taken = await take_in_watched_letters(session, [letter], mailbox, RULES, sent=sent)
        await recompute(session, taken.groups, at)
        await acknowledging.decide(session, taken.groups, 5, at)
    return taken.facts


async def test_a_letter_to_the_box_opens_and_its_answer_in_sent_mail_answers(office: Office) -> None:
    assert await watched(office, LETTER, MONDAY) == 2
    assert await watched(office, ANSWER, TUESDAY, sent=True) == 2

    [letter] = await office.letters()
    assert (letter.received_at, letter.answered_at, letter.mailbox) == (MONDAY, TUESDAY, CLERK_BOX)
    async with office.database.read() as session:
        assert (await session.scalars(select(Acknowledgement.withheld_because))).all() == [None]


async def test_read_again_after_a_renumbering_it_changes_nothing(office: Office) -> None:
    await watched(office, LETTER, MONDAY)

    assert await watched(office, LETTER, MONDAY) == 0


async def test_a_letter_whose_subject_may_be_a_denunciation_is_for_named_receivers(office: Office) -> None:
    await watched(office, LETTER.replace("Subject: Hoi", "Subject: Đơn tố cáo"), MONDAY)

    assert [letter.shielded for letter in await office.every_letter()] == [True]


async def test_of_an_officials_own_mailbox_nothing_is_kept(office: Office) -> None:
    assert await watched(office, LETTER, MONDAY, HEAD_BOX) == 0


def test_who_writes_in_an_official_boxs_name_is_not_believed() -> None:
    letter = WatchedLetter(f"Return-Path: <la@noikhac.example>\nFrom: {CLERK_BOX}\n\n".encode(), MONDAY, 1)
    read = received_letter(letter, CLERK_BOX, lambda address: address == CLERK_BOX)

    assert read is not None
    assert (read.record["author"], read.record["sender"]) == (None, "la@noikhac.example")


def test_a_letter_of_nobody_is_none() -> None:
    assert received_letter(WatchedLetter(b"Subject: x\n\n", MONDAY, 1), CLERK_BOX, lambda _: False) is None


async def _from_all(url: str, order: list[str]) -> tuple[list[datetime], int]:
    office = Office(Database(url))
    mbox = f"Delivered-To: {CLERK_BOX}\nReceived: by x; Mon, 05 Jan 2026 08:00:02 +0700\n{LETTER}\n".encode()
    for source in order:
        if source == "milter":
            await office.takes(
                [checked(1, MONDAY, CITIZEN, CLERK_BOX)], [in_mailbox(1, MONDAY + timedelta(seconds=3), CLERK_BOX)]
            )
        elif source == "imap":
            await watched(office, LETTER, MONDAY + timedelta(seconds=1))
        else:
            async with office.database.write() as session:
                await import_letters(session, [("", mbox)], ["thainguyen.gov.vn"], MONDAY)
    received = [letter.received_at for letter in await office.letters()]
    async with office.database.read() as session:
        facts = await session.scalar(select(func.count()).select_from(Fact)) or 0
    await office.database.close()
    return received, facts


@database_examples(12)
@given(order=st.lists(st.sampled_from(["milter", "imap", "import"]), min_size=1, max_size=5))
def test_however_many_sources_tell_of_a_letter_in_whatever_order_it_is_one(
    order: list[str], databases: FreshDatabases, province_template: str
) -> None:
    with copied(databases, province_template) as url:
        received, facts = asyncio.run(_from_all(url, order))

    earliest = {"imap": 1, "import": 2, "milter": 3}
    assert received == [MONDAY + timedelta(seconds=min(earliest[source] for source in order))]
    assert facts == 2 * len(set(order))


def report(action: str, recipient: str, original: str = "2@t.vn", host: str = "may.example") -> WatchedLetter:
    header = (
        f"From: postmaster@{host}\nTo: {CLERK_BOX}\nMessage-ID: <bao.{action}@{host}>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
    )
    status = f"Reporting-MTA: dns; {host}\n\nFinal-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: 5.1.1\n"
    parts = (
        ("text/plain", "Khong gui duoc.\n"),
        ("message/delivery-status", status),
        ("text/rfc822-headers", f"Message-ID: <{original}>\nSubject: Noi dung rieng\n"),
    )
    body = "".join(f"--b\nContent-Type: {kind}\n\n{text}\n" for kind, text in parts)
    raw = f"{header}\n{body}--b--\n".encode()
    return WatchedLetter(header.encode() + b"\n", TUESDAY, len(raw), {}, raw)


async def reported(office: Office, *letters: WatchedLetter, sent: bool = False) -> int:
    async with office.database.write() as session:
        return (await take_in_watched_letters(session, letters, CLERK_BOX, RULES, sent=sent)).facts


async def way(office: Office) -> list[tuple[str, str]]:
    async with office.database.read() as session:
        [letter] = await sent_letters(session, SCIENCE, ["2@t.vn"])
    return [(step.state.value, step.told_by) for one in letter.recipients for step in one.way.steps]


async def test_a_bounce_in_the_inbox_is_told_of_the_letter_it_names_once(office: Office) -> None:
    await watched(office, ANSWER, MONDAY, sent=True)

    assert await reported(office, report("failed", CITIZEN)) == 3  # that it came, and what it says
    assert await reported(office, report("failed", CITIZEN)) == 0
    assert await way(office) == [("handed_over", "imap"), ("bounced", "dsn")]
    assert [letter.standing for letter in await office.letters()] == []  # a receipt opens nothing
    async with office.database.read() as session:
        kept = await session.scalars(select(Fact.data).where(Fact.kind == "receipt"))
    assert "rieng" not in str(list(kept))


async def test_a_receipt_of_a_recipient_the_letter_never_had_or_of_no_letter_is_not_believed(office: Office) -> None:
    await watched(office, ANSWER.replace(f"To: {CITIZEN}", f"To: {CITIZEN}, {OFFICIAL_BOX}"), MONDAY, sent=True)
    forged = report("failed", "khac@nguoidan.example")
    unknown = report("delivered", CITIZEN, original="9@t.vn")
    personal = report("delivered", OFFICIAL_BOX, host="khac.example")  # of whose mailbox nothing is kept

    await reported(office, forged, unknown, personal)

    assert await way(office) == [("handed_over", "imap"), ("handed_over", "imap")]


async def test_a_report_that_lies_in_the_folder_of_sent_mail_says_nothing(office: Office) -> None:
    await watched(office, ANSWER, MONDAY, sent=True)
    await reported(office, report("failed", CITIZEN), sent=True)

    assert ("bounced", "dsn") not in await way(office)
