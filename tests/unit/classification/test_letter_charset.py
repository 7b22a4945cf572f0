"""One word for what a letter is written in: never conform where something was not read, nothing of marked papers."""

import io
import unicodedata
import zipfile
from dataclasses import replace
from email.message import EmailMessage

import pytest

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_message
from backend.classification.letter_charset import LetterCharset, charset_of_letter
from backend.classification.verdict import SecrecyState
from backend.text.legacy_tables import LegacyCharset
from tests.unit.gateway.test_judgement import finding

ENGINE = Engine(packaged_bundle())
SUBJECT, WORDS = "Lịch công tác tuần", "Kính gửi Sở Khoa học và Công nghệ: xin gửi lịch công tác tuần này của cơ quan."
TCVN3 = "KÝnh göi Së Khoa häc vµ C«ng nghÖ: xin göi lÞch c«ng t¸c tuÇn nµy cña c¬ quan."


def letter(subject: str = SUBJECT, body: str = WORDS, *files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content(body)
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def locked() -> bytes:
    """An archive whose one member says that it is encrypted (PKWARE, flag bit 0)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "x" * 40)
    data = bytearray(packed.getvalue())
    for place in (6, data.index(b"PK\x01\x02") + 8):
        data[place] |= 1
    return bytes(data)


def charset(raw: bytes) -> LetterCharset:
    found = inspect_message(raw, ENGINE)
    return charset_of_letter((found.subject, *found.bodies), found.attachments, readable=found.readable)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (letter(), "unicode"),
        (letter("Lich cong tac", "khong dau"), "unicode"),
        (letter(SUBJECT, WORDS, ("lich.txt", WORDS.encode())), "unicode"),
        (letter(SUBJECT, WORDS, ("lich.txt", WORDS.encode("utf-16"))), "unicode"),
        (letter(unicodedata.normalize("NFD", SUBJECT), WORDS), "decomposed"),
        (letter(SUBJECT, WORDS, ("lich.txt", unicodedata.normalize("NFD", WORDS).encode())), "decomposed"),
        (letter(SUBJECT, TCVN3), "old"),
        (letter(SUBJECT, WORDS, ("lich.txt", TCVN3.encode("cp1252"))), "old"),
        (letter(SUBJECT, WORDS, ("khoa.zip", locked())), "not_read"),
        (letter(SUBJECT, TCVN3, ("khoa.zip", locked())), "old"),  # what was read is not conform, whatever the rest is
        (letter("", ""), "no_text"),
    ],
)
def test_a_letter_is_what_the_worst_of_its_parts_is(raw: bytes, said: str) -> None:
    assert charset(raw) == said


def test_what_cannot_be_taken_apart_is_never_called_unicode() -> None:
    broken = letter().replace(b"Content-Transfer-Encoding: ", b"Content-Transfer-Encoding: x-")

    assert charset(broken) is LetterCharset.NOT_READ


@pytest.mark.parametrize("written_in", ["utf-8-nfc", "utf-8-nfd", "tcvn3"])
@pytest.mark.parametrize("state", ["marked", "cleared"])
def test_of_a_marked_paper_no_charset_is_told(state: str, written_in: str) -> None:
    paper = replace(finding(SecrecyState(state)), charset=written_in)

    assert charset_of_letter([finding()], [paper], readable=True) is LetterCharset.NOT_READ


def test_every_old_charset_is_one() -> None:
    for one in LegacyCharset:
        assert charset_of_letter([replace(finding(), charset=one)], [], readable=True) is LetterCharset.OLD
