"""`congvu text`: charsets recognised as contract 2 names them, texts converted to composed UTF-8."""

import json
import unicodedata
from pathlib import Path

import pytest

from backend.cli import main
from backend.text.legacy_tables import LegacyCharset
from tests.unit.text.old_writing import bytes_in, written_in

PAPER = "Căn cứ Luật Tổ chức chính quyền địa phương,\r\nỦy ban nhân dân tỉnh yêu cầu báo cáo kết quả.\n\nHà Nội\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cong-van.txt"


def detected(file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, float]:
    assert main(["text", "detect", str(file), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    return said["charset"], said["confidence"]


@pytest.mark.parametrize("charset", [one for one in LegacyCharset if one is not LegacyCharset.VIQR])
def test_a_text_of_an_old_charset_is_recognised_and_converted(
    charset: LegacyCharset, file: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    paper = PAPER.replace("Ủ", "ủ") if charset is LegacyCharset.TCVN3 else PAPER
    file.write_bytes(bytes_in(charset, paper))

    assert main(["text", "detect", str(file), "--json"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["charset"] == charset
    for arguments in ([], ["--from", charset.value]):
        assert main(["text", "convert", *arguments, str(file)]) == 0
        assert capsysbinary.readouterr().out.decode() == paper


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (PAPER.encode(), "utf-8-nfc"),
        (b"\xef\xbb\xbf" + PAPER.encode(), "utf-8-nfc"),
        (unicodedata.normalize("NFD", PAPER).encode(), "utf-8-nfd"),
        (PAPER.encode("utf-16"), "utf-16"),
        (PAPER.encode("utf-16-be"), "utf-16"),
    ],
)
def test_unicode_is_recognised_and_comes_out_composed(
    data: bytes, charset: str, file: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file.write_bytes(data)

    assert main(["text", "detect", str(file), "--json"]) == 0
    assert json.loads(capsysbinary.readouterr().out) == {"charset": charset, "confidence": 1.0}
    assert main(["text", "convert", str(file)]) == 0
    assert capsysbinary.readouterr().out.decode() == PAPER


def test_viqr_is_recognised_and_converted(file: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file.write_text(written_in(LegacyCharset.VIQR, PAPER), "ascii", newline="")

    assert main(["text", "convert", str(file)]) == 0
    assert capsysbinary.readouterr().out.decode() == PAPER


def test_tcvn3_once_saved_as_unicode_is_recognised(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(written_in(LegacyCharset.TCVN3, PAPER.lower()), "utf-8")
    assert detected(file, capsys) == ("tcvn3", 1.0)


def test_capitals_are_not_guessed_in_a_conversion(file: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file.write_bytes(b"t\xe8i m\xcbt\n")
    assert main(["text", "convert", "--from", "tcvn3", str(file)]) == 0
    assert capsysbinary.readouterr().out.decode() == "tối mật\n"


@pytest.mark.parametrize("data", [b"\x80\x00\x01\xff", b"M\xcbt", "Größe".encode("latin-1")])
def test_what_nobody_can_tell_is_other_and_is_not_converted(
    data: bytes, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(data)
    assert detected(file, capsys) == ("other", 0.0)
    assert main(["text", "convert", str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"congvu: {file}: chưa nhận ra bảng mã, hãy chọn bằng --from\n"


def test_bytes_that_are_not_of_the_charset_named_are_refused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"M\xcbT")
    assert main(["text", "convert", "--from", "utf-8", str(file)]) == 2
    assert capsys.readouterr().err == f"congvu: {file}: không phải văn bản utf-8\n"


def test_a_file_that_is_not_there_is_bad_usage(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text", "detect", str(file)]) == 2
    assert str(file) in capsys.readouterr().err
