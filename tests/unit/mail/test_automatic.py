"""Which mail a machine wrote, and which mail a machine may answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.mail.automatic import Automatic, judge_automatic
from backend.mail.fields import read_header

PERSON = "From: Binh <congdan@nguoidan.example>\nTo: sokhcn@thainguyen.gov.vn\nSubject: Xin hỏi\n"
SERVER = "mail.thainguyen.gov.vn"


def judge(fields: str, sender: str | None = "congdan@nguoidan.example") -> Automatic:
    return judge_automatic(read_header((PERSON + fields).encode() + b"\nxin hoi\n"), sender, SERVER)


def test_a_persons_letter_may_be_acknowledged() -> None:
    assert judge("") == Automatic(automatic=False, may_acknowledge=True, bounce=False, reason="")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("Auto-Submitted: auto-replied\n", "auto-submitted"),
        ("Auto-Submitted: Auto-Generated (by cron); x=y\n", "auto-submitted"),
        ("auto-submitted: auto-notified\n", "auto-submitted"),
        ("Precedence: BULK\n", "precedence"),
        ("Precedence: junk\n", "precedence"),
        ("X-Autoreply: yes\n", "autoreply-field"),
        ("X-Autorespond: Xin hoi\n", "autoreply-field"),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=x\n", "read-receipt"),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=x\n", "report"),
        ("List-Unsubscribe: <https://ban-tin.example/thoi>\n", "list"),
        ("List-Id: <can-bo.thainguyen.gov.vn>\n", "list"),
    ],
)
def test_what_a_machine_wrote_counts_as_automatic(fields: str, reason: str) -> None:
    verdict = judge(fields)

    assert verdict == Automatic(automatic=True, may_acknowledge=False, bounce=False, reason=reason)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Xin hỏi",
        "Out of Office",
        "Out of office: back on Monday",
        "Auto-Reply: Xin hỏi",
        "Trả lời tự động: Xin hỏi",
        "=?utf-8?q?Tr=E1=BA=A3_l=E1=BB=9Di_t=E1=BB=B1_=C4=91=E1=BB=99ng=3A?= Xin",
        "Tra\u0309 lo\u031b\u0300i tu\u031b\u0323 \u0111o\u0323\u0302ng: Xin",
    ],
)
def test_an_absence_notice_without_any_field_is_known_by_its_subject(subject: str) -> None:
    head = f"From: congdan@nguoidan.example\nSubject: {subject}\n\n".encode()

    assert judge_automatic(read_header(head), "congdan@nguoidan.example").reason == "absence"


@pytest.mark.parametrize(
    "subject",
    ["Vắng mặt tại buổi làm việc ngày 02/11", "Out of office hours, who answers?", "Re: Automatic reply: Xin hỏi"],
)
def test_a_person_who_speaks_of_absence_is_still_a_person(subject: str) -> None:
    head = f"From: congdan@nguoidan.example\nSubject: {subject}\n\n".encode()

    assert judge_automatic(read_header(head), "congdan@nguoidan.example").may_acknowledge


@pytest.mark.parametrize(
    "fields",
    [
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n",
        'Content-Type: multipart/report; boundary=x;\n report-type="Delivery-Status"\n',
        "Content-Type: message/delivery-status\n",
    ],
)
def test_a_delivery_report_is_a_bounce(fields: str) -> None:
    verdict = judge(fields, sender="")

    assert (verdict.automatic, verdict.bounce, verdict.reason) == (True, True, "delivery-report")


def test_mail_of_the_mailer_daemon_is_a_bounce_even_without_a_report() -> None:
    header = read_header(b"From: Mail Delivery System <MAILER-DAEMON@mx.example>\n\n")

    assert judge_automatic(header, "").bounce
    assert judge_automatic(header, None).reason == "mailer-daemon"


@pytest.mark.parametrize("sender", ["", "<>"])
def test_the_null_sender_is_a_machine(sender: str) -> None:
    assert judge("", sender).reason == "null-sender"


def test_without_an_envelope_the_return_path_speaks_for_it() -> None:
    assert judge("Return-Path: <>\n", None).reason == "null-sender"
    assert judge("Return-Path: <congdan@nguoidan.example>\n", None).may_acknowledge


@pytest.mark.parametrize(
    "author",
    ["noreply@x.example", "no-reply@x.example", "NO.REPLY@x.example", "dvc-noreply@x.example",
     "noreply+42@x.example", "do-not-reply@x.example", "khongtraloi@x.example"],
)  # fmt: skip
def test_an_address_that_wants_no_reply_is_a_robot(author: str) -> None:
    assert judge_automatic(read_header(f"From: {author}\n\n".encode()), "a@x.example").reason == "robot"


def test_a_name_that_only_begins_alike_is_no_robot() -> None:
    header = read_header(b"From: noreplyer@x.example\n\n")

    assert judge_automatic(header, "noreplyer@x.example").may_acknowledge


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply\n", "suppressed"),
        ("X-Auto-Response-Suppress: All\n", "suppressed"),
        ("X-Loop: congdan@nguoidan.example\n", "loop"),
        ("X-Spam-Flag: YES\n", "spam"),
        ("X-Spam-Status: Yes, score=9.1\n", "spam"),
        (f"Authentication-Results: {SERVER}; dkim=none; dmarc=fail (p=none) header.from=x.example\n", "dmarc"),
        (f"Authentication-Results: {SERVER} 1;\n\tspf=fail;\n\tDMARC = FAIL\n", "dmarc"),
        ("List-Id: <can-bo.thainguyen.gov.vn>\nIn-Reply-To: <a@x>\n", "list"),
    ],
)
def test_a_person_whom_no_machine_may_answer_stays_a_person(fields: str, reason: str) -> None:
    verdict = judge(fields)

    assert verdict == Automatic(automatic=False, may_acknowledge=False, bounce=False, reason=reason)


@pytest.mark.parametrize(
    "fields",
    [
        "Auto-Submitted: no\n",
        "X-Auto-Response-Suppress: DR\n",
        "X-Spam-Flag: NO\n",
        "X-Spam-Status: No, score=-1\n",
        "Precedence: first-class\n",
        f"Authentication-Results: {SERVER}; dmarc=pass\n",
        "Authentication-Results: mx.attacker.example; dmarc=fail\n",
        f"Authentication-Results: {SERVER}; spf=pass (said dmarc=fail once)\n",
    ],
)
def test_harmless_fields_change_nothing(fields: str) -> None:
    assert judge(fields).may_acknowledge


def test_without_a_trusted_server_no_authentication_result_counts() -> None:
    header = read_header((PERSON + f"Authentication-Results: {SERVER}; dmarc=fail\n\n").encode())

    assert judge_automatic(header, "congdan@nguoidan.example", "").may_acknowledge


@pytest.mark.parametrize("sender", ["owner-tin@x.example", "tin-request@x.example", "bounces+42@x.example"])
def test_list_software_is_not_answered(sender: str) -> None:
    assert judge("", sender).reason == "list-software"


def test_nobody_is_answered_at_an_address_that_is_none() -> None:
    assert judge("", "congdan").reason == "no-sender"


@pytest.mark.parametrize(
    ("sender", "answered"),
    [
        ("congdan@nguoidan.example", True),
        ("binh@nguoidan.example", True),
        ("binh@thu.nguoidan.example", True),
        ("binh@example", True),
        ("binh@xnguoidan.example", False),
        ("nan-nhan@noi-khac.example", False),
    ],
)
def test_an_answer_goes_only_where_author_and_envelope_agree(sender: str, answered: bool) -> None:
    verdict = judge("", sender)

    assert verdict.may_acknowledge is answered
    assert verdict.reason == ("" if answered else "another-author")


@given(st.binary(max_size=300))
def test_no_header_whatever_its_bytes_raises(raw: bytes) -> None:
    names = (b"Content-Type", b"Authentication-Results", b"Auto-Submitted", b"Subject", b"From")
    head = b"".join(name + b": " + raw + b"\n" for name in names)

    assert judge_automatic(read_header(head + b"\n"), None, SERVER).reason in {"", *KNOWN}


KNOWN = {
    "delivery-report", "mailer-daemon", "read-receipt", "report", "auto-submitted", "null-sender", "precedence",
    "autoreply-field", "absence", "robot", "list", "list-software", "suppressed", "loop", "spam", "dmarc", "no-sender",
    "another-author",
}  # fmt: skip
