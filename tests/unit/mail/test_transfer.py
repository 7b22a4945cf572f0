"""Content of parts whose base64 is broken: whatever decodes is read, and the part says that it is broken."""

import email
from email import policy

import pytest

from backend.mail.transfer import content_of


@pytest.mark.parametrize(
    ("written", "content"),
    [
        (b"YWJj", b"abc"),
        (b"YWJjA", b"abc"),
        (b"YWJ\r\njA", b"abc"),
        (b"YWI=Y2Q=", b"abcd"),
        (b"YW*Jj", b"abc"),
        (b"YW\xffJjA", b"abc"),
        (b"YWI", b"ab"),
        (b"A", b""),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16", '"a\0b"'])
def test_whatever_decodes_is_read(written: bytes, content: bytes, charset: str) -> None:
    head = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    leaf = email.message_from_bytes(head + written, policy=policy.compat32)

    assert content_of(leaf) == content
    assert bool(leaf.defects) == (written != b"YWJj")
    assert leaf["Content-Transfer-Encoding"] == "base64"


def test_other_encodings_are_left_to_the_parser() -> None:
    leaf = email.message_from_bytes(b"Content-Transfer-Encoding: quoted-printable\r\n\r\nM=E1=BA=ACT")
    assert content_of(leaf) == "MẬT".encode()
