"""`congvu classify` and `congvu rules` as somebody types them."""

import json
from pathlib import Path

import pytest

from backend.cli import main

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
    main(["classify", str(papers / "inner")])

    out = capsys.readouterr().out
    assert "KHÔNG được gửi qua thư điện tử" in out
    assert "secrecy.marking (trang 1, dòng 2)" in out


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
    assert (inside["action"], inside["unreadable_reason"]) == ("confirm", "unsupported")
    assert outside["action"] == "block"


def test_labels_give_a_confusion_table(papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = tmp_path / "labels.tsv"
    labels.write_text("clean.txt\tallow\nmarked.txt\tallow\n", "utf-8")

    main(["classify", str(papers), "--labels", str(labels), "--json"])

    table = json.loads(capsys.readouterr().out.splitlines()[-1])["confusion"]
    assert table["allow"] == {"allow": 1, "confirm": 0, "block": 1}


def test_a_label_that_is_no_action_is_refused_with_its_line(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "labels.tsv"
    labels.write_text("a\tallow\nb\tmaybe\n", "utf-8")

    assert main(["classify", str(papers), "--labels", str(labels)]) == 2
    assert "labels.tsv:2" in capsys.readouterr().err


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, Path]:
    """A bundle and the public key it can be checked with."""
    key, bundle = tmp_path / "province.key", tmp_path / "bundle.jws"
    assert main(["rules", "keygen", str(key)]) == 0
    assert main(["rules", "build", "--key", str(key), "-o", str(bundle), "--version", "2026.11.3"]) == 0
    return bundle, tmp_path / "province.key.pub"


def test_a_built_bundle_is_verified_with_the_public_key(
    signed: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    bundle, public = signed

    assert main(["rules", "verify", str(bundle), "--trust", str(public)]) == 0
    assert "2026.11.3" in capsys.readouterr().out


def test_a_bundle_of_another_key_is_refused_with_one(signed: tuple[Path, Path], tmp_path: Path) -> None:
    bundle, _ = signed
    main(["rules", "keygen", str(tmp_path / "other.key")])

    assert main(["rules", "verify", str(bundle), "--trust", str(tmp_path / "other.key.pub")]) == 1


def test_the_fingerprint_key_stays_from_bundle_to_bundle(signed: tuple[Path, Path], tmp_path: Path) -> None:
    kept = (tmp_path / "province.key.fingerprint").read_bytes()
    again = [
        "rules",
        "build",
        "--key",
        str(tmp_path / "province.key"),
        "-o",
        str(tmp_path / "b2"),
        "--version",
        "2027.1",
    ]

    assert main(again) == 0
    assert (tmp_path / "province.key.fingerprint").read_bytes() == kept


def test_a_key_is_never_overwritten(signed: tuple[Path, Path], tmp_path: Path) -> None:
    assert main(["rules", "keygen", str(tmp_path / "province.key")]) == 2


def test_a_bundle_cannot_be_signed_with_the_public_key(signed: tuple[Path, Path], tmp_path: Path) -> None:
    assert main(["rules", "build", "--key", str(signed[1]), "-o", str(tmp_path / "b2")]) == 2


def test_the_vectors_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test"]) == 0
    assert " 0 failed" in capsys.readouterr().out
