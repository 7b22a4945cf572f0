"""What an account of the directive says of a clause: all, some, none, or that nobody knows."""

from datetime import date

import pytest

from backend.compliance.directive import (
    ORIGINS,
    ClauseState,
    Figure,
    Finding,
    Measured,
    Origin,
    clauses,
    findings,
    source,
)
from backend.compliance.directive_words import duty, origin_words, state_words, words
from backend.compliance.wording import texts

TODAY = date(2026, 1, 5)
CITED = ("regulation", "list_of_kinds")
COUNTED = set(ORIGINS) - {"private_boxes", *CITED}


def of(measured: Measured) -> dict[str, Finding]:
    return {one.clause.id: one for one in findings(measured, TODAY)}


@pytest.mark.parametrize(
    ("figure", "state"),
    [
        (Figure(4, 4), ClauseState.MET),
        (Figure(1, 4), ClauseState.PARTLY),
        (Figure(3, 4), ClauseState.PARTLY),
        (Figure(0, 4), ClauseState.NOT_YET),
        (Figure(0, 0), ClauseState.UNMEASURED),
        (None, ClauseState.NOT_SHOWN),
    ],
)
def test_all_is_met_none_is_not_yet_and_between_is_partly(figure: Figure | None, state: ClauseState) -> None:
    assert of(Measured({"in_time": figure}, 0, 0))["in_time"].state is state


def test_a_clause_that_asks_for_more_than_is_counted_is_never_simply_met() -> None:
    found = of(Measured(dict.fromkeys(COUNTED, Figure(4, 4)), 0, 0))

    assert {name for name, one in found.items() if one.state is ClauseState.MET} == {
        *("readiness", "assignments", "citizens", "in_time", "checks"),
    }
    assert found["guarded"].state is ClauseState.MET_AS_COUNTED


@pytest.mark.parametrize(
    ("part", "state"), [(2, ClauseState.MET_AS_COUNTED), (1, ClauseState.UNMEASURED), (0, ClauseState.UNMEASURED)]
)
def test_a_report_that_was_not_sent_by_the_software_may_have_been_sent_otherwise(part: int, state: ClauseState) -> None:
    found = of(Measured({"reports": Figure(part, 2)}, 0, 0))["reports"]

    assert (found.state, found.reason) == (state, "reports")


def test_what_nothing_is_stored_of_is_unmeasured_and_says_why() -> None:
    found = of(Measured({}, 0, 0))

    assert {one.state for one in found.values()} == {ClauseState.UNMEASURED}
    assert "chưa đếm bảng mã" in words(found["unicode"], "vi")


@pytest.mark.parametrize(
    ("letters", "known", "state", "said"),
    [
        (3, 2, ClauseState.PARTLY, "3 thư tới hộp thư cơ quan"),
        (0, 2, ClauseState.UNMEASURED, "chưa chứng minh được gì"),
        (0, 0, ClauseState.UNMEASURED, "Chưa có địa chỉ riêng nào"),
        (None, 2, ClauseState.UNMEASURED, "quá ít thư"),
    ],
)
def test_private_boxes_are_never_called_met(letters: int | None, known: int, state: ClauseState, said: str) -> None:
    found = of(Measured({}, letters, known))["private_boxes"]

    assert found.state is state
    assert said in words(found, "vi")


def test_a_decision_that_was_noted_is_cited_and_of_single_agencies_nothing_is_said() -> None:
    found = of(Measured({}, 0, 0, dict.fromkeys(CITED, "Quyết định số 12/2026/QĐ-UBND ngày 05/01/2026")))

    assert [found[one].state for one in CITED] == [ClauseState.MET_AS_COUNTED, ClauseState.MET]
    assert all(words(found[one], "vi").startswith("Quyết định số 12/2026/QĐ-UBND ngày 05/01/2026") for one in CITED)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_has_words(language: str) -> None:
    for figure in (Figure(1, 2), None):
        for one in of(Measured(dict.fromkeys(COUNTED, figure), 1, 1)).values():
            assert "{" not in words(one, language)
            assert duty(one, language)
            assert origin_words(one, language)
    for clause in ("reports", "mandatory", "citizens", "in_time", "unicode", "issued", "checks", "officials_boxes"):
        assert words(of(Measured({clause: Figure(0, 0)}, 0, 0))[clause], language)
    assert all(state_words(one, language) for one in ClauseState)
    assert all(source(language))


def test_both_languages_have_the_same_texts() -> None:
    assert texts("vi", "directive").keys() == texts("en", "directive").keys()
    used = {one.clause.id for one in findings(Measured({}, 0, 0), TODAY)}
    assert used >= ORIGINS.keys()
    assert {f"from_{one}" for one in Origin} <= texts("vi", "directive").keys()


def test_clauses_are_dated_and_each_is_named_once() -> None:
    ids = [one.id for one in clauses(TODAY)]

    assert len(ids) == len(set(ids)) == 17
    assert clauses(date(2009, 1, 1)) == []
