"""`congvu worktime`: contract 2."""

import json

import pytest

from backend.cli import main


def test_it_prints_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worktime", "2026-03-02T11:00:00+07:00", "2026-03-02T06:30:00+00:00", "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "working_seconds": 3600,
        "elapsed_seconds": 9000,
        "steps": [
            {
                "from": "2026-03-02T11:00:00+07:00",
                "to": "2026-03-02T11:30:00+07:00",
                "counted": True,
                "reason": "Giờ làm việc",
            },
            {
                "from": "2026-03-02T11:30:00+07:00",
                "to": "2026-03-02T13:00:00+07:00",
                "counted": False,
                "reason": "Nghỉ trưa",
            },
            {
                "from": "2026-03-02T13:00:00+07:00",
                "to": "2026-03-02T13:30:00+07:00",
                "counted": True,
                "reason": "Giờ làm việc",
            },
        ],
    }


def test_a_moment_without_zone_is_vietnams(capsys: pytest.CaptureFixture[str]) -> None:
    main(["worktime", "2026-03-02T08:00", "2026-03-02T01:30Z", "--json"])

    assert json.loads(capsys.readouterr().out)["working_seconds"] == 1800


@pytest.mark.parametrize("arguments", [["yesterday", "2026-03-02"], ["2026-03-01", "2026-03-02", "--agency", "H55"]])
def test_bad_usage_is_one_line_and_exit_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worktime", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1
