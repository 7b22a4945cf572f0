"""`congvu import mbox`: past letters keep the moment they arrived."""

import asyncio
from pathlib import Path

import pytest

from backend.cli import main
from tests.unit.correspondence.conftest import Office
from tests.unit.fresh_databases import file_of
from tests.unit.journal_lines import CITIZEN, vietnam
from tests.unit.small_province import CLERK_BOX

LETTER = f"""From congdan@nguoidan.example Mon Jan  5 01:10:00 2026
Return-Path: <{CITIZEN}>
Delivered-To: {CLERK_BOX}
Received: from mx.nguoidan.example (mx.nguoidan.example [192.0.2.7])
\tby mail.thainguyen.gov.vn (Postfix) with ESMTP id 4Ab
\tfor <{CLERK_BOX}>; Mon,  5 Jan 2026 08:15:00 +0700 (+07)
Received: by mx.nguoidan.example; Mon,  5 Jan 2026 01:14:00 +0000
From: =?utf-8?q?C=C3=B4ng_d=C3=A2n?= <{CITIZEN}>
To: {CLERK_BOX}
Subject: =?utf-8?q?H=E1=BB=8Fi?=
Date: Mon, 05 Jan 2026 08:10:00 +0700
Message-ID: <hoi-1@nguoidan.example>

Nội dung.
>From a quoted line.

"""
ANSWER = f"""From sokhcn@thainguyen.gov.vn Tue Jan  6 02:00:00 2026
From: {CLERK_BOX}
To: {CITIZEN}
Subject: Re
Date: Tue, 06 Jan 2026 09:00:00 +0700
Message-ID: <tra-loi-1@thainguyen.gov.vn>
In-Reply-To: <hoi-1@nguoidan.example>

Trả lời.

"""
ONLY_FROM_LINE = f"""From congdan@nguoidan.example Wed Jan  7 02:30:00 2026
From: {CITIZEN}
To: {CLERK_BOX}
Message-ID: <hoi-2@nguoidan.example>

"""
VACATION = f"""From congdan@nguoidan.example Wed Jan  7 02:30:00 2026
From: {CITIZEN}
To: {CLERK_BOX}
Auto-Submitted: auto-replied
Message-ID: <vang-mat@nguoidan.example>

"""
TO_NOBODY_OFFICIAL = f"""From congdan@nguoidan.example Wed Jan  7 02:30:00 2026
From: {CITIZEN}
To: ban@nguoidan.example
Message-ID: <ngoai@nguoidan.example>

"""


def imported(office: Office, folder: Path, *messages: str) -> int:
    file = folder / "cu.mbox"
    file.write_text("".join(messages), "utf-8")
    return main(["import", "mbox", str(file), "--database", office.database.url])


async def take_over(office: Office, folder: Path, *messages: str) -> None:
    """In a thread: a command has an event loop of its own."""
    assert await asyncio.to_thread(imported, office, folder, *messages) == 0


async def test_a_letter_arrived_when_the_last_server_took_it_in(office: Office, tmp_path: Path) -> None:
    await take_over(office, tmp_path, LETTER)

    [letter] = await office.letters()
    assert letter.received_at == vietnam("2026-01-05 08:15")
    assert letter.message_id == "hoi-1@nguoidan.example"
    assert letter.mailbox == CLERK_BOX
    assert not letter.may_acknowledge


async def test_without_received_the_from_line_says_it_in_utc(office: Office, tmp_path: Path) -> None:
    await take_over(office, tmp_path, ONLY_FROM_LINE)

    assert [letter.received_at for letter in await office.letters()] == [vietnam("2026-01-07 09:30")]


async def test_an_answer_in_the_file_answers(office: Office, tmp_path: Path) -> None:
    await take_over(office, tmp_path, LETTER, ANSWER)

    [letter] = await office.letters()
    assert letter.answered_at == vietnam("2026-01-06 09:00")
    # Monday 08:15-11:30 and 13:00-17:00, Tuesday 07:30-09:00
    assert letter.working_seconds == (3.25 + 4 + 1.5) * 3600


async def test_importing_twice_is_importing_once(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        await take_over(office, tmp_path, LETTER, ANSWER)

    assert len(await office.letters()) == 1
    assert capsys.readouterr().out.splitlines() == ["2 messages read, 4 new facts", "2 messages read, 0 new facts"]


async def test_what_is_automatic_or_concerns_no_agency_opens_nothing(office: Office, tmp_path: Path) -> None:
    await take_over(office, tmp_path, VACATION, TO_NOBODY_OFFICIAL)

    assert await office.letters() == []


@pytest.mark.sqlite
async def test_no_subject_is_stored(office: Office, tmp_path: Path) -> None:
    await take_over(office, tmp_path, LETTER.replace("=?utf-8?q?H=E1=BB=8Fi?=", "Don-xin-rieng"))

    await office.database.close()
    stored = stored_bytes(office)
    assert b"hoi-1@nguoidan.example" in stored
    assert b"Don-xin-rieng" not in stored


def stored_bytes(office: Office) -> bytes:
    return file_of(office.database.url).read_bytes()


async def test_a_file_that_is_not_there_is_said_in_one_line(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "mbox", str(tmp_path / "nichts.mbox"), "--database", office.database.url]) == 2
    assert capsys.readouterr().err.count("\n") == 1
