"""Servers and certificates: which are asked, and what their answers mean."""

import asyncio
from datetime import UTC, datetime

import pytest

from backend.doctor.servers import (
    Server,
    end_faults,
    mail_servers,
    pieces_to_the_end,
    readiness_faults,
    refusal_reason,
    tls_servers,
)
from backend.settings import Settings
from tests.unit.doctor.telling import told

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
SERVER = Server("mail.thainguyen.gov.vn", 993)
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"


def test_those_that_people_speak_to_are_asked_with_tls() -> None:
    settings = Settings(
        public_url="https://congvu.thainguyen.gov.vn",
        client_imap_host="imap.thainguyen.gov.vn",
        client_smtp_host="smtp.thainguyen.gov.vn",
    )
    asked = tls_servers(settings)
    assert [(one.host, one.port, one.greeting) for one in asked] == [
        ("congvu.thainguyen.gov.vn", 443, b""),
        ("imap.thainguyen.gov.vn", 993, b"* OK"),
        ("smtp.thainguyen.gov.vn", 465, b"220"),
    ]
    assert all(one.tls for one in asked)
    assert tls_servers(Settings()) == []


def test_those_that_the_product_speaks_to_are_asked() -> None:
    assert [(one.port, one.tls is not None) for one in mail_servers(Settings(sign_in_imap_tls=True))] == [
        (25, False),
        (143, True),
    ]


@pytest.mark.parametrize(
    ("code", "reason"), [(10, "expired"), (62, "wrong_name"), (64, "wrong_name"), (18, "untrusted"), (20, "untrusted")]
)
def test_what_openssl_refuses_is_told_in_words(code: int, reason: str) -> None:
    assert refusal_reason(code) == reason


@pytest.mark.parametrize(
    ("not_after", "expected"), [("Dec 30 02:00:00 2026 GMT", []), ("Dec 10 02:00:00 2026 GMT", ["ends_soon"])]
)
def test_an_end_that_comes_near_is_told_three_weeks_before(not_after: str, expected: list[str]) -> None:
    assert told("certificates", end_faults(SERVER, not_after, NOW)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"ready": true, "database": "ok", "bundle": "ok", "mail": "ok"}', []),
        (b'{"ready": true, "database": "ok", "bundle": "refused", "mail": "ok"}', ["limping"]),
        (b'{"ready": true, "database": "ok", "bundle": "ok", "mail": "silent"}', []),
        (b'{"ready": false, "database": "unavailable", "bundle": "ok", "mail": "ok"}', ["not_ready"]),
        (b"<html>", ["other"]),
        (b'"ready"', ["other"]),
        (b"", ["other"]),
    ],
)
def test_what_the_web_role_says_of_itself(body: bytes, expected: list[str]) -> None:
    assert told("web", readiness_faults(HEAD + body, {"host": "127.0.0.1", "port": "8080"})) == expected


async def test_an_answer_whose_body_comes_after_its_head_is_read_to_its_end() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(HEAD)
    pieces = pieces_to_the_end(reader)
    assert await anext(pieces) == HEAD
    reader.feed_data(b'{"ready": true}')
    reader.feed_eof()
    assert [piece async for piece in pieces] == [b'{"ready": true}']


async def test_what_talks_without_an_end_is_listened_to_for_a_while_only() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(b"x" * 100_000)
    assert [len(piece) async for piece in pieces_to_the_end(reader)] == [65_536]
