from datetime import timedelta

from backend.access import rate_limit
from backend.access.rate_limit import RateLimit
from backend.clock import FixedClock
from tests.unit.small_province import NOW

MINUTE = timedelta(minutes=1)


def test_the_third_question_within_a_minute_waits_until_the_first_is_a_minute_old(clock: FixedClock) -> None:
    limit = RateLimit(2, MINUTE, clock)

    assert limit.wait("client") is None
    clock.set(NOW + timedelta(seconds=20))
    assert limit.wait("client") is None
    clock.set(NOW + timedelta(seconds=30))
    assert limit.wait("client") == timedelta(seconds=30)
    clock.set(NOW + timedelta(seconds=60))
    assert limit.wait("client") is None


def test_one_client_does_not_wait_for_another(clock: FixedClock) -> None:
    limit = RateLimit(1, MINUTE, clock)

    assert limit.wait("client") is None
    assert limit.wait("other") is None
    assert limit.wait("client") is not None


def test_a_flood_of_clients_forgets_the_one_unseen_longest(clock: FixedClock) -> None:
    limit = RateLimit(1, MINUTE, clock)
    for number in range(rate_limit.KEYS_LIMIT + 1):
        limit.wait(f"client {number}")

    assert limit.wait("client 0") is None
    assert limit.wait(f"client {rate_limit.KEYS_LIMIT}") is not None


def test_clients_that_came_before_the_window_are_forgotten(clock: FixedClock) -> None:
    limit = RateLimit(1, MINUTE, clock)
    for number in range(10):
        limit.wait(f"client {number}")
    clock.set(NOW + MINUTE)
    for _ in range(5):
        limit.wait("other")

    assert list(limit._seen) == ["other"]
