"""Whole letters as programs really write them: who counts as a reply, who gets an acknowledgement, what bounced."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.mail.automatic import counts_as_reply, judge_automatic
from backend.mail.automatic_letter import judge_letter
from backend.mail.fields import fields_in, read_header

MAIL = Path(__file__).parents[2] / "data" / "mail"
FROM = "From: Binh <binh@nguoidan.example.org>\n"
EXCHANGE = FROM + "Subject: {}\nIn-Reply-To: <cv-1@so.example.vn>\n"


def letter(fields: str, body: str = "Vang mat.\n") -> bytes:
    return f"{fields}\n{body}".encode()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        # Exchange and Microsoft 365; Exchange 2003 had nothing but the subject.
        (EXCHANGE.format("Automatic reply: Cong van") + "Auto-Submitted: auto-generated\n", "auto-submitted"),
        (EXCHANGE.format("Out of Office AutoReply: Cong van") + "X-Auto-Response-Suppress: All\n", "absence"),
        (EXCHANGE.format("=?utf-8?B?VHLhuqMgbOG7nWkgdOG7sSDEkeG7mW5nOiBDw7RuZyB2xINu?="), "absence"),
        (EXCHANGE.format("Tự động trả lời: Công văn"), "absence"),
        (EXCHANGE.format("[Trả lời tự động] Công văn"), "absence"),
        (EXCHANGE.format("Abwesend: Cong van"), "absence"),
        (EXCHANGE.format("Automatische Antwort: Cong van"), "absence"),
        (EXCHANGE.format("Réponse automatique : Cong van"), "absence"),
        (EXCHANGE.format("自动回复: Cong van"), "absence"),
        # Domino
        (EXCHANGE.format("AUTO: Binh Nguyen is out of the office (returning 05/11/2026)"), "absence"),
        # Gmail, Zimbra, Sieve (RFC 5230), vacation(1), Postfix Admin, cPanel
        (EXCHANGE.format("x") + "Precedence: bulk\nX-Autoreply: yes\n", "precedence"),
        (EXCHANGE.format("x") + "Auto-Submitted: auto-replied (zimbra; vacation)\n", "auto-submitted"),
        (EXCHANGE.format("x") + "Auto-Submitted: auto-replied (vacation)\nPrecedence: bulk\n", "auto-submitted"),
        (EXCHANGE.format("x") + "X-Precedence: auto_reply\n", "precedence"),
        (EXCHANGE.format("x") + "Precedence: junk\nX-Loop: Postfix Admin Virtual Vacation\n", "precedence"),
        (EXCHANGE.format("x") + "X-Autorespond: cong van\nX-Precedence: auto_reply\n", "precedence"),
        (EXCHANGE.format("x") + "X-Autoresponder: 1\n", "autoreply-field"),
        # Ticket systems: Jira, OTRS and Znuny, osTicket, Zendesk, RT
        (EXCHANGE.format("[JIRA] (CV-1) x") + "X-JIRA-FingerPrint: 9d3f\n", "ticket-system"),
        (EXCHANGE.format("[Ticket#1] RE") + "X-OTRS-Loop: yes\n", "ticket-system"),
        (EXCHANGE.format("x") + "X-Autoreply: 1042\nX-Mailer: osTicket Mailer\n", "autoreply-field"),
        (EXCHANGE.format("x") + "Auto-Submitted: auto-generated\nX-Mailer: Zendesk Mailer\n", "auto-submitted"),
        (EXCHANGE.format("[so #1] AutoReply: x") + "Precedence: bulk\nX-RT-Loop-Prevention: so\n", "precedence"),
        # A null sender, whatever else it says (RFC 3834, section 3.3)
        ("Return-Path: <>\n" + FROM, "null-sender"),
        # Read receipts in words, before RFC 2298
        (FROM + "Content-Type: text/calendar; method=REPLY; charset=utf-8\n", "calendar-response"),
    ],
)
def test_what_a_program_wrote_is_no_reply_and_gets_no_acknowledgement(fields: str, reason: str) -> None:
    judged = judge_letter(letter(fields))

    assert (judged.counts_as_reply, judged.may_acknowledge, judged.bounce) == (False, False, False)
    assert judged.reason == reason


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Automatic reply: Cong van",
        "Vắng mặt của đồng chí An tại cuộc họp",
        "Trả lời tự động hoá thủ tục hành chính",
        "Auto: xin cấp biển số xe ô tô",
        "Abwesenheit von Frau An",
        "Undeliverable goods at the border",
        "Read: about your letter",
    ],
)
def test_a_person_whose_subject_only_sounds_like_it_is_a_person(subject: str) -> None:
    judged = judge_letter(letter(f"{FROM}Subject: {subject}\n", "Toi xin hoi.\n"))

    assert (judged.counts_as_reply, judged.may_acknowledge, judged.reason) == (True, True, "")


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("postfix", "delivery-report"),
        ("exchange", "delivery-report"),
        ("x400", "delivery-report"),
        ("text-report", "bounce-in-words"),
        ("qmail", "bounce-in-words"),
        ("exim", "bounce-in-words"),
        ("exim-warning", "bounce-in-words"),
        ("exchange-old", "bounce-in-words"),
        ("domino", "bounce-in-words"),
    ],
)
def test_a_bounce_is_one_with_and_without_a_report_part(file: str, reason: str) -> None:
    judged = judge_letter((MAIL / "receipts" / f"{file}.eml").read_bytes())

    assert (judged.counts_as_reply, judged.may_acknowledge, judged.bounce) == (False, False, True)
    assert judged.reason == reason


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("X-Failed-Recipients: undisclosed\n" + FROM, "failed-recipients"),
        ("From: MAILER-DAEMON (Mail Delivery Subsystem)\n", "mailer-daemon"),
        ("Return-Path: <>\nFrom: admin@x.example\nSubject: Returned mail: see transcript\n", "undeliverable"),
        ("Return-Path: <>\nFrom: admin@x.example\nSubject: Thư không gửi được: Công văn\n", "undeliverable"),
    ],
)
def test_a_bounce_that_names_nobody_is_still_a_bounce(fields: str, reason: str) -> None:
    judged = judge_letter(letter(fields, "It did not arrive.\n"))

    assert (judged.bounce, judged.counts_as_reply, judged.reason) == (True, False, reason)


def test_a_report_of_success_is_automatic_but_nothing_bounced() -> None:
    judged = judge_letter((MAIL / "receipts" / "sendmail.eml").read_bytes())

    assert (judged.bounce, judged.counts_as_reply, judged.reason) == (False, False, "delivery-report")


@pytest.mark.parametrize("file", ["thunderbird-mdn", "outlook-mdn", "notes-mdn", "zimbra-mdn", "global-mdn"])
def test_a_read_receipt_is_no_reply(file: str) -> None:
    judged = judge_letter((MAIL / "receipts" / f"{file}.eml").read_bytes())

    assert (judged.bounce, judged.counts_as_reply, judged.reason) == (False, False, "read-receipt")


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Read: Cong van", "Your message\n\n  To: Binh\n  Subject: Cong van\n\nwas read on 02/11/2026 09:00.\n"),
        ("Đã đọc: Công văn", "Thư của bạn gửi Bình đã được đọc lúc 09:00 ngày 02/11/2026.\n"),
        ("Return Receipt (displayed) - x", "This is a Return Receipt for the mail that you sent.\n"),
    ],
)
def test_a_read_receipt_in_words_is_no_reply(subject: str, body: str) -> None:
    judged = judge_letter(letter(f"{FROM}Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n", body))

    assert (judged.counts_as_reply, judged.reason) == (False, "read-receipt")


@pytest.mark.parametrize(
    ("method", "counts"), [("REPLY", False), ("COUNTER", False), ("REQUEST", True), ("CANCEL", True)]
)
def test_accepting_an_invitation_is_no_reply_and_sending_one_is(method: str, *, counts: bool) -> None:
    fields = (
        FROM + "Subject: Accepted: Hop giao ban\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=c\n"
    )
    body = (
        "--c\nContent-Type: text/plain\n\nTôi sẽ dự.\n--c\nContent-Type: text/calendar; charset=utf-8\n\n"
        f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nEND:VCALENDAR\r\n--c--\n"
    )

    assert judge_letter(letter(fields, body)).counts_as_reply is counts


@pytest.mark.parametrize(
    "fields",
    [
        "List-Id: <l.example.org>\nList-Post: <mailto:l@example.org>\nPrecedence: list\n",
        "X-BeenThere: l@example.org\nX-Mailman-Version: 2.0\nPrecedence: bulk\nList-Id: <l.example.org>\n",
        "X-Mailing-List: l@example.org\nPrecedence: bulk\n",
        "Mailing-List: contact l-help@example.org; run by ezmlm\nPrecedence: bulk\n",
        "List-Id: <l.example.org>\nIn-Reply-To: <cv-1@so.example.vn>\n",
    ],
)
def test_what_a_person_wrote_to_a_list_counts_but_is_not_acknowledged(fields: str) -> None:
    judged = judge_letter(letter(FROM + fields))

    assert (judged.counts_as_reply, judged.may_acknowledge) == (True, False)
    assert judged.reason in ("list", "precedence")


@pytest.mark.parametrize(
    "fields",
    [
        "List-Id: <tin.example.org>\nList-Unsubscribe: <https://tin.example.org/thoi>\n",
        "List-Id: <tin.example.org>\nList-Post: NO\n",
        "List-Post: <mailto:l@example.org>\nAuto-Submitted: auto-replied\n",
        "List-Post: <mailto:l@example.org>\nPrecedence: bulk\nX-Autoreply: yes\n",
        "List-Post: <mailto:l@example.org>\nPrecedence: bulk\nSubject: Out of office\n",
    ],
)
def test_newsletters_and_robots_on_lists_do_not_count(fields: str) -> None:
    assert not judge_letter(letter(FROM + fields)).counts_as_reply


@pytest.mark.parametrize("fields", ["X-Autoreply: no\n", "Auto-Submitted: no\n", "X-Auto-Response-Suppress: DR\n"])
def test_a_field_that_says_no_makes_nobody_a_robot(fields: str) -> None:
    assert judge_letter(letter(FROM + fields)).may_acknowledge


def test_a_bounce_that_a_person_sends_on_is_the_persons_letter() -> None:
    judged = judge_letter((MAIL / "other" / "forwarded-bounce.eml").read_bytes())

    assert (judged.counts_as_reply, judged.bounce, judged.reason) == (True, False, "")


@pytest.mark.parametrize("file", sorted(MAIL.glob("*/*.eml")), ids=lambda file: file.stem)
def test_both_ways_to_read_a_header_judge_alike(file: Path) -> None:
    section = file.read_bytes().partition(b"\n\n")[0] + b"\n"

    assert counts_as_reply(fields_in(section)) is judge_automatic(read_header(section)).counts_as_reply


@given(st.binary(max_size=300))
def test_no_letter_whatever_its_bytes_raises(raw: bytes) -> None:
    names = (b"Content-Type", b"Subject", b"From", b"List-Post", b"Content-Transfer-Encoding")
    judged = judge_letter(b"".join(name + b": " + raw + b"\n" for name in names) + b"\n" + raw)

    assert not (judged.automatic and judged.may_acknowledge)
