"""Header facts of letters as they arrive, broken ones too."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.mail.fields import decoded, read_header, without_comments
from backend.mail.message import addresses, header_facts, message_ids, moment

LETTER = b"""\
Return-Path: <congdan@nguoidan.example>
From: =?utf-8?b?TmfDtCBUaOG7iyBCw6xuaA==?= <CongDan@NguoiDan.example>
To: "So KHCN" <sokhcn@thainguyen.gov.vn>,
\tvpubnd@thainguyen.gov.vn (van phong)
Cc: undisclosed-recipients:;
Message-ID: <20261102.1@nguoidan.example>
In-Reply-To: <b@x> (of Monday)
References: <a@x>
 <b@x>
 <a@x>
Date: Mon, 02 Nov 2026 08:15:00 +0700 (ICT)
User-Agent: Roundcube Webmail/1.6.5

<not.a@header>
"""


def test_a_letter_gives_ids_without_brackets_and_addresses_in_lower_case() -> None:
    facts = header_facts(read_header(LETTER))

    assert facts.message_id == "20261102.1@nguoidan.example"
    assert facts.in_reply_to == ("b@x",)
    assert facts.references == ("a@x", "b@x")
    assert facts.sent_at == datetime(2026, 11, 2, 1, 15, tzinfo=UTC)
    assert facts.authors == ("congdan@nguoidan.example",)
    assert facts.recipients == ("sokhcn@thainguyen.gov.vn", "vpubnd@thainguyen.gov.vn")
    assert facts.user_agent == "Roundcube Webmail/1.6.5"


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<a@x>", ("a@x",)),
        ("a@x", ("a@x",)),
        ('Message of "Monday" <a@x>', ("a@x",)),
        ("<a@x><b@x>", ("a@x", "b@x")),
        ("your letter of Monday", ()),
        ("<a b@x>", ()),
        ("(<hidden@x>) <seen@x>", ("seen@x",)),
        ("<\udcc3\udca9@x>", ()),
        ("", ()),
    ],
)
def test_ids_are_found_as_mail_programs_write_them(value: str, ids: tuple[str, ...]) -> None:
    assert message_ids(value) == ids


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("A <A@X.example>, b@x.example", ("a@x.example", "b@x.example")),
        ("group: a@x.example, b@x.example;", ("a@x.example", "b@x.example")),
        ('"Sở, Khoa học" <a@x.example>', ("a@x.example",)),
        ("a@x.example (a comment (nested) <no@x.example>)", ("a@x.example",)),
        ("no address at all", ()),
        ("<>", ()),
        ("a@b\udcff.example", ()),
    ],
)
def test_addresses_are_found_and_the_rest_is_left_out(value: str, found: tuple[str, ...]) -> None:
    assert addresses(value) == found


@pytest.mark.parametrize(
    ("value", "sent_at"),
    [
        ("Mon, 02 Nov 2026 08:15:00 +0700", datetime(2026, 11, 2, 1, 15, tzinfo=UTC)),
        ("2 Nov 2026 01:15:00 -0000", datetime(2026, 11, 2, 1, 15, tzinfo=UTC)),
        ("Mon, 32 Nov 2026 08:15:00 +0700", None),
        ("Mon, 02 Nov 99999 08:15:00 +0700", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_read_in_utc_or_not_at_all(value: str, sent_at: datetime | None) -> None:
    assert moment(value) == sent_at


def test_comments_go_and_quoted_strings_stay() -> None:
    assert without_comments(r'a (b (c) \) d) "(kept)" \( e').split() == ["a", '"(kept)"', r"\(", "e"]
    assert without_comments("a (never closed").split() == ["a"]


def test_encoded_words_are_read_and_broken_ones_do_no_harm() -> None:
    assert decoded("=?utf-8?q?Tr=E1=BA=A3_l=E1=BB=9Di?=") == "Trả lời"
    assert decoded("=?no-such-charset?q?abc?=") == "abc"
    assert decoded("=?utf-8?b?A?=") != ""


def test_nesting_that_breaks_the_library_gives_no_address() -> None:
    assert addresses("<" * 5000 + "(" * 5000, "[" * 5000) == ()


@given(st.binary(max_size=400))
def test_no_header_whatever_its_bytes_raises(raw: bytes) -> None:
    head = b"From: " + raw + b"\nDate: " + raw[::-1] + b"\nReferences: " + raw + b"\nTo: " + raw + b"\n\n"
    facts = header_facts(read_header(head))

    "".join([*facts.authors, *facts.references]).encode("utf-8")
