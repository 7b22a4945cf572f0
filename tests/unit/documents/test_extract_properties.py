"""What holds for every file: extraction never raises, and never calls read what it did not read."""

import base64
import io
import random
import zlib

import docx
import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction
from tests.unit.documents.file_builder import zip_of
from tests.unit.documents.pdf_writer import pdf, text_at

MAGIC = [
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-1.7\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<html>",
    b"<?xml version='1.0'?>",
    b"From: a@b.example\nSubject: c\n",
    b"{\\rtf1",
]
TEXT_TYPES = {"text/plain", "text/html", "message/rfc822", "application/x-empty"}


def read(data: bytes) -> Extraction:
    return extract(data, "x", Limits())


def lines(found: Extraction) -> set[str]:
    return {line for part in found.parts for page in part.pages for line in page.lines}


@settings(deadline=None)
@given(magic=st.sampled_from(MAGIC), rest=st.binary(max_size=400))
@example(magic=b"PK\x05\x06", rest=bytes(18))
@example(magic=b"%PDF-1.7\n", rest=b"trailer<</Root 1 0 R>>%%EOF")
@example(magic=b"{\\rtf1", rest=b"}")
@example(magic=b"From: a@b.example\nSubject: c\n", rest=b" \x80")
def test_arbitrary_bytes_never_raise_and_are_read_only_as_text(magic: bytes, rest: bytes) -> None:
    data = magic + rest
    found = read(data)
    if not found.unreadable and found.media_type in TEXT_TYPES and data:
        data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
    elif not found.unreadable:
        # an archive without members, a paper without a word
        assert found.media_type in {"application/zip", "application/rtf"} or not data


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_bytes_in_an_archive_are_read_or_said_to_be_unread(content: bytes) -> None:
    found = read(zip_of({"a": content}))
    plain = read(content)
    assert [part.reason for part in found.unreadable] == [part.reason for part in plain.unreadable]
    assert lines(found) == lines(plain)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=200))
def test_every_letter_of_a_text_is_in_its_lines(text: str) -> None:
    found = read(text.encode())
    seen = "".join(lines(found))
    if not found.unreadable:
        assert {letter for letter in text if letter.isalpha()} <= set(seen)


def real_files() -> dict[str, bytes]:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    document.add_paragraph("Kính gửi: Sở Tài chính.")
    stream = io.BytesIO()
    document.save(stream)
    source = '#set text(font: "Liberation Serif")\nTỐI MẬT\n\nKính gửi: Sở Tài chính.'
    compiled = typst.compile(source.encode())
    assert isinstance(compiled, bytes)
    return {"docx": stream.getvalue(), "zip": zip_of({"a.docx": stream.getvalue(), "b.pdf": compiled}), "pdf": compiled}


FILES = real_files()


def mutated(data: bytes, seed: int) -> bytes:
    changing = random.Random(seed)
    changed = bytearray(data)
    for _ in range(changing.choice((1, 1, 1, 4))):
        at = changing.randrange(len(changed))
        what = changing.randrange(4)
        if what == 0:
            changed[at] ^= 1 << changing.randrange(8)
        elif what == 1:
            del changed[at : at + changing.randrange(1, 60)]
        elif what == 2:
            changed[at:at] = changing.randbytes(changing.randrange(1, 20))
        else:
            other = changing.randrange(len(changed))
            changed[at : at + 16] = changed[other : other + 16]
    return bytes(changed)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("kind", ["docx", "zip"])
def test_a_damaged_file_reads_the_same_or_is_unreadable(kind: str, seed: int) -> None:
    found = read(mutated(FILES[kind], seed))
    assert found.unreadable or lines(found) == lines(read(FILES[kind]))


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_pdf_never_raises(seed: int) -> None:
    found = read(mutated(FILES["pdf"], seed))
    assert found.unreadable or lines(found)


@pytest.mark.parametrize("seed", range(40))
def test_a_pdf_whose_compressed_streams_are_damaged_is_unreadable(seed: int) -> None:
    content = zlib.compress(text_at(72, 700, "MẬT").encode() * 20)
    head, _, rest = pdf("X" * len(content)).partition(b"X" * len(content))
    whole = head.replace(b" >>\nstream", b" /Filter /FlateDecode >>\nstream") + content + rest
    at = len(head) + len(b"/Filter /FlateDecode ") + random.Random(seed).randrange(len(content))
    damaged = whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :]
    assert "MẬT" in lines(read(whole))
    assert read(damaged).unreadable


def test_a_file_inside_a_letter_is_found() -> None:
    letter = (
        "From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    found = read(letter.encode() + base64.encodebytes(FILES["docx"]))
    assert found.media_type == "message/rfc822"
    assert "TỐI MẬT" in lines(found)
