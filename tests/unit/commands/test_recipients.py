"""`congvu recipients`: whom a paper is for, as one JSON document."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from backend.cli import main
from deploy.demo import samples

PAPER = """UBND TỈNH THÁI NGUYÊN
Số: 12/UBND-VX
Kính gửi: Sở Tài chính; Sở Y tế.
Nơi nhận:
- Như trên;
- Các sở, ban, ngành;
- Sở Nội vụ (để b/c);
- Lưu: VT, VX.
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["recipients", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_recipients_come_as_contract_2_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "cong-van.txt"
    paper.write_text(PAPER, "utf-8")
    status, out, _ = run(capsys, str(paper), "--json")
    assert status == 0
    assert json.loads(out) == {
        "kinh_gui": ["Sở Tài chính", "Sở Y tế"],
        "noi_nhan": [
            {"text": "Như trên", "group": False, "matches": []},
            {"text": "Các sở, ban, ngành", "group": True, "matches": []},
            {"text": "Sở Nội vụ (để b/c)", "group": False, "matches": []},
            {"text": "Lưu: VT, VX", "group": False, "matches": []},
        ],
    }


def test_with_a_directory_each_entry_has_its_official_mailbox(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = tmp_path / "cong-van.txt"
    paper.write_text("Nơi nhận:\n- Sở TC (để b/c);\n- UBND xã Phú Lương;\n- Lưu: VT.\n", "utf-8")
    _, out, _ = run(capsys, str(paper), "--json", "--database", url)
    finance, commune, kept = json.loads(out)["noi_nhan"]
    assert finance == {
        "text": "Sở TC (để b/c)",
        "group": False,
        "matches": [
            {
                "agency": "Sở Tài chính",
                "code": "H55.07",
                "address": "sotaichinh@thainguyen.gov.vn",
                "score": 0.9,
                "reason": "acronym",
                "predecessor": None,
            }
        ],
        "state": "resolved",
        "questions": [],
        "nobody": [],
    }
    assert commune["nobody"] == [{"text": "UBND xã Phú Lương", "reason": "no_mailbox"}]
    assert (kept["state"], kept["nobody"]) == ("internal", [{"text": "Lưu: VT", "reason": "file"}])


def test_as_above_means_the_addressees(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "cong-van.txt"
    paper.write_text(PAPER, "utf-8")
    _, out, _ = run(capsys, str(paper), "--database", url)
    assert "    Sở Tài chính <sotaichinh@thainguyen.gov.vn>: như phần Kính gửi" in out.splitlines()


def test_in_an_archive_the_paper_with_recipients_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("phu-luc.txt", "Phụ lục")
        archive.writestr("cong-van.txt", PAPER)
    archive_file = tmp_path / "ho-so.zip"
    archive_file.write_bytes(stream.getvalue())
    _, out, _ = run(capsys, str(archive_file), "--json")
    assert len(json.loads(out)["noi_nhan"]) == 4


def test_a_person_reads_one_line_for_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "cong-van.txt"
    paper.write_text(PAPER, "utf-8")
    _, out, _ = run(capsys, str(paper))
    assert out.splitlines()[:3] == ["Kính gửi: Sở Tài chính", "Kính gửi: Sở Y tế", "Nơi nhận: Như trên (nội bộ)"]


def test_a_paper_that_cannot_be_read_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    locked = samples.locked_archive(tmp_path)
    status, out, err = run(capsys, str(locked), "--json")
    assert status == 0
    assert json.loads(out) == {"kinh_gui": [], "noi_nhan": []}
    assert "encrypted" in err


def test_a_path_that_cannot_be_opened_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, str(tmp_path / "missing.docx"), "--json")
    assert status == 2
    assert len(err.splitlines()) == 1
