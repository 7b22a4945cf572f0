"""`congvu addresses`: agencies with no confirmed address, and mailboxes to look after."""

import json

import pytest

from backend.cli import main


def test_agencies_without_a_confirmed_address_are_named(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addresses", "--database", url]) == 0
    said = capsys.readouterr().out
    assert "0 to look after; 4 of 4 agencies with no confirmed address:" in said
    assert "  H55.05 Sở Khoa học và Công nghệ (1 published)" in said

    assert main(["addresses", "--database", url, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "tasks": [],
        "without_confirmed_address": [
            {"agency": "H55", "published": 0},
            {"agency": "H55.05", "published": 1},
            {"agency": "H55.07", "published": 1},
            {"agency": "H55.40", "published": 0},
        ],
    }
