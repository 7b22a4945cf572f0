"""What the soak plans, how it calls memory flat, and what it calls a breach: without a server."""

from dataclasses import replace
from itertools import pairwise

import pytest

from benchmarks.soak_account import Seen, breaches, facts_of
from benchmarks.soak_letters import DAY_SECONDS, MARKED, Kind, Letter, planned
from benchmarks.soak_memory import Sample, growth

BOX, OTHER = "a@thainguyen.gov.vn", "b@thainguyen.gov.vn"
AGENCIES = {BOX: "H55.1", OTHER: "H55.2"}
LETTER = Letter(1, 0.0, Kind.CITIZEN, "dan-000001@nguoi-dan.example", BOX)
REPLY = Letter(2, 1.0, Kind.REPLY, BOX, LETTER.sender, LETTER)
PAPER = Letter(3, 2.0, Kind.PAPER, BOX, OTHER)
MARKED_LETTER = Letter(4, 3.0, Kind.MARKED_IN, "dan-000004@nguoi-dan.example", BOX)
ALL = (LETTER, REPLY, PAPER, MARKED_LETTER)
CODES = {1: 250, 2: 250, 3: 250, 4: 550}
WHOLE = Seen(
    facts={key: 1 for letter in (LETTER, REPLY, PAPER) for key in facts_of(letter, AGENCIES)},
    acknowledged={LETTER.message_id: ["sent"]},
    sent_out={LETTER.sender: 2},
    waiting=0,
    queued=0,
)


def test_a_day_has_all_its_letters_in_the_order_of_time_and_a_seed_repeats_it() -> None:
    letters = planned(3_000, list(AGENCIES), seed=7)

    assert [letter.number for letter in letters] == list(range(1, 3_001))
    assert all(0 <= one.at <= later.at <= DAY_SECONDS for one, later in pairwise(letters))
    assert letters == planned(3_000, list(AGENCIES), seed=7)
    assert {letter.kind for letter in letters} == set(Kind)


def test_nobody_answers_a_letter_twice_or_before_it_has_come() -> None:
    answers = [letter for letter in planned(3_000, list(AGENCIES), seed=7) if letter.about is not None]

    assert all(letter.about is not None and letter.about.at <= letter.at for letter in answers)
    assert len({(letter.kind is Kind.REPLY, letter.about.number) for letter in answers if letter.about}) == len(answers)


def test_a_day_in_which_everything_came_out_has_no_breach() -> None:
    assert breaches(ALL, CODES, AGENCIES, WHOLE) == []


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (
            replace(WHOLE, facts={**WHOLE.facts, facts_of(PAPER, AGENCIES)[0]: 0}),
            "letter 3 (paper from agency to agency (DOCX)): 0 facts ('H55.1', 'checked', 'milter') instead of one",
        ),
        (
            replace(WHOLE, facts={**WHOLE.facts, facts_of(LETTER, AGENCIES)[0]: 2}),
            "letter 1 (citizen's letter): 2 facts ('H55.1', 'checked', 'milter') instead of one",
        ),
        (
            replace(WHOLE, facts={**WHOLE.facts, (LETTER.message_id, "H55.2", "checked", "milter"): 1}),
            "1 facts ('000001.ngay@nguoi-dan.example', 'H55.2', 'checked', 'milter') that nothing explains",
        ),
        (
            replace(WHOLE, acknowledged={LETTER.message_id: ["sent", "sent"]}, sent_out={LETTER.sender: 1}),
            "letter 1 (citizen's letter): acknowledgements ['sent', 'sent'] instead of one",
        ),
        (
            replace(WHOLE, sent_out={LETTER.sender: 3}),
            "letter 1 (citizen's letter): 3 mails went to its sender instead of 2",
        ),
        (replace(WHOLE, waiting=1), "1 mails of ours are not settled"),
        (replace(WHOLE, queued=2), "2 letters are still queued"),
    ],
    ids=["fact lost", "fact doubled", "fact of nobody", "decided twice", "sent twice", "unsettled", "queued"],
)
def test_whatever_is_lost_or_doubled_is_a_breach(seen: Seen, found: str) -> None:
    assert breaches(ALL, CODES, AGENCIES, seen)[0] == found


def test_a_marked_letter_that_was_taken_and_a_clean_one_that_was_refused_are_breaches() -> None:
    found = breaches(ALL, {**CODES, 3: 550, 4: 250}, AGENCIES, WHOLE)

    assert "letter 3 (paper from agency to agency (DOCX)): clean, and the mail server said 550" in found
    assert "letter 4 (marked paper from outside): marked, and the mail server said 250" in found
    assert MARKED_LETTER.kind in MARKED


def test_a_letter_answered_before_it_was_acknowledged_needs_no_acknowledgement() -> None:
    seen = replace(WHOLE, acknowledged={LETTER.message_id: ["answered"]}, sent_out={LETTER.sender: 1})

    assert breaches(ALL, CODES, AGENCIES, seen) == []


def test_what_fills_up_in_the_first_half_of_a_run_is_no_growth() -> None:
    warm_up = [Sample(letters, min(50 + letters / 100, 100)) for letters in range(0, 20_000, 100)]

    found = growth(warm_up)

    assert found.highest == 100
    assert abs(found.per_ten_thousand) < 0.001


def test_what_still_rises_in_the_second_half_is_told_for_each_ten_thousand_letters() -> None:
    found = growth([Sample(letters, 50 + letters / 1_000) for letters in range(0, 20_000, 100)])

    assert round(found.per_ten_thousand, 6) == 10
    assert round(found.ends - found.begins, 1) == 9.9
