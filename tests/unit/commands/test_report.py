"""`congvu report quarterly`: what it writes, what it refuses, and what it leaves alone."""

import io
import signal
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import pytest
from docx import Document

from backend.classification.keys import make_key
from backend.cli import main
from backend.commands import report
from backend.errors import UsageError
from tests.unit.small_province import SCIENCE
from tests.unit.web.conftest import bundle_text

TAKEN_AT = ["--taken-at", "2025-04-02T08:00"]


def quarterly(url: str, file: Path, *more: str) -> int:
    return main(["report", "quarterly", str(file), "--quarter", "2025Q1", "--database", url, *TAKEN_AT, *more])


def test_a_report_is_written_with_progress_beside_it(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bao-cao.docx"
    assert quarterly(url, file) == 0

    out, err = capsys.readouterr()
    assert out == f"{file}\n"
    assert err.splitlines() == [f"{number}/4 agencies" for number in range(5)]
    assert "BÁO CÁO" in [line.text for line in Document(str(file)).paragraphs]
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.suffix != ".db"] == ["bao-cao.docx"]


class CtrlC(io.StringIO):
    """Somebody who presses Ctrl-C when half of the agencies are done."""

    def write(self, text: str) -> int:
        if text.startswith("2/4"):
            signal.raise_signal(signal.SIGINT)
        return super().write(text)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """As in a terminal; whoever runs the tests in the background may have had them ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_whoever_stops_it_half_way_finds_no_half_file(url: str, tmp_path: Path) -> None:
    with redirect_stderr(CtrlC()) as said:
        assert quarterly(url, tmp_path / "bao-cao.docx") == 130

    assert said.getvalue().splitlines()[-1] == "congvu: interrupted, no file was touched"
    assert "4/4 agencies" not in said.getvalue()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_the_same_data_and_moment_give_the_same_bytes(url: str, tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"1.{ending}", tmp_path / f"2.{ending}"
    assert quarterly(url, first) == quarterly(url, second, "--format", ending) == 0

    assert first.read_bytes() == second.read_bytes()


def test_nothing_is_overwritten_unless_asked_for(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(b"signed")
    assert quarterly(url, file) == 2
    assert "stands there already; --force overwrites it" in capsys.readouterr().err
    assert file.read_bytes() == b"signed"

    assert quarterly(url, file, "--force", "--agency", SCIENCE) == 0
    assert file.read_bytes().startswith(b"PK")


def test_a_file_that_came_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(b"signed")
    with pytest.raises(UsageError, match="stands there already"):
        report._put(file, b"PK", force=False)

    assert file.read_bytes() == b"signed"
    assert [one.name for one in tmp_path.iterdir()] == ["bao-cao.docx"]


@pytest.mark.parametrize(
    ("name", "more", "reason"),
    [
        ("bao-cao.odt", [], "a name that ends in .docx or .pdf or .xlsx"),
        ("bao-cao.docx", ["--format", "xlsx"], "a name that ends in .xlsx"),
        ("none/bao-cao.docx", [], "no such folder"),
        ("bao-cao.docx", ["--quarter", "Q1"], "'Q1' is no quarter like 2026Q4"),
        ("bao-cao.docx", ["--quarter", "2025Q3"], "2025Q3: no day of it is over yet"),
        ("bao-cao.docx", ["--agency", "H99"], "no agency 'H99' existed in this quarter"),
        ("bao-cao.docx", ["--taken-at", "hôm qua"], "is no moment like 2027-01-05T08:30"),
        ("bao-cao.docx", ["--taken-at", "2090-01-01"], "is still to come"),
    ],
)
def test_what_cannot_be_reported_is_refused_and_writes_nothing(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, more: list[str], reason: str
) -> None:
    assert quarterly(url, tmp_path / name, *more) == 2

    assert reason in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".docx"] == []


def test_letters_to_agencies_that_fall_short_are_written_into_an_empty_folder(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    words = ["report", "letters", str(folder), "--quarter", "2025Q1", "--database", url, *TAKEN_AT]
    assert main(words) == 0

    assert capsys.readouterr().out.splitlines() == [str(folder / f"nhac-{code}.docx") for code in ("H55", "H55.40")]
    assert main(words) == 2
    assert "holds letters already" in capsys.readouterr().err


def test_inputs_are_shown_or_what_is_wrong_with_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "inputs", "--quarter", "2026Q1"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "price sheet: none",
        "target on_time: 80% (Mặc định của phần mềm, chưa có văn bản quy định)",
        "target checks: 80% (Mặc định của phần mềm, chưa có văn bản quy định)",
        "0 outages in 2026Q1",
    ]
    file = tmp_path / "inputs.toml"
    file.write_text("[[price]]\nwhat = 'sheet'\ndong = 350\nvalid_from = 2026-01-01\n", "utf-8")
    assert main(["report", "inputs", str(file), "--quarter", "2026Q1"]) == 2
    assert "price: source = None" in capsys.readouterr().err


def test_a_regulation_is_drafted_only_from_rules_a_trusted_key_signed(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "congvu.toml"
    key = make_key(tmp_path / "rules.jwk")
    settings.write_text(f'state_dir = "{tmp_path}"\ntrusted_keys = ["{key}"]\n', "utf-8")
    file = tmp_path / "quyet-dinh.docx"
    words = ["report", "regulation", str(file), "--settings", str(settings), "--database", url]
    assert main(words) == 2
    assert "no rules in force that a trusted key signed" in capsys.readouterr().err

    (tmp_path / "bundle.jws").write_text(bundle_text(tmp_path, "2026.1.1"), "ascii")
    assert main(words) == 0
    assert "QUY CHẾ" in [line.text for line in Document(str(file)).paragraphs]
    assert main([*words[:2], str(tmp_path / "danh-muc.pdf"), *words[3:], "--paper", "list"]) == 0
    assert (tmp_path / "danh-muc.pdf").read_bytes().startswith(b"%PDF")
