"""Identifiers."""

import re
import time
from datetime import UTC, datetime, timedelta

from backend.db.ids import encode, made_at, new_id


def test_an_id_has_26_characters_without_those_that_look_alike() -> None:
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", new_id())


def test_ids_differ_and_later_ones_sort_later() -> None:
    first = new_id()
    moment = time.time_ns() // 1_000_000
    while time.time_ns() // 1_000_000 == moment:
        pass

    assert first < new_id()
    assert len({new_id() for _ in range(1000)}) == 1000


def test_a_number_is_written_in_base_32() -> None:
    assert encode(0, 3) == "000"
    assert encode(31, 2) == "0Z"
    assert encode(32 * 32 + 1, 2) == "01"


def test_an_id_tells_when_it_was_made() -> None:
    assert made_at(encode(1_767_600_000_123 << 80, 26)) == datetime(2026, 1, 5, 8, 0, 0, 123_000, tzinfo=UTC)
    assert abs(made_at(new_id()) - datetime.now(UTC)) < timedelta(minutes=1)
