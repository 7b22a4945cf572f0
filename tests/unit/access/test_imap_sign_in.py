"""What is refused before the mail server is asked at all; the rest is tested against Dovecot (tests/e2e)."""

import pytest

from backend.access.imap_sign_in import ImapSignIn
from backend.settings import Settings

NOWHERE = ImapSignIn(Settings(sign_in_imap_host="no connection may be tried", sign_in_imap_port=1))


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("", "secret"),
        ("an@thainguyen.gov.vn", ""),
        ("an@thainguyen.gov.vn", "x\r\nA2 LOGOUT"),
        ("an@thainguyen.gov.vn\0head@thainguyen.gov.vn", "secret"),
        ("an@thainguyen.gov.vn", "x" * 1025),
    ],
)
async def test_what_could_break_out_of_the_dialogue_is_wrong_without_asking(login: str, password: str) -> None:
    assert await NOWHERE.accepts(login, password, "192.0.2.1") is False
