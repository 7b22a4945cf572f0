"""By which row a letter is due, and that the shipped rows are whole."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from backend.correspondence.deadlines import due_of, matters_on, read_terms
from backend.correspondence.terms import SenderClass
from backend.correspondence.wording import how_due
from backend.workingtime.data import calendar_with, default_calendar, rules_folder
from backend.workingtime.own_term import OwnTerm
from tests.unit.journal_lines import vietnam

COLUMNS = {"id", "matter", "sender_classes", "days", "unit", "start", "basis", "status", "valid_from"}


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


def test_a_row_that_this_version_cannot_count_by_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "terms.toml"
    file.write_text(
        'term = [{id = "x", matter = "m", sender_classes = ["citizen"], days = -3, unit = "calendar_day",'
        ' start = "in_mailbox", basis = "b", valid_from = 2026-01-01}]',
        "utf-8",
    )
    with pytest.raises(ValueError, match="x: a term has no negative days"):
        read_terms(file)


def test_information_is_asked_for_with_a_term_of_its_own() -> None:
    due = due_of(SenderClass.CITIZEN, vietnam("2026-03-02 08:00"), default_calendar(), "information.simple")

    assert (due.term.id, due.counted.due_at) == ("information.simple", vietnam("2026-03-05 17:00"))


def test_mail_alone_starts_no_statutory_term_only_the_valid_paper_does() -> None:
    mailed = vietnam("2026-03-02 08:00")
    by_mail = due_of(SenderClass.CITIZEN, mailed, default_calendar(), "denunciation.first")
    by_paper = due_of(SenderClass.CITIZEN, mailed, default_calendar(), "denunciation.first", date(2026, 3, 10))

    assert (by_mail.term.id, by_mail.counted.due_at) == ("ordinary", vietnam("2026-03-09 17:00"))
    assert (by_paper.term.id, by_paper.counted.due_at) == ("denunciation.first", vietnam("2026-03-19 17:00"))


@pytest.mark.parametrize(
    ("paper", "row", "due"),
    [
        (date(2026, 6, 30), "complaint.accept", "2026-07-10 17:00"),
        (date(2026, 7, 1), "complaint.accept.2026", "2026-07-10 17:00"),
    ],
)
def test_a_law_that_changed_counts_papers_by_their_own_day(paper: date, row: str, due: str) -> None:
    found = due_of(SenderClass.CITIZEN, vietnam("2026-06-29 08:00"), default_calendar(), "complaint.accept", paper)

    assert (found.term.id, found.counted.due_at) == (row, vietnam(due))


def test_a_clerk_chooses_among_the_matters_of_the_day() -> None:
    chosen = [
        term.id for term in matters_on(date(2026, 8, 1), default_calendar()) if term.key.startswith("complaint.accept")
    ]

    assert chosen == ["complaint.accept.2026"]
    assert not [term for term in matters_on(date(2026, 8, 1), default_calendar()) if term.key == "agency.receipt"]


def test_an_agency_that_decided_so_answers_ordinary_letters_in_its_own_days_from_that_day_on() -> None:
    own = calendar_with([], own_terms=[OwnTerm(date(2026, 3, 2), 2, "7/QĐ-SKHCN", date(2026, 3, 10))])
    dues = {
        day: due_of(SenderClass.CITIZEN, vietnam(f"{day} 08:00"), own)
        for day in ("2026-03-01", "2026-03-02", "2026-03-09", "2026-03-10")
    }

    assert {day: (due.term.days, due.term.decision_number, due.counted.due_at) for day, due in dues.items()} == {
        "2026-03-01": (5, "", vietnam("2026-03-06 17:00")),
        "2026-03-02": (2, "7/QĐ-SKHCN", vietnam("2026-03-04 17:00")),
        "2026-03-09": (2, "7/QĐ-SKHCN", vietnam("2026-03-11 17:00")),
        "2026-03-10": (5, "", vietnam("2026-03-17 17:00")),
    }


def test_no_decision_of_an_agency_moves_a_term_of_the_law() -> None:
    own = calendar_with([], own_terms=[OwnTerm(date(2026, 1, 1), 20, "7/QĐ-SKHCN")])
    asked = due_of(SenderClass.CITIZEN, vietnam("2026-03-02 08:00"), own, "information.simple")
    papers = due_of(
        SenderClass.CITIZEN, vietnam("2026-03-02 08:00"), own, "denunciation.first", valid_paper_on=date(2026, 3, 10)
    )

    assert (asked.term.days, asked.counted.due_at) == (3, vietnam("2026-03-05 17:00"))
    assert (papers.term.days, papers.counted.due_at) == (7, vietnam("2026-03-19 17:00"))
    assert {term.id: term.days for term in matters_on(date(2026, 3, 2), own)}["ordinary"] == 20


def test_how_it_was_counted_names_the_decision_in_both_languages() -> None:
    own = calendar_with([], own_terms=[OwnTerm(date(2026, 1, 1), 2, "Quyết định số 7/QĐ-SKHCN")])
    due = due_of(SenderClass.CITIZEN, vietnam("2026-03-02 08:00"), own)

    assert how_due(date(2026, 3, 2), due) == (
        "2 ngày làm việc, không tính ngày nhận (02/03/2026); bắt đầu tính từ 03/03/2026,"
        " đến hết giờ làm việc 04/03/2026."
        " Căn cứ: thời hạn cơ quan tự quy định theo Quyết định số 7/QĐ-SKHCN, không phải thời hạn luật định."
    )
    assert how_due(date(2026, 3, 2), due, "en").endswith(
        "Basis: the term the agency set itself by Quyết định số 7/QĐ-SKHCN, not a statutory term."
    )
