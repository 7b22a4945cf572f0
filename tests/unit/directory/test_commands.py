"""`congvu directory` as somebody types it."""

import stat
from pathlib import Path

import pytest

from backend.cli import main
from tests.unit.directory.conftest import PROVINCE


@pytest.fixture
def imported(tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]) -> str:
    folder = tmp_path / "province"
    folder.mkdir()
    for name, text in PROVINCE.items():
        (folder / name).write_text(text, "utf-8")
    assert main(["directory", "import", str(folder), "--database", url]) == 0
    capsys.readouterr()
    return url


def test_the_signing_key_is_made_at_the_first_import_and_kept_private(tmp_path: Path, imported: str) -> None:
    key = tmp_path / "directory.key"
    first = key.read_bytes()

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert main(["directory", "import", str(tmp_path / "province"), "--database", imported]) == 0
    assert key.read_bytes() == first


def test_a_dry_run_tells_what_would_change_and_changes_nothing(
    tmp_path: Path, imported: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "m.csv"
    file.write_text("address,agency,kind,published\nsokhcn@thainguyen.gov.vn,H55.40,agency,no\n", "utf-8")

    assert main(["directory", "import", "--dry-run", str(file), "--database", imported]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("~ mailbox sokhcn@thainguyen.gov.vn: agency_code H55.05 -> H55.40, published_at 20")
    assert told[1] == "0 new, 1 different, 0 gone; nothing was changed"
    assert main(["directory", "import", "--dry-run", str(tmp_path / "province"), "--database", imported]) == 0
    assert capsys.readouterr().out == "0 new, 0 different, 0 gone; nothing was changed\n"


@pytest.mark.parametrize("form", ["csv", "json", "ldif"])
def test_a_full_export_is_private_and_imports_to_no_change(
    tmp_path: Path, imported: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"out.{form}"
    arguments = ["--format", form, "-o", str(out), "--full", "--database", imported]
    assert main(["directory", "export", *arguments]) == 0
    files = sorted(out.iterdir()) if form == "csv" else [out]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    capsys.readouterr()

    assert main(["directory", "import", str(out), "--database", imported]) == 0
    assert capsys.readouterr().out.endswith("; 0 new, different or gone\n")


def test_vcards_hold_published_boxes_only(tmp_path: Path, imported: str) -> None:
    out = tmp_path / "out.vcf"
    assert main(["directory", "export", "--format", "vcard", "-o", str(out), "--database", imported]) == 0

    cards = out.read_bytes().decode().split("END:VCARD\r\n")
    assert (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Sở Khoa học và Công nghệ\r\nORG:Sở Khoa học và Công nghệ\r\n"
        "EMAIL;TYPE=work:sokhcn@thainguyen.gov.vn\r\n"
    ) in cards
    assert not any("an.nguyen" in card or "giamdoc" in card for card in cards)
    assert all(len(line.encode()) <= 75 for card in cards for line in card.split("\r\n"))


def test_verify_ends_with_one_where_something_is_wrong(
    tmp_path: Path, imported: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["directory", "verify", "--database", imported]) == 0
    assert "all is as it was signed" in capsys.readouterr().out
    assert main(["rules", "keygen", str(tmp_path / "other")]) == 0
    stranger = str(tmp_path / "other.pub")

    assert main(["directory", "verify", "--trust", stranger, "--database", imported]) == 1
    assert "not by a trusted key" in capsys.readouterr().out


def test_the_official_address_is_printed_with_its_proof(imported: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["directory", "official-address", "H55.05", "--on", "2100-01-01", "--database", imported]) == 0
    assert "proof holds" in capsys.readouterr().out
    assert main(["directory", "official-address", "H55.05", "--on", "2020-01-01", "--database", imported]) == 1
    assert "none; the history begins" in capsys.readouterr().out
    assert main(["directory", "official-address", "H99", "--on", "2020-01-01", "--database", imported]) == 2


def test_joiners_movers_leavers_and_those_without_a_box_are_listed(
    tmp_path: Path, imported: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "o.csv"
    file.write_text(
        "name,post,agency,login,staff_number,valid_from,valid_to\n"
        "Trần Mới,Chuyên viên,H55.05,,N1,2026-02-01,\n"
        "Lê Đi,Chuyên viên,H55.05,,N2,2020-01-01,2026-03-01\n"
        "Lê Đi,Chuyên viên,H55.40,,N2,2026-03-01,\n"
        "Vũ Nghỉ,Chuyên viên,H55.05,,N3,2020-01-01,2026-04-01\n",
        "utf-8",
    )
    assert main(["directory", "import", str(file), "--database", imported]) == 0
    capsys.readouterr()

    span = ["--since", "2026-01-01", "--until", "2026-05-01"]
    assert main(["directory", "people", *span, "--database", imported]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "joined 2026-02-01: H55.05 Trần Mới",
        "moved 2026-03-01: H55.40 Lê Đi, from H55.05",
        "left 2026-04-01: H55.05 Vũ Nghỉ",
        "no box: H55.05 Trần Mới",
        "no box: H55.40 Hoàng Thị Bình",
        "no box: H55.40 Lê Đi",
    ]
