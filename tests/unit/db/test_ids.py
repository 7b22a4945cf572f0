"""Identifiers."""

import re
import time

from backend.db.ids import encode, new_id


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
