"""Receipts of many mail servers and mail programs, read as they come."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.mail.delivery_status import RecipientStatus
from backend.mail.receipts import DeliveryReceipt, ReadReceipt, read_receipt

MAIL = Path(__file__).parents[2] / "data" / "mail"
RECEIPTS = sorted((MAIL / "receipts").glob("*.eml"))
DISPLAYED = "manual-action/MDN-sent-manually"


def receipt(name: str) -> DeliveryReceipt | ReadReceipt | None:
    return read_receipt((MAIL / "receipts" / f"{name}.eml").read_bytes())


@pytest.mark.parametrize(
    ("name", "message_id", "recipients"),
    [
        (
            "postfix",
            "cv-12.20261102@sokhcn.example.vn",
            [("khong.con@sotaichinh.example.vn", "failed", "5.1.1"), ("day.hop@soyte.example.vn", "delayed", "4.2.2")],
        ),
        ("exchange", "cv-13.20261102@sokhcn.example.vn", [("bgd@sotaichinh.example.vn", "failed", "5.7.1")]),
        ("sendmail", "cv-14.20261102@sokhcn.example.vn", [("binh+tin@nguoidan.example.org", "relayed", "2.1.9")]),
        (
            "international",
            "cv-15.20261102@sokhcn.example.vn",
            [("bình@example.org", "failed", "5.6.7"), ("cục+thuế@example.org", "failed", "5.6.7")],
        ),
        (
            "x400",
            "cv-16.20261102@sokhcn.example.vn",
            [("/rfc-822=an.nguyen(a)example.org/prmd=org/admd= /c=vn/", "failed", "4.4.7")],
        ),
        (
            "encoded-report",
            "cv-17.20261102@sokhcn.example.vn",
            [("an@cloud.example.org", "failed", "5.2.2"), ("binh@cloud.example.org", "failed", "5.1.1")],
        ),
        (
            "crammed",
            None,
            [
                ("an@old.example.org", "failed", "5.1.1"),
                ("binh@old.example.org", "failed", "5.2.1"),
                ("chi@old.example.org", "delayed", "4.0.0"),
            ],
        ),
        ("text-report", "cv-18.20261102@sokhcn.example.vn", [("an@odd.example.org", "failed", "5.4.4")]),
        ("lost-boundary", "cv-18.20261102@sokhcn.example.vn", [("an@odd.example.org", "failed", "5.4.4")]),
        (
            "qmail",
            "cv-19.20261102@sokhcn.example.vn",
            [("an@qmail.example.org", "failed", "5.1.1"), ("binh@other.example.org", "failed", "5.7.1")],
        ),
        (
            "exim",
            "cv-20.20261102@sokhcn.example.vn",
            [("an@exim.example.org", "failed", "5.1.1"), ("binh@exim.example.org", "failed", None)],
        ),
        ("exim-warning", None, [("chi@exim.example.org", "delayed", "4.2.0")]),
        ("sendmail-old", "cv-21.19981102@sokhcn.example.vn", [("an@old.example.org", "failed", None)]),
        ("exchange-old", "cv-22.19981102@sokhcn.example.vn", [("an@ex55.example.org", "failed", None)]),
        ("domino", None, [("an@notes.example.org", "failed", None)]),
        ("gmail-old", "cv-23.20091102@sokhcn.example.vn", [("an@gmail.example.org", "failed", None)]),
    ],
)
def test_a_delivery_report_tells_of_which_letter_and_what_became_of_whom(
    name: str, message_id: str | None, recipients: list[tuple[str, str, str | None]]
) -> None:
    expected = tuple(RecipientStatus(final, action, status) for final, action, status in recipients)

    assert receipt(name) == DeliveryReceipt(message_id, expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "thunderbird-mdn",
            ("cv-31.20261102@sokhcn.example.vn", "binh@nguoidan.example.org", DISPLAYED, "displayed", ()),
        ),
        (
            "outlook-mdn",
            (
                "cv-32.20261102@sokhcn.example.vn",
                "an@sotaichinh.example.vn",
                "automatic-action/MDN-sent-automatically",
                "deleted",
                (),
            ),
        ),
        (
            "notes-mdn",
            (
                "cv-33.20261102@sokhcn.example.vn",
                "chi@notes.example.org",
                "manual-action/MDN-sent-automatically",
                "displayed",
                (),
            ),
        ),
        ("zimbra-mdn", ("cv-34.20261102@sokhcn.example.vn", "dung@zimbra.example.vn", DISPLAYED, "displayed", ())),
        (
            "rfc2298-error-mdn",
            (
                "cv-35.19981102@sokhcn.example.vn",
                "em@example.org",
                "automatic-action/MDN-sent-automatically",
                "processed",
                ("error", "superseded"),
            ),
        ),
        ("global-mdn", (None, "bình@example.org", "manual-action/MDN-sent-automatically", "displayed", ())),
    ],
)
def test_a_read_receipt_tells_of_which_letter_and_how_it_was_opened(
    name: str, expected: tuple[str | None, str, str, str, tuple[str, ...]]
) -> None:
    assert receipt(name) == ReadReceipt(*expected)


@pytest.mark.parametrize("file", sorted((MAIL / "other").glob("*.eml")), ids=lambda file: file.stem)
def test_other_mail_is_no_receipt_even_if_it_quotes_or_encloses_one(file: Path) -> None:
    assert read_receipt(file.read_bytes()) is None


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\r\r\n"], ids=["mac", "windows", "doubled"])
@pytest.mark.parametrize("file", RECEIPTS, ids=lambda file: file.stem)
def test_the_ends_of_lines_change_nothing(file: Path, end: bytes) -> None:
    raw = file.read_bytes()

    assert read_receipt(raw.replace(b"\n", end)) == read_receipt(raw)


def test_a_file_whose_lines_end_now_so_now_so_is_read_all_the_same() -> None:
    lines = (MAIL / "receipts" / "postfix.eml").read_bytes().split(b"\n")
    before_text = [b"\r" if following else b"\n" for following in lines[1:]] + [b""]
    mixed = b"".join(line + (b"\r\n" if n % 2 else before_text[n]) for n, line in enumerate(lines))

    assert min(mixed.count(b"\r\n"), mixed.count(b"\r") - mixed.count(b"\r\n")) > 10
    assert read_receipt(mixed) == receipt("postfix")


def test_the_envelope_line_of_an_mbox_file_is_stepped_over() -> None:
    raw = (MAIL / "receipts" / "qmail.eml").read_bytes()

    assert read_receipt(b"From MAILER-DAEMON Mon Nov  2 01:15:05 2026\n" + raw) == receipt("qmail")


@pytest.mark.parametrize("field", ["Message-ID: two <a@x> <b@x>", "Message-ID: none at all", "Subject: x"])
def test_a_letter_that_is_not_clearly_named_is_not_guessed(field: str) -> None:
    raw = (MAIL / "receipts" / "encoded-report.eml").read_text("utf-8")
    unclear = raw.replace("Message-ID: <cv-17.20261102@sokhcn.example.vn>", field).encode()
    found = read_receipt(unclear)

    assert found is not None
    assert found.original_message_id is None


@given(st.sampled_from(RECEIPTS), st.data())
def test_whatever_becomes_of_its_bytes_reading_a_receipt_never_raises(file: Path, data: st.DataObject) -> None:
    raw = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.sampled_from([0, 1, 7, 80]))
        raw[start : start + length] = data.draw(st.binary(max_size=12))
    found = read_receipt(bytes(raw))

    assert found is None or isinstance(found, DeliveryReceipt | ReadReceipt)
    assert found is None or "<" not in (found.original_message_id or "")


@given(st.binary(max_size=400))
def test_no_report_whatever_its_bytes_raises(raw: bytes) -> None:
    head = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
    for kind in (b"message/delivery-status", b"message/disposition-notification", b"text/plain"):
        read_receipt(head + b"Content-Type: " + kind + b"\n\n" + raw + b"\n--b\n\n" + raw + b"\n--b--\n")


def test_multiparts_without_end_are_given_up() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))

    assert read_receipt(b"Return-Path: <>\n" + nested) is None


def test_a_charset_that_is_none_hides_no_report() -> None:
    raw = (MAIL / "receipts" / "postfix.eml").read_bytes()
    spoilt = raw.replace(b"charset=utf-8", b'charset="a\0b"').replace(b"I'm sorry", "Xin lỗi".encode())

    assert read_receipt(spoilt) == receipt("postfix")


def test_a_bounce_of_very_many_recipients_names_them_all() -> None:
    head = "Return-Path: <>\nFrom: mailer-daemon@x.example\n\nThe following addresses failed:\n\n"
    found = read_receipt((head + "".join(f"  can.bo{n}@x.example\n" for n in range(20_000))).encode())

    assert isinstance(found, DeliveryReceipt)
    assert len(found.recipients) == 20_000
    assert found.recipients[-1] == RecipientStatus("can.bo19999@x.example", "failed", None)


def test_a_persons_letter_with_a_report_part_pasted_into_it_is_no_receipt() -> None:
    head = "From: binh@nguoidan.example.org\nSubject: xem giup\nContent-Type: multipart/mixed; boundary=p\n\n"
    report = "Reporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; an@x.example\nAction: failed\nStatus: 5.1.1\n"
    body = f"--p\n\nXin xem.\n--p\nContent-Type: message/delivery-status\n\n{report}\n--p--\n"

    assert read_receipt((head + body).encode()) is None
    assert read_receipt(("Return-Path: <>\n" + head + body).encode()) is not None
