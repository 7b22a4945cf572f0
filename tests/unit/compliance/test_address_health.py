"""What is wrong with an official mailbox, and since when."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.compliance.address_health import BoxTrace, Confirmation, Trouble, quarter_of, troubles_of

NOW = datetime(2026, 11, 27, 2, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def troubles(
    trace: BoxTrace, confirmation: Confirmation | None = None, *, openings_seen: bool = True
) -> dict[Trouble, datetime]:
    return troubles_of(trace, confirmation, NOW, openings_seen=openings_seen)


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "2026Q1"),
        (datetime(2026, 3, 31, 17, 0, tzinfo=UTC), "2026Q2"),
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), "2026Q4"),
    ],
)
def test_a_quarter_is_one_of_vietnam(moment: datetime, quarter: str) -> None:
    assert quarter_of(moment) == quarter


def test_a_box_bounces_until_something_arrives_again() -> None:
    assert troubles(BoxTrace(arrived=ago(9), bounced=ago(2))) == {Trouble.BOUNCING: ago(2)}
    assert troubles(BoxTrace(bounced=ago(2))) == {Trouble.BOUNCING: ago(2)}
    assert troubles(BoxTrace(arrived=ago(1), bounced=ago(2))) == {}


def test_a_box_is_silent_when_letters_lie_in_it_and_nobody_opens_or_writes_for_two_weeks() -> None:
    letters = {"arrived_first": ago(20), "arrived": ago(1)}
    assert troubles(BoxTrace(**letters)) == {Trouble.SILENT: ago(20)}
    assert troubles(BoxTrace(**letters, opened=ago(16))) == {Trouble.SILENT: ago(16)}
    assert troubles(BoxTrace(**letters, opened=ago(13))) == {}
    assert troubles(BoxTrace(**letters, sent=ago(13))) == {}
    assert troubles(BoxTrace(arrived_first=ago(13), arrived=ago(1))) == {}
    assert troubles(BoxTrace()) == {}


def test_where_openings_are_not_told_nobody_is_called_silent() -> None:
    assert troubles(BoxTrace(arrived_first=ago(20), arrived=ago(1)), openings_seen=False) == {}


def test_a_box_has_two_weeks_to_confirm() -> None:
    assert troubles(BoxTrace(), Confirmation(ago(15), None)) == {Trouble.UNCONFIRMED: ago(15)}
    assert troubles(BoxTrace(), Confirmation(ago(13), None)) == {}
    assert troubles(BoxTrace(), Confirmation(ago(15), ago(1))) == {}
