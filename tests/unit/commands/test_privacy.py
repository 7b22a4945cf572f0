"""`congvu privacy`: papers from the register, the same bytes for the same data."""

import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from docx import Document

from backend.cli import main
from backend.compliance.purposes import purposes
from backend.web.locale import texts


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_impact_file_tells_every_purpose_with_its_tables(tmp_path: Path, language: str) -> None:
    file = tmp_path / "ho-so.md"
    assert main(["privacy", "impact-assessment", "--language", language, str(file)]) == 0
    paper = file.read_text("utf-8")

    for purpose in purposes():
        for part in ("data", "whose", "why", "kept"):
            assert texts(language)[f"purpose.{purpose.id}_{part}"] in paper, (purpose.id, part)
        assert ", ".join(purpose.tables) in paper
    assert "27/11/2026" in paper  # from when the register holds
    assert {"vi": "Bản nháp do phần mềm lập", "en": "A draft that the program made"}[language] in paper
    assert "{" not in paper


def test_the_terms_say_how_sure_their_source_is(tmp_path: Path) -> None:
    file = tmp_path / "ho-so.md"
    main(["privacy", "impact-assessment", str(file)])
    paper = file.read_text("utf-8")

    assert "| 90 | Mặc định của phần mềm: giới hạn thời gian lưu (Luật 91/2025/QH15) | theo nguồn thứ cấp" in paper
    assert "| 2557 | Mặc định của phần mềm: bằng chứng đã gửi, đã trả lời thư" in paper
    assert "mặc định của phần mềm, chưa kiểm chứng |" in paper


@pytest.mark.parametrize(
    ("noticed", "due"),
    [
        ("2026-11-27T08:30", "08:30, 30/11/2026"),
        ("2026-11-27T01:30+00:00", "08:30, 30/11/2026"),  # the same moment
        ("2026-12-30T23:45", "23:45, 02/01/2027"),
    ],
)
def test_the_checklist_counts_72_hours_in_vietnams_time(tmp_path: Path, noticed: str, due: str) -> None:
    file = tmp_path / "lo.md"
    assert main(["privacy", "breach-checklist", "--noticed", noticed, str(file)]) == 0
    paper = file.read_text("utf-8")

    assert f"muộn nhất {due}." in paper
    assert "- [ ] Thủ trưởng, người phụ trách bảo vệ dữ liệu cá nhân: ngay." in paper
    assert "| fact, fact_party," in paper


@pytest.mark.parametrize("paper", [["impact-assessment"], ["breach-checklist", "--noticed", "2026-11-27T08:30"]])
def test_the_same_data_give_the_same_bytes_and_a_program_opens_them(tmp_path: Path, paper: list[str]) -> None:
    first, second = tmp_path / "1.docx", tmp_path / "2.docx"
    for file in (first, second):
        assert main(["privacy", *paper, str(file)]) == 0
    assert first.read_bytes() == second.read_bytes()

    opened = Document(str(first))
    assert len(opened.tables[0].rows) >= 1
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    assert texts("vi")["purpose.senders_data"] in cells
    assert zipfile.ZipFile(first).testzip() is None


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["impact-assessment", "ho-so.pdf"], "a name that ends in .docx or .md"),
        (["breach-checklist", "--noticed", "hôm qua", "x.md"], "is no moment like 2026-11-27T08:30"),
    ],
)
def test_what_cannot_be_written_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    assert main(["privacy", *arguments]) == 2
    assert reason in capsys.readouterr().err


def test_both_languages_say_the_same_things() -> None:
    said = [
        tomllib.loads(files("backend.compliance").joinpath(f"locales/{one}.toml").read_text("utf-8"))
        for one in ("vi", "en")
    ]

    def shape(table: dict[str, dict[str, object]]) -> set[tuple[str, str, int]]:
        return {
            (section, key, len(value) if isinstance(value, list) else 0)
            for section, keys in table.items()
            for key, value in keys.items()
        }

    assert shape(said[0]) == shape(said[1])
