"""`congvu register`: a file is taken over or named line by line; what was not mailed is listed."""

import json
from pathlib import Path

import pytest

from backend.cli import main
from tests.unit.small_province import SCIENCE

HEADING = "Số,Ký hiệu,Ngày ban hành,Loại văn bản,Độ mật,Nơi nhận\n"


def register(folder: Path, *rows: str) -> str:
    file = folder / "so-van-ban-di.csv"
    file.write_text(HEADING + "".join(f"{row}\n" for row in rows), "utf-8")
    return str(file)


def test_a_register_is_taken_over_and_what_was_not_mailed_is_listed(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = register(
        tmp_path,
        "6,QĐ-SKHCN,2026-01-05,Quyết định,,Sở Tài chính",
        "7,QĐ-SKHCN,2026-01-05,Quyết định,Mật,Sở Tài chính",
        "8,QĐ-SKHCN,2026-01-05,Quyết định,,Lưu: VT",
    )
    assert main(["register", "import", file, "--agency", SCIENCE, "--database", url]) == 0
    assert capsys.readouterr().out == "2 rows, 2 of them new; 1 passed over\n"

    days = ["--since", "2026-01-05", "--until", "2026-01-11"]
    assert main(["register", "unmailed", "--agency", SCIENCE, "--database", url, "--json", *days]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "agency": SCIENCE,
        "since": "2026-01-05",
        "until": "2026-01-11",
        "papers": [{"symbol": "06/QĐ-SKHCN", "kind": "Quyết định", "issued_on": "2026-01-05", "reason": None}],
    }
    assert main(["register", "unmailed", "--agency", SCIENCE, "--database", url, *days]) == 0
    assert capsys.readouterr().out == (
        "2026-01-05  06/QĐ-SKHCN  Quyết định\n1 not mailed, 1 with those that have a reason\n"
    )


def test_a_broken_register_changes_nothing_and_says_no_word_of_its_rows(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = register(
        tmp_path,
        "6,QĐ-SKHCN,2026-01-05,,,Sở Tài chính",
        "khongso,QĐ-SKHCN,2026-01-05,,,Bà Trần Thị Mẫu",
        "9,QĐ-SKHCN,khongngay,,Tối mật,Ông Lê Văn Mẫu",
    )
    assert main(["register", "import", file, "--agency", SCIENCE, "--database", url]) == 2
    said = capsys.readouterr()
    assert "line 3: no number and symbol" in said.err
    assert not any(word in said.err + said.out for word in ("khongso", "Mẫu", "line 4", "khongngay"))

    days = ["--since", "2026-01-05", "--until", "2026-01-05"]
    main(["register", "unmailed", "--agency", SCIENCE, "--database", url, *days])
    assert capsys.readouterr().out == "0 not mailed, 0 with those that have a reason\n"


def test_an_agency_nobody_knows_is_named(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = register(tmp_path, "6,QĐ-SKHCN,2026-01-05,,,Sở Tài chính")

    assert main(["register", "import", file, "--agency", "H99", "--database", url]) == 2
    assert "agency_not_found" in capsys.readouterr().err
