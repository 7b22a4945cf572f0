"""The five checks of a day, each with how we know: kept, missed, running, ahead, no duty, or not to be known."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.compliance.check_words import words
from backend.compliance.mailbox_checks import (
    Arrival,
    BoxTraces,
    CheckState,
    Declared,
    Evidence,
    Proof,
    Seen,
    WindowCheck,
    checks_of,
)
from backend.workingtime.calendar import DayKind, SpecialDay
from backend.workingtime.data import calendar_with, default_calendar
from backend.workingtime.hours import at
from backend.workingtime.windows import shipped_windows
from tests.unit.journal_lines import vietnam

MONDAY = date(2026, 1, 5)
SUNDAY = date(2026, 1, 4)
EVENING = vietnam("2026-01-05 20:00")
NAMES = ("morning_start", "morning_middle", "afternoon_start", "afternoon_middle", "afternoon_end")


def moment(text: str) -> datetime:
    return vietnam(f"2026-01-05 {text}")


def checks(traces: BoxTraces, now: datetime = EVENING, day: date = MONDAY) -> dict[str, WindowCheck]:
    return {check.name: check for check in checks_of(day, shipped_windows(), default_calendar(), traces, now)}


def first(traces: BoxTraces, now: datetime = EVENING) -> WindowCheck:
    """07:30 to 08:15."""
    return checks(traces, now)["morning_start"]


LETTER = Arrival(moment("07:10"), None)


def test_a_day_has_five_windows_in_order() -> None:
    assert tuple(checks(BoxTraces())) == NAMES


def test_with_no_letter_waiting_every_window_is_kept_and_says_so() -> None:
    for check in checks(BoxTraces(openings_told=True)).values():
        assert check.state is CheckState.KEPT
        assert check.proofs == (Proof(Evidence.NOTHING_WAITED, check.end),)
        assert not check.self_declared


def test_a_letter_unopened_at_the_end_misses_the_window() -> None:
    found = checks(BoxTraces(arrivals=[LETTER], openings_told=True))

    assert {check.state for check in found.values()} == {CheckState.MISSED}
    assert found["morning_start"].proofs == (Proof(Evidence.WAITED, moment("07:10"), 1),)


@pytest.mark.parametrize(
    ("dealt_with", "state"),
    [
        ("08:14", CheckState.KEPT),  # opened elsewhere counts too: nothing waits
        ("08:15", CheckState.MISSED),
        ("08:20", CheckState.MISSED),
    ],
)
def test_a_letter_waits_until_it_is_dealt_with(dealt_with: str, state: CheckState) -> None:
    arrivals = [Arrival(moment("07:10"), moment(dealt_with))]

    assert first(BoxTraces(arrivals=arrivals, openings_told=True)).state is state


def test_a_letter_that_came_at_the_end_did_not_wait() -> None:
    assert first(BoxTraces(arrivals=[Arrival(moment("08:15"), None)], openings_told=True)).state is CheckState.KEPT


def test_a_letter_nobody_opened_in_two_weeks_is_told_of_elsewhere() -> None:
    old = [Arrival(moment("08:15") - timedelta(days=14, seconds=1), None)]
    young = [Arrival(moment("08:15") - timedelta(days=14), None)]

    assert first(BoxTraces(arrivals=old, openings_told=True)).state is CheckState.KEPT
    assert first(BoxTraces(arrivals=young, openings_told=True)).state is CheckState.MISSED


@pytest.mark.parametrize("kind", [Evidence.OPENED, Evidence.RECEIPT_SENT, Evidence.SENT, Evidence.NOTED])
@pytest.mark.parametrize(
    ("when", "state"),
    [
        ("07:29", CheckState.MISSED),
        ("07:30", CheckState.KEPT),
        ("08:14", CheckState.KEPT),
        ("08:15", CheckState.MISSED),
    ],
)
def test_a_deed_inside_the_window_keeps_it(kind: Evidence, when: str, state: CheckState) -> None:
    check = first(BoxTraces(seen=[Seen(kind, moment(when))], arrivals=[LETTER], openings_told=True))

    assert check.state is state
    assert (Proof(kind, moment(when), 1) in check.proofs) is (state is CheckState.KEPT)


def test_deeds_are_told_by_kind_with_the_first_and_how_many() -> None:
    seen = [Seen(Evidence.SENT, moment("08:00")), *(Seen(Evidence.OPENED, moment(f"07:{m}")) for m in (50, 40, 45))]

    assert first(BoxTraces(seen=seen)).proofs == (
        Proof(Evidence.OPENED, moment("07:40"), 3),
        Proof(Evidence.SENT, moment("08:00"), 1),
    )


def test_a_declared_check_keeps_the_window_and_is_shown_as_ones_own_word() -> None:
    declared = BoxTraces(declared=[Declared("VAN", moment("07:45"))], arrivals=[LETTER], openings_told=True)
    check = first(declared)

    assert check.state is CheckState.KEPT
    assert check.self_declared
    assert check.proofs == (Proof(Evidence.DECLARED, moment("07:45"), 1, "VAN"),)
    assert checks(declared)["morning_middle"].state is CheckState.MISSED


def test_a_deed_beside_the_word_is_more_than_ones_own_word() -> None:
    seen = [Seen(Evidence.OPENED, moment("07:50"))]
    check = first(BoxTraces(seen=seen, declared=[Declared("VAN", moment("07:45"))]))

    assert not check.self_declared
    assert [proof.kind for proof in check.proofs] == [Evidence.OPENED, Evidence.DECLARED]


def test_where_the_mail_server_tells_nothing_a_window_is_neither_kept_nor_missed() -> None:
    check = first(BoxTraces(arrivals=[LETTER]))

    assert check.state is CheckState.UNSEEN
    assert [proof.kind for proof in check.proofs] == [Evidence.WAITED, Evidence.NOT_TOLD]


def test_a_window_that_goes_on_or_comes_is_not_judged() -> None:
    traces = BoxTraces(arrivals=[LETTER], openings_told=True)
    found = checks(traces, moment("09:30"))

    assert [found[name].state for name in NAMES] == [
        CheckState.MISSED,
        CheckState.RUNNING,
        CheckState.AHEAD,
        CheckState.AHEAD,
        CheckState.AHEAD,
    ]
    assert found["morning_middle"].proofs == (Proof(Evidence.WAITED, moment("07:10"), 1),)
    assert found["afternoon_end"].proofs == ()


def test_what_is_not_yet_known_at_a_moment_does_not_count_then() -> None:
    seen = BoxTraces(seen=[Seen(Evidence.OPENED, moment("08:00"))], arrivals=[LETTER], openings_told=True)

    assert first(seen, moment("07:59")).state is CheckState.RUNNING
    assert first(seen, moment("08:00")).state is CheckState.KEPT


def test_a_day_off_asks_for_nothing() -> None:
    found = checks(BoxTraces(arrivals=[LETTER], openings_told=True), day=SUNDAY)

    assert tuple(found) == NAMES
    assert {check.state for check in found.values()} == {CheckState.NO_DUTY}


def test_a_corrected_calendar_changes_the_checks_and_not_what_was_seen() -> None:
    traces = BoxTraces(arrivals=[LETTER], openings_told=True)
    off = calendar_with([], {MONDAY: SpecialDay(DayKind.HOLIDAY, "nghỉ bù", "quyết định", "K")})
    found = checks_of(MONDAY, shipped_windows(), off, traces, EVENING)

    assert {check.state for check in found} == {CheckState.NO_DUTY}
    assert first(traces).state is CheckState.MISSED


def test_every_proof_has_words_in_both_languages() -> None:
    names = {"VAN": "Nguyễn Thị Vân"}
    for kind in Evidence:
        proof = Proof(kind, moment("07:45"), 2, "VAN")
        said = [words(proof, MONDAY, names, language) for language in ("vi", "en")]
        assert all(said)
        assert said[0] != said[1]
    assert words(Proof(Evidence.DECLARED, moment("07:45"), 1, "VAN"), MONDAY, names, "vi") == (
        "Nguyễn Thị Vân tự khai đã kiểm tra lúc 07:45"
    )
    assert words(Proof(Evidence.WAITED, vietnam("2026-01-02 16:40"), 3), MONDAY, {}, "vi") == (
        "Còn 3 thư chưa mở, thư lâu nhất đến lúc 16:40, 02/01/2026"
    )


_MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minutes: at(MONDAY, time()) + timedelta(minutes=minutes))
_SEEN = st.lists(st.builds(Seen, st.sampled_from([Evidence.OPENED, Evidence.SENT]), _MINUTES), max_size=4)
_ARRIVALS = st.lists(st.builds(Arrival, _MINUTES, st.none() | _MINUTES), max_size=4)


@given(_SEEN, _ARRIVALS, _MINUTES, _MINUTES)
def test_more_seen_never_turns_kept_into_missed(
    seen: list[Seen], arrivals: list[Arrival], more: datetime, now: datetime
) -> None:
    before = checks(BoxTraces(seen, arrivals, openings_told=True), now)
    after = checks(BoxTraces([*seen, Seen(Evidence.OPENED, more)], arrivals, openings_told=True), now)
    for name in NAMES:
        changed = (before[name].state, after[name].state)
        assert changed[0] is changed[1] or changed[1] is CheckState.KEPT


@given(_SEEN, _ARRIVALS, _MINUTES)
def test_what_is_said_of_a_window_that_ended_stays_said(
    seen: list[Seen], arrivals: list[Arrival], now: datetime
) -> None:
    then = checks(BoxTraces(seen, arrivals, openings_told=True), now)
    later = checks(BoxTraces(seen, arrivals, openings_told=True), EVENING + timedelta(days=3))
    for name in NAMES:
        if then[name].end <= now:
            assert then[name] == later[name]
