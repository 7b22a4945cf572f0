"""`congvu classify` as somebody types it."""

import json
import zipfile
from enum import StrEnum
from pathlib import Path

import pytest

from backend.classification.sentences import ACTIONS, OBLIGATIONS, REASONS, STATES
from backend.classification.verdict import Action, Obligation, SecrecyState
from backend.cli import main
from backend.documents.model import UnreadableReason

MARKED = "Số: 12/UBND-VP\nTUYỆT MẬT\n"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "inner").mkdir(parents=True)
    (folder / "clean.txt").write_text("Danh sách đơn vị", "utf-8")
    (folder / "inner" / "marked.txt").write_text(MARKED, "utf-8")
    return folder


def test_classify_walks_a_folder_and_ends_with_one_for_a_block(
    papers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["classify", str(papers), "--json"]) == 1

    verdicts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(Path(verdict["file"]).name, verdict["action"]) for verdict in verdicts] == [
        ("clean.txt", "allow"),
        ("marked.txt", "block"),
    ]


def test_classify_ends_with_zero_when_nothing_is_blocked(papers: Path) -> None:
    assert main(["classify", str(papers / "clean.txt")]) == 0


def test_classify_speaks_vietnamese_without_json(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (papers / "bi-hong.bin").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    main(["classify", str(papers)])

    assert capsys.readouterr().out.splitlines() == [
        f"{papers}/bi-hong.bin",
        "  KHÔNG được gửi qua thư điện tử",
        "  Chưa đọc được hết: có phần bị hỏng.",
        f"{papers}/clean.txt",
        "  Được gửi",
        f"{papers}/inner/marked.txt",
        "  KHÔNG được gửi qua thư điện tử",
        "  Tệp có dấu hiệu mang dấu chỉ độ mật; hệ thống không kết luận đây là bí mật nhà nước.",
        "  Công văn · 12/UBND-VP",
        "  Dấu chỉ độ mật trên văn bản: trang 1, dòng 2 (Chỉ thị, khoản 1 điểm e và điểm j; Luật 117/2025/QH15 Điều 5)",
        "3 tệp: 1 được gửi; 2 không được gửi qua thư điện tử",
    ]


def test_classify_opens_archives_and_names_the_member(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(papers / "goi.zip", "w") as archive:
        archive.writestr("trong/a.txt", MARKED)

    assert main(["classify", str(papers / "goi.zip")]) == 1
    assert "Dấu chỉ độ mật trên văn bản – trong/a.txt: trang 1, dòng 2" in capsys.readouterr().out


def test_classify_judges_nothing_when_one_path_is_not_there(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(papers), str(papers / "gone.docx")]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["--json"], ["x.txt", "--unknown"]])
def test_bad_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["classify", *arguments])

    assert ended.value.code == 2


def test_classify_names_a_path_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(tmp_path / "gone.docx")]) == 2
    assert "gone.docx" in capsys.readouterr().err


def test_an_unreadable_file_is_a_verdict_and_depends_on_the_recipients(
    tmp_path: Path, signed: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    bundle, public = signed
    (tmp_path / "x.bin").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    common = ["classify", str(tmp_path / "x.bin"), "--bundle", str(bundle), "--trust", str(public), "--json", "--to"]

    assert main([*common, "so@thainguyen.gov.vn"]) == 0
    assert main([*common, "so@thainguyen.gov.vn", "ai@ngoai.example"]) == 1
    inside, outside = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (inside["action"], inside["unreadable_reason"]) == ("confirm", "corrupt")
    assert outside["action"] == "block"


def test_labels_give_a_confusion_table(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (papers / "no-label.txt").write_text("Danh sách", "utf-8")
    labels = tmp_path / "labels.tsv"
    labels.write_text("clean.txt\tallow\ninner/marked.txt\tallow\ngone.txt\tblock\n", "utf-8")

    main(["classify", str(papers), "--labels", str(labels), "--json"])

    table = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert table["confusion"]["allow"] == {"allow": 1, "confirm": 0, "block": 1}
    assert (table["field"], table["unlabelled"], table["missing"]) == ("action", 1, 1)


def test_labels_may_be_states_obligations_or_kinds(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (papers / "clean.txt").write_text("LỊCH CÔNG TÁC TUẦN 02\nTừ ngày 05/01/2026", "utf-8")
    labels = tmp_path / "labels.tsv"
    tables = []
    for of_clean, of_marked in (("none", "marked"), ("mandatory", "none"), ("LCT", "CV")):
        labels.write_text(f"clean.txt\t{of_clean}\nmarked.txt\t{of_marked}\n", "utf-8")
        main(["classify", str(papers), "--labels", str(labels), "--json"])
        tables.append(json.loads(capsys.readouterr().out.splitlines()[-1]))

    assert [table["field"] for table in tables] == ["secrecy.state", "obligation", "document.kind"]
    assert tables[0]["confusion"]["marked"]["marked"] == 1
    assert tables[1]["confusion"]["mandatory"]["mandatory"] == 1
    assert tables[2]["confusion"] == {"CV": {"CV": 1, "LCT": 0}, "LCT": {"CV": 0, "LCT": 1}}


def test_the_table_is_readable_without_json(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = tmp_path / "labels.tsv"
    labels.write_text("marked.txt\tblock\n", "utf-8")

    main(["classify", str(papers), "--labels", str(labels)])

    table = capsys.readouterr().out.splitlines()[-5:]
    assert table[0].split() == ["Nhãn", "(action)", "allow", "confirm", "block"]
    assert table[3].split() == ["block", "0", "0", "1"]
    assert table[4] == "Không có nhãn: 1 tệp; có nhãn nhưng không thấy tệp: 0"


def test_a_label_file_without_labels_is_refused(papers: Path, tmp_path: Path) -> None:
    (tmp_path / "labels.tsv").write_text("\n", "utf-8")

    assert main(["classify", str(papers), "--labels", str(tmp_path / "labels.tsv")]) == 2


def test_a_bundle_of_a_stranger_is_no_usage(papers: Path, signed: tuple[Path, Path], tmp_path: Path) -> None:
    main(["rules", "keygen", str(tmp_path / "other.key")])
    stranger = str(tmp_path / "other.key.pub")

    assert main(["classify", str(papers / "clean.txt"), "--bundle", str(signed[0]), "--trust", stranger]) == 2


def test_a_label_that_is_no_action_is_refused_with_its_line(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "labels.tsv"
    labels.write_text("a\tallow\nb\tmaybe\n", "utf-8")

    assert main(["classify", str(papers), "--labels", str(labels)]) == 2
    assert "labels.tsv:2" in capsys.readouterr().err


def test_a_bundle_needs_a_key_that_is_trusted(papers: Path, signed: tuple[Path, Path]) -> None:
    assert main(["classify", str(papers / "clean.txt"), "--bundle", str(signed[0])]) == 2


def test_the_keys_of_the_settings_are_trusted(
    papers: Path, signed: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONGVU_TRUSTED_KEYS", json.dumps([str(signed[1])]))

    assert main(["classify", str(papers / "clean.txt"), "--bundle", str(signed[0]), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["bundle"] == "2026.11.3"


@pytest.mark.parametrize("words", [(ACTIONS, Action), (REASONS, UnreadableReason)])
def test_every_outcome_has_its_words(words: tuple[dict[str, str], type[StrEnum]]) -> None:
    assert set(words[0]) == set(words[1])


def test_what_needs_no_words_has_none() -> None:
    assert set(STATES) == set(SecrecyState) - {SecrecyState.NONE}
    assert set(OBLIGATIONS) == set(Obligation) - {Obligation.NONE}
