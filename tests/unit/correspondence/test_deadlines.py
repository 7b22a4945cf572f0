"""By which row a letter is due, and that the shipped rows are whole."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from backend.correspondence.deadlines import due_of, read_terms
from backend.correspondence.terms import SenderClass
from backend.workingtime.data import default_calendar, rules_folder
from tests.unit.journal_lines import vietnam

COLUMNS = {"id", "matter", "sender_classes", "days", "unit", "start", "basis", "status", "valid_from", "in_use"}


def test_a_citizens_letter_is_due_five_working_days_after_the_day_it_came() -> None:
    due = due_of(SenderClass.CITIZEN, vietnam("2026-03-02 08:00"), default_calendar())

    assert due.term.id == "ordinary"
    assert due.counted.due_at == vietnam("2026-03-09 17:00")


def test_an_agencys_letter_has_no_row_in_use() -> None:
    with pytest.raises(LookupError):
        due_of(SenderClass.AGENCY, vietnam("2026-03-02 08:00"), default_calendar())


def test_every_shipped_row_names_its_basis_status_and_dates() -> None:
    rows = tomllib.loads((rules_folder() / "deadlines" / "terms.toml").read_text("utf-8"))["term"]

    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row.keys() >= COLUMNS, row["id"]
        assert row["status"] in {"V", "V2", "K"}
        assert row["basis"]
        assert row["valid_from"] < row.get("valid_to", date.max)


def test_a_row_in_use_that_this_version_cannot_count_by_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "terms.toml"
    file.write_text(
        'term = [{id = "x", sender_classes = ["citizen"], days = 3, unit = "calendar_day", start = "in_mailbox",'
        ' basis = "b", valid_from = 2026-01-01, in_use = true}]',
        "utf-8",
    )
    with pytest.raises(ValueError, match="x: only working days"):
        read_terms(file)
