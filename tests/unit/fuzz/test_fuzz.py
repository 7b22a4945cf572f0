"""A short campaign of `make fuzz`; the nightly one is a thousand times as long."""

import os

from tests.fuzz.campaign import run, seeds, spoilt

CASES = range(1_000)


def test_no_spoilt_file_stalls_or_kills_an_extractor_and_no_cut_off_mark_is_clean() -> None:
    assert run(CASES, os.cpu_count() or 1) == []


def test_a_case_is_the_same_file_every_time() -> None:
    chosen = seeds()

    assert [spoilt(chosen, case)[1] for case in range(20)] == [spoilt(chosen, case)[1] for case in range(20)]
