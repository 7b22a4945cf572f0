"""Ports of the stories: no two processes of one run look at the same."""

from itertools import islice

import pytest

from deploy.demo.layout import PORTS_RESERVED
from tests.e2e.demo import FIRST_BASE, LAST_BASE, story_bases

EVERY = set(range(FIRST_BASE, LAST_BASE, PORTS_RESERVED))


def bases_of(worker: str, count: int, monkeypatch: pytest.MonkeyPatch) -> set[int]:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", str(count))
    return set(islice(story_bases(), 2 * len(EVERY)))


def test_two_processes_of_a_run_share_the_ports_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (bases_of(worker, 2, monkeypatch) for worker in ("gw0", "gw1"))

    assert first & second == set()
    assert first | second == EVERY


def test_one_that_takes_the_place_of_another_has_that_ones_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bases_of("gw2", 2, monkeypatch) == bases_of("gw0", 2, monkeypatch)


def test_a_run_of_one_process_has_all_and_what_was_given_out_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    monkeypatch.delenv("PYTEST_XDIST_WORKER_COUNT", raising=False)

    once = list(islice(story_bases(), len(EVERY)))

    assert sorted(once) == sorted(EVERY)
