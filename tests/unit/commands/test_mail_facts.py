"""`congvu receipts`, `threads` and `autoreply`: the documents of contract 2."""

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from backend.cli import main

RECEIPTS = Path(__file__).parents[2] / "data" / "mail" / "receipts"
MONTH = """\
From dan@x.example Mon Nov  2 01:00:00 2026
Message-ID: <q1@x.example>
From: Dan <Dan@x.example>
Date: Mon, 02 Nov 2026 08:00:00 +0700

Xin hoi

From vanthu@so.example.vn Tue Nov  3 02:00:00 2026
Message-ID: <a1@so.example.vn>
In-Reply-To: <q1@x.example>
From: Van thu <vanthu@so.example.vn>
Date: Tue, 03 Nov 2026 09:00:00 +0700

Tra loi

From ban@x.example Tue Nov  3 03:00:00 2026
Message-ID: <q2@x.example>
References: <lost@x.example>
From: ban@x.example
Date: Tue, 03 Nov 2026 10:00:00 +0700

Xin hoi
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(list(arguments))
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def month(tmp_path: Path) -> Path:
    file = tmp_path / "thang-11.mbox"
    file.write_text(MONTH, "utf-8")
    return file


def test_receipts_are_one_document_a_receipt_and_none_for_other_mail(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    box = tmp_path / "thu.mbox"
    envelope = b"From MAILER-DAEMON Mon Nov  2 01:15:05 2026\n"
    bounce, mdn = ((RECEIPTS / f"{name}.eml").read_bytes() for name in ("exchange", "thunderbird-mdn"))
    box.write_bytes(b"\n".join([envelope + bounce, envelope + b"Subject: Xin hoi\n\nXin hoi\n", envelope + mdn]))
    status, out, _ = run(capsys, "receipts", str(box), "--json")

    assert status == 0
    assert [json.loads(line) for line in out.splitlines()] == [
        {
            "file": str(box),
            "kind": "dsn",
            "original_message_id": "cv-13.20261102@sokhcn.example.vn",
            "recipients": [{"final": "bgd@sotaichinh.example.vn", "action": "failed", "status": "5.7.1"}],
        },
        {
            "file": str(box),
            "kind": "mdn",
            "original_message_id": "cv-31.20261102@sokhcn.example.vn",
            "final": "binh@nguoidan.example.org",
            "mode": "manual-action/MDN-sent-manually",
            "disposition": "displayed",
            "modifiers": [],
        },
    ]


def test_receipts_walks_folders_and_says_the_same_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "receipts", str(RECEIPTS))

    assert status == 0
    assert "dsn about a letter it does not name\n  an@notes.example.org failed\n" in out
    assert "\n  an@qmail.example.org failed 5.1.1\n" in out
    assert "\n  binh@nguoidan.example.org displayed manual-action/MDN-sent-manually\n" in out


def test_threads_gives_pairs_threads_and_every_question(capsys: pytest.CaptureFixture[str], month: Path) -> None:
    status, out, _ = run(capsys, "threads", str(month), "--json")

    assert status == 0
    assert json.loads(out) == {
        "pairs": [["a1@so.example.vn", "q1@x.example"]],
        "threads": [["q1@x.example", "a1@so.example.vn"], ["q2@x.example"]],
        "first": [
            {"question": "q1@x.example", "answer": "a1@so.example.vn", "seconds": 90_000, "working_seconds": 32_400},
            {"question": "q2@x.example", "answer": None, "seconds": None, "working_seconds": None},
        ],
    }


@pytest.mark.parametrize(("date", "seconds"), [("9999", 251_603_629_200), ("2046", 631_242_000), ("1970", None)])
def test_absurd_dates_take_no_time_and_have_no_working_time(
    capsys: pytest.CaptureFixture[str], month: Path, date: str, seconds: int | None
) -> None:
    month.write_text(MONTH.replace("Tue, 03 Nov 2026 09", f"03 Nov {date} 09"), "utf-8")
    _, out, _ = run(capsys, "threads", str(month), "--json")
    first = json.loads(out)["first"][0]

    assert (first["answer"], first["seconds"], first["working_seconds"]) == ("a1@so.example.vn", seconds, None)


def test_threads_with_an_inside_asks_only_those(capsys: pytest.CaptureFixture[str], month: Path) -> None:
    _, out, _ = run(capsys, "threads", str(month), "--inside", r"^BAN@x\.example$", "--json")

    assert [one["question"] for one in json.loads(out)["first"]] == ["q1@x.example"]
    assert json.loads(out)["first"][0]["answer"] is None


def test_threads_reads_a_folder_of_messages_and_speaks_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for number, letter in enumerate(MONTH.split("From ")[1:]):
        if "\n" in letter.strip():
            (tmp_path / f"{number}.eml").write_text(letter.partition("\n")[2], "utf-8")
    status, out, _ = run(capsys, "threads", str(tmp_path))

    assert status == 0
    assert "3 messages, 2 threads, 2 questions" in out


@pytest.mark.parametrize("command", ["receipts", "threads"])
def test_a_path_that_is_not_there_is_bad_usage(capsys: pytest.CaptureFixture[str], command: str) -> None:
    status, out, err = run(capsys, command, "/nowhere/at/all", "--json")

    assert (status, out, err) == (2, "", "congvu: /nowhere/at/all: No such file or directory\n")


def test_a_pattern_that_cannot_be_read_is_bad_usage_in_one_line(
    capsys: pytest.CaptureFixture[str], month: Path
) -> None:
    for pattern in ("(", "x" * 1001):
        status, out, err = run(capsys, "threads", str(month), "--inside", pattern)

        assert (status, out, err.count("\n")) == (2, "", 1)
        assert err.startswith("congvu: --inside: ")


def test_a_file_that_holds_no_mail_is_bad_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    status, _, err = run(capsys, "threads", str(tmp_path / "a.pdf"))

    assert status == 2
    assert err == f"congvu: {tmp_path / 'a.pdf'}: neither an mbox file nor a message\n"


@pytest.mark.parametrize(
    ("raw", "document"),
    [
        (
            b"From: dan@x.example\nSubject: Xin hoi\n\nXin hoi\n",
            {"counts_as_reply": True, "send_ack": True, "bounce": False, "reason": "person"},
        ),
        (
            (RECEIPTS / "domino.eml").read_bytes(),
            {"counts_as_reply": False, "send_ack": False, "bounce": True, "reason": "bounce-in-words"},
        ),
        (
            b"From: dan@x.example\rAuto-Submitted: auto-replied\r\rVang mat\r",
            {"counts_as_reply": False, "send_ack": False, "bounce": False, "reason": "auto-submitted"},
        ),
    ],
)
def test_autoreply_judges_the_message_on_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, raw: bytes, document: dict[str, object]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    status, out, _ = run(capsys, "autoreply")

    assert status == 0
    assert json.loads(out) == document


def test_autoreply_without_a_message_is_bad_usage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"\n")))

    assert run(capsys, "autoreply") == (2, "", "congvu: autoreply: no message on standard input\n")
