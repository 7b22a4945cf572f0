"""Which turns of a roster ended without handing over."""

from datetime import UTC, datetime, timedelta

from backend.compliance.duty_models import DutyTurn
from backend.compliance.duty_watching import not_handed_over

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def turn(id_: str, person: str, begins: float, ends: float) -> DutyTurn:
    """Its hours are counted from noon."""
    span = {"begins_at": NOON + timedelta(hours=begins), "ends_at": NOON + timedelta(hours=ends)}
    return DutyTurn(id=id_, person_id=person, **span)


def told(turns: list[DutyTurn], *handed_over: str) -> list[str]:
    return [one.id for one in not_handed_over(turns, handed_over, NOON)]


def test_a_turn_without_a_sheet_is_told_from_an_hour_after_its_end_for_the_rest_of_a_day() -> None:
    turns = [turn("gone", "an", -40, -24), turn("first", "mai", -24, -23.9), turn("last", "an", -9, -1)]
    just_ended = turn("just ended", "mai", -1, -0.9)

    assert told([*turns, just_ended]) == ["first", "last"]
    assert told([*turns, just_ended], "first") == ["last"]


def test_a_turn_that_goes_on_or_is_to_come_is_not_told() -> None:
    assert told([turn("on", "an", -1, 7), turn("next", "mai", 7, 15)]) == []


def test_whoever_stays_on_duty_has_nobody_to_hand_over_to() -> None:
    night, day = turn("night", "an", -12, -4), turn("day", "an", -4, 4)
    assert told([night, day]) == []

    assert told([night, turn("day", "mai", -4, 4)]) == ["night"]
    assert told([night, turn("day", "an", -3, 4)]) == ["night"]  # there was an hour of nobody
