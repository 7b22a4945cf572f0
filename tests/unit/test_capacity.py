"""What the simulation behind docs/scale.md says of places and processors, and that the page is what it writes."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.capacity import PLACES, Assumptions, Place, behind, gate_processors, machines, need, waited
from benchmarks.capacity_costs import KINDS, SOURCES, Cost, measured
from benchmarks.capacity_page import PAGE, told

GIVEN = Assumptions(days=730)
VALUES = [0.015, 0.03, 0.3, 0.01, 1 / 25_000, 1 / 500, 0.14, 3_000.0]
COSTS = {
    name: Cost(value, f"figure of {name}", "2 × a processor; Python", "2026-01-05")
    for name, value in zip(SOURCES, VALUES, strict=True)
}


def without(name: str) -> dict[str, Cost]:
    return COSTS | {name: Cost(None, f"figure of {name}")}


def test_a_gate_that_is_never_full_makes_nobody_wait() -> None:
    assert waited(0.01, 4, COSTS, GIVEN) == 0.0


def test_letters_wait_longer_where_fewer_processors_take_them() -> None:
    waits = [waited(40.0, processors, COSTS, GIVEN) for processors in (2, 3, 6)]

    assert waits == sorted(waits, reverse=True)
    assert waits[0] > waits[2]


def test_the_fewest_processors_are_found_with_which_nobody_waits_too_long() -> None:
    found = gate_processors(40.0, COSTS, GIVEN)

    assert waited(40.0, found, COSTS, GIVEN) <= GIVEN.waits_at_most
    assert found >= 40.0 * (0.62 * 0.015 + 0.30 * 0.03 + 0.08 * 0.3)
    assert waited(40.0, found - 1, COSTS, GIVEN) > GIVEN.waits_at_most


def test_needs_of_storing_grow_as_what_is_written_grows() -> None:
    small, large = (need(Place("", 1_000, letters), COSTS, GIVEN) for letters in (10_000, 100_000))

    assert round(large.facts / small.facts, 6) == 10
    assert small.grown == 10_000 * 365 * 3_000
    assert small.full == 10_000 * 730 * 3_000
    assert round((large.worker or 0) / (small.worker or 1), 6) == 10
    assert round(large.worker or 0, 6) == 0.057870  # five times 100,000 letters in a day, 10 ms each
    assert large.web == small.web


def test_every_role_may_lose_a_machine_but_in_a_commune() -> None:
    province = machines(PLACES[1], need(PLACES[1], COSTS, GIVEN), GIVEN)
    nation = machines(PLACES[3], need(PLACES[3], COSTS, GIVEN), GIVEN)

    assert machines(PLACES[0], need(PLACES[0], COSTS, GIVEN), GIVEN).all == 1
    assert (province.mail, province.web, province.database, province.passing) == (2, 2, 3, 2)
    assert nation.database == 34 * 3


def test_workers_are_one_a_mail_server_so_that_many_need_more_of_both() -> None:
    busy = COSTS | {"worker": Cost(0.1, "")}

    assert machines(PLACES[1], need(PLACES[1], busy, GIVEN), GIVEN).mail == 11  # 58 letters/s, 5.8 workers, 60 % full


def test_a_burst_above_what_the_gate_takes_waits_and_is_worked_off_afterwards() -> None:
    assert behind(3.0, 10.0, capacity=150.0, letters_a_second=100.0) == (600.0, 30.0)
    assert behind(1.2, 10.0, capacity=150.0, letters_a_second=100.0) == (0.0, 0.0)
    assert behind(3.0, 10.0, capacity=100.0, letters_a_second=100.0)[1] == float("inf")


def test_the_page_tells_every_place_every_source_and_whose_processors_were_measured() -> None:
    page = told(COSTS, GIVEN)

    assert all(f" {place.name} |" in page for place in PLACES)
    assert all(f"| figure of {name} | 2026-01-05 |" in page for name in SOURCES)
    assert "2 × a processor" in page
    assert "a letter through the mail server and the gate, 5 kB with a DOCX | 30 ms |" in page
    assert "Not measured" not in page


@pytest.mark.parametrize("name", [name for name in SOURCES if name not in KINDS])
def test_what_was_not_measured_is_said_to_be_unknown_and_never_left_at_nothing(name: str) -> None:
    page = told(without(name), GIVEN)

    assert f"**Not measured yet**, and left out of every sum below: figure of {name}." in page
    assert "not measured" in page.partition("## What is needed")[2]


def test_without_the_cost_of_a_letter_at_the_gate_there_is_no_page() -> None:
    with pytest.raises(ValueError, match="not measured yet: figure of 10 kB text"):
        told(without("10 kB text"), GIVEN)


def test_twice_the_costs_need_more_of_the_gate() -> None:
    once, twice = (need(PLACES[1], COSTS, replace(GIVEN, dearer=dearer)).gate for dearer in (1.0, 2.0))

    assert twice > once


def test_costs_are_read_with_their_figure_their_machine_and_their_day(tmp_path: Path) -> None:
    figure = {"name": "soak (worker, of the processors)", "value": 12.5, "unit": "ms a letter", "peer": None}
    kept = {"soak": {"machine": "2 × a processor; Python", "on": "2026-01-05", "figures": [figure]}}
    (tmp_path / "benchmarks.json").write_text(json.dumps(kept), "utf-8")

    costs = measured(tmp_path / "benchmarks.json")

    named = "soak (worker, of the processors), ms a letter = 12.5"
    assert costs["worker"] == Cost(0.0125, named, "2 × a processor; Python", "2026-01-05")
    assert costs["fact"].value is None


def test_the_page_of_the_repository_is_what_the_simulation_writes() -> None:
    assert PAGE.read_text("utf-8") == told(measured()), "python -m benchmarks.capacity writes it anew"
