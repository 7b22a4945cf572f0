"""Letters of mbox files and folders: where they begin, what is no letter."""

from pathlib import Path

import pytest

from backend.mail.mbox import headers, letters
from backend.mail.stored import holds_letters, stored_files, stored_headers, stored_letters

DATED = b"From an@x.example Mon Nov  2 01:15:05 2026"


@pytest.mark.parametrize(
    "line",
    [
        DATED,
        b"From an at x.example  Mon Nov  2 01:15:05 2026",
        b"From - Mon Nov 02 01:15:05 2026",
        b"From an@x.example Mon, 02 Nov 2026 01:15:05 +0700",
        b"From nobody",
    ],
)
def test_a_letter_begins_at_a_from_line_below_a_blank_line(line: bytes) -> None:
    data = line + b"\nSubject: 1\n\nmot\n\n" + line + b"\nSubject: 2\n\nhai\n"

    assert [letter.split(b"\n")[0] for letter in letters(data)] == [b"Subject: 1", b"Subject: 2"]


@pytest.mark.parametrize(
    "body",
    [
        b"\nFrom the office: an answer\nis on its way\n",
        b"text\nFrom: binh@x.example\n",
        b"\nFrom here: to there\n",
        b"\nFrom Monday\non we work\n",
        b"\n>From an@x.example Mon Nov  2 01:15:05 2026\nSubject: quoted\n",
        b"text\nFrom an@x.example Mon Nov  2 01:15:05 2026\nis what it said\n",
    ],
)
def test_a_sentence_that_begins_with_from_begins_no_letter(body: bytes) -> None:
    data = DATED + b"\nSubject: 1\n\n" + body

    assert list(letters(data)) == [b"Subject: 1\n\n" + body]


def test_a_letter_without_the_blank_line_before_it_is_known_by_date_and_header() -> None:
    data = DATED + b"\nSubject: 1\n\nmot\n" + DATED + b"\nSubject: 2\n\nhai\n"

    assert len(list(letters(data))) == 2


def test_windows_line_ends_and_headers_alone() -> None:
    data = (DATED + b"\nSubject: 1\nTo: b\n\nmot\n\n" + DATED + b"\n\nno header\n").replace(b"\n", b"\r\n")

    assert list(headers(data)) == [b"Subject: 1\r\nTo: b\r\n", b""]


def test_a_folder_is_walked_by_name_and_what_is_set_aside_is_left(tmp_path: Path) -> None:
    for name in ("cur/2", "new/1", "tmp/3", ".index/x", "cur/.hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(f"Message-ID: <{name}>\n\n".encode())

    assert [file.relative_to(tmp_path).as_posix() for file in stored_files(tmp_path)] == ["cur/2", "new/1"]


def test_a_file_is_one_letter_or_a_mailbox(tmp_path: Path) -> None:
    one, many, empty, mac = (tmp_path / name for name in ("1.eml", "2.mbox", "3", "4"))
    one.write_bytes(b"Subject: 1\n\nmot\n")
    many.write_bytes((DATED + b"\nSubject: 2\n\nhai\n\n") * 2)
    empty.write_bytes(b"")
    mac.write_bytes(((DATED + b"\nSubject: 3\n\nba\n\n") * 2).replace(b"\n", b"\r"))

    assert list(stored_letters(one)) == [b"Subject: 1\n\nmot\n"]
    assert list(stored_headers(one)) == [b"Subject: 1\n"]
    assert list(stored_headers(many)) == [b"Subject: 2\n", b"Subject: 2\n"]
    assert list(stored_letters(empty)) == []
    assert list(stored_headers(mac)) == [b"Subject: 3\n", b"Subject: 3\n"]


@pytest.mark.parametrize(
    ("content", "is_mail"), [(b"", True), (b"Subject: x", True), (DATED, True), (b"%PDF-1.7\n", False), (b"\0", False)]
)
def test_a_file_that_begins_with_neither_field_nor_from_line_is_no_mail(
    content: bytes, *, is_mail: bool, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)

    assert holds_letters(file) is is_mail
