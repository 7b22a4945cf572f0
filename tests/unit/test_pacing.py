"""Pauses that end together."""

import time

import pytest

from backend.pacing import until_next


@pytest.mark.parametrize(("now", "pause"), [(10.0, 2.0), (10.5, 1.5), (11.75, 0.25), (12.0, 2.0)])
def test_a_pause_ends_at_the_next_multiple_and_never_at_once(
    monkeypatch: pytest.MonkeyPatch, now: float, pause: float
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert until_next(2.0) == pause
