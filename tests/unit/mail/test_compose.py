"""The acknowledgement that a citizen receives."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

from backend.mail.automatic import judge_automatic
from backend.mail.compose import Reply, compose_reply
from backend.mail.fields import read_header

LETTER = Reply(
    template="acknowledgement",
    from_address="sokhcn@thainguyen.gov.vn",
    agency_name="Sở Khoa học và Công nghệ",
    recipient="congdan@nguoidan.example",
    message_id="ack.42@thainguyen.gov.vn",
    in_reply_to="20261102.1@nguoidan.example",
    references=("a@x",),
    sent_at=datetime(2026, 11, 2, 1, 16, tzinfo=UTC),
    values={
        "agency_name": "Sở Khoa học và Công nghệ",
        "reference_code": "TDT.H55.05-261102-7K3Q9",
        "received": "08:15 ngày 02/11/2026",
        "due": "trước 17:00 ngày 09/11/2026",
        "how_counted": "5 ngày làm việc, không tính thứ Bảy, Chủ nhật và ngày nghỉ lễ",
        "status_url": "https://thu.example/tra-cuu?ma=TDT.H55.05-261102-7K3Q9",
        "privacy_url": "https://thu.example/du-lieu-ca-nhan",
    },
)


def test_it_says_what_the_citizen_needs_to_know() -> None:
    message = message_from_bytes(compose_reply(LETTER), policy=default)
    text = message.get_content()

    assert message["From"].addresses[0].display_name == "Sở Khoa học và Công nghệ"
    assert message["Subject"] == "Đã nhận được thư của ông/bà, mã tra cứu TDT.H55.05-261102-7K3Q9"
    assert "Nơi trả lời: Sở Khoa học và Công nghệ" in text
    assert "Dự kiến trả lời: trước 17:00 ngày 09/11/2026" in text
    assert LETTER.values["status_url"] in text
    assert LETTER.values["privacy_url"] in text
    assert "Ngừng thông báo" in text
    assert "$" not in text


def test_it_carries_what_keeps_other_machines_quiet() -> None:
    raw = compose_reply(LETTER)
    message = message_from_bytes(raw, policy=default)

    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Date"] == "Mon, 02 Nov 2026 08:16:00 +0700"
    assert message["In-Reply-To"] == "<20261102.1@nguoidan.example>"
    assert message["References"] == "<a@x> <20261102.1@nguoidan.example>"
    assert judge_automatic(read_header(raw), "").automatic


def test_it_is_plain_ascii_on_the_wire_in_short_crlf_lines() -> None:
    raw = compose_reply(replace(LETTER, references=tuple(f"{n}@{'d' * 60}.example" for n in range(40))))

    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 100
    assert b"<20@" not in raw
    assert b"<21@" in raw


def test_a_letter_without_id_is_acknowledged_without_references() -> None:
    message = message_from_bytes(compose_reply(replace(LETTER, in_reply_to=None)), policy=default)

    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_decomposed_names_are_composed_and_line_ends_open_no_field() -> None:
    hostile = replace(LETTER, agency_name="So\u031b\u0309 Y te\u0302\u0301\r\nBcc: a@x.example")
    message = message_from_bytes(compose_reply(hostile), policy=default)

    assert message["Bcc"] is None
    assert message["From"].addresses[0].display_name == "Sở Y tế Bcc: a@x.example"
