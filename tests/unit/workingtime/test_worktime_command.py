"""`congvu worktime`: contract 2."""

import json
from pathlib import Path

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


DIRECTORY = {
    "agencies.csv": "code,name,kind,parent\nH55,UBND tỉnh,province_committee,\nH55.05,Sở Mẫu,department,H55\n",
    "days.csv": "agency,day,kind,name,decision_number\nH55,2026-03-03,off,Lễ hội tỉnh,12/QĐ-UBND\n",
    "weeks.csv": "agency,valid_from,season,hours,source\n"
    "H55.05,2026-01-01,10-16..04-15,mon-fri 08:00-12:00,Quyết định 3/QĐ-SM\n",
}


def test_an_agencys_own_calendar_explains_itself(
    empty_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in DIRECTORY.items():
        (folder / name).write_text(text, "utf-8")
    monkeypatch.setenv("CONGVU_STATE_DIR", str(tmp_path))
    assert main(["directory", "import", str(folder), "--database", empty_url]) == 0
    assert "2 agencies, 1 weeks, 1 days; 4 new, different or gone" in capsys.readouterr().out

    period = ["2026-03-02T11:00", "2026-03-04T09:00"]
    assert main(["worktime", *period, "--agency", "H55.05", "--database", empty_url, "--json"]) == 0

    document = json.loads(capsys.readouterr().out)
    assert document["working_seconds"] == 7200
    assert [step["reason"] for step in document["steps"]] == [
        "Giờ làm việc theo mùa 16/10-15/04 (Quyết định 3/QĐ-SM)",
        "Ngoài giờ làm việc",
        "Ngày nghỉ: Lễ hội tỉnh, theo văn bản số 12/QĐ-UBND",
        "Ngoài giờ làm việc",
        "Giờ làm việc theo mùa 16/10-15/04 (Quyết định 3/QĐ-SM)",
    ]


def test_an_agency_the_directory_does_not_know_is_one_line_and_exit_status_2(
    empty_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", "--database", empty_url]) == 0

    assert main(["worktime", "2026-03-02", "2026-03-03", "--agency", "H55", "--database", empty_url]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["yesterday", "2026-03-02"], ["2026-03-01", "2026-03-02", "--agency", "H55"]])
def test_bad_usage_is_one_line_and_exit_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worktime", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1
