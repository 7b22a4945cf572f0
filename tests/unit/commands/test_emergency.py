"""`congvu emergency`: what it prints, what it refuses, what it keeps."""

import sqlite3
from pathlib import Path

import pytest

from backend.cli import main


@pytest.fixture
def database_file(province_file: Path, tmp_path: Path) -> Path:
    file = tmp_path / "congvu.db"
    file.write_bytes(province_file.read_bytes())
    return file


def congvu(file: Path, *words: str) -> int:
    return main(["emergency", *words, "--database", f"sqlite+aiosqlite:///{file}"])


MAKE = ("make", "truc-ban", "--agency", "H55", "--reason", "máy chủ đăng nhập dừng")


def test_an_account_is_made_listed_and_ended(database_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert congvu(database_file, *MAKE) == 0
    said = capsys.readouterr().out
    [password] = [line.split()[1] for line in said.splitlines() if line.startswith("password")]
    assert len(password.replace("-", "")) == 24
    with sqlite3.connect(database_file) as connection:
        [(stored,)] = connection.execute("select password_hash from emergency_account").fetchall()
    connection.close()
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")

    assert congvu(database_file, "list") == 0
    listed = capsys.readouterr().out
    assert "truc-ban  H55  can be used" in listed
    assert password not in listed

    assert congvu(database_file, *MAKE) == 2  # it can still be used
    assert congvu(database_file, "end", "truc-ban") == 0
    assert congvu(database_file, "end", "truc-ban") == 2
    assert congvu(database_file, *MAKE) == 0


@pytest.mark.parametrize(
    "words",
    [
        ("make", "a", "--agency", "H55", "--reason", "r"),
        ("make", "truc@ban", "--agency", "H55", "--reason", "r"),
        ("make", "truc-ban", "--agency", "H99", "--reason", "r"),
        ("make", "truc-ban", "--agency", "H55", "--reason", " "),
        ("make", "truc-ban", "--agency", "H55", "--reason", "r", "--hours", "73"),
    ],
)
def test_what_does_not_fit_is_refused(database_file: Path, words: tuple[str, ...]) -> None:
    assert congvu(database_file, *words) == 2
