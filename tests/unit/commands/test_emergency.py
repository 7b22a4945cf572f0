"""`congvu emergency`: what it prints, what it refuses, what it keeps."""

import asyncio

import pytest

from backend.cli import main
from tests.unit.fresh_databases import stored_in


def congvu(url: str, *words: str) -> int:
    return main(["emergency", *words, "--database", url])


MAKE = ("make", "truc-ban", "--agency", "H55", "--reason", "máy chủ đăng nhập dừng")


def test_an_account_is_made_listed_and_ended(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert congvu(url, *MAKE) == 0
    said = capsys.readouterr().out
    [password] = [line.split()[1] for line in said.splitlines() if line.startswith("password")]
    assert len(password.replace("-", "")) == 24
    [(stored,)] = asyncio.run(stored_in(url, "select password_hash from emergency_account"))
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")

    assert congvu(url, "list") == 0
    listed = capsys.readouterr().out
    assert "truc-ban  H55  can be used" in listed
    assert password not in listed

    assert congvu(url, *MAKE) == 2  # it can still be used
    assert congvu(url, "end", "truc-ban") == 0
    assert congvu(url, "end", "truc-ban") == 2
    assert congvu(url, *MAKE) == 0


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
def test_what_does_not_fit_is_refused(url: str, words: tuple[str, ...]) -> None:
    assert congvu(url, *words) == 2
