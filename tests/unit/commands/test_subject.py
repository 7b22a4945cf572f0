"""`congvu subject export`: what is held about one person, in words or as one document."""

import json

import pytest

from backend.cli import main
from tests.unit.small_province import CLERK_BOX, OFFICIAL_BOX


def test_it_is_told_in_words_or_given_as_one_document(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["subject", "export", OFFICIAL_BOX, "--database", url]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Dữ liệu giữ về {OFFICIAL_BOX}, lập lúc ")
    assert main(["subject", "export", OFFICIAL_BOX, "--language", "en", "--database", url]) == 0
    assert capsys.readouterr().out.startswith(f"Data held about {OFFICIAL_BOX}, made at ")

    assert main(["subject", "export", OFFICIAL_BOX, "--json", "--database", url]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["address"] == OFFICIAL_BOX
    [asked_before] = [one["rows"] for one in document["held"] if one["table"] == "audit_entry"]
    assert {row["deed"] for row in asked_before} == {"subject.exported"}


def test_of_a_shared_log_in_a_person_is_named(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["subject", "export", CLERK_BOX, "--database", url]) == 2
    assert "name one person of this log-in: THU (Trần Văn Thư), VAN (Nguyễn Thị Vân)" in capsys.readouterr().err
    assert main(["subject", "export", CLERK_BOX, "--person", "VAN", "--database", url]) == 0
    assert "nhiều người dùng chung" in capsys.readouterr().out
