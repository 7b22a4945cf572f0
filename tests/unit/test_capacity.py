"""What the simulation behind docs/scale.md says of places and processors."""

from benchmarks.capacity import MIX, PLACES, WAITS_AT_MOST, Costs, Place, gate_processors, need, page, waited

COSTS = Costs(
    machine="2 × a processor",
    letter=dict(zip(MIX, (0.015, 0.03, 0.3), strict=True)),
    fact=1 / 40_000,
    derived=1 / 500,
    request=1 / 500,
    page=0.14,
    letter_bytes=3_000,
)


def test_a_gate_that_is_never_full_makes_nobody_wait() -> None:
    assert waited(0.01, 4, COSTS) == 0.0


def test_letters_wait_longer_where_fewer_processors_take_them() -> None:
    waits = [waited(40.0, processors, COSTS) for processors in (2, 3, 6)]

    assert waits == sorted(waits, reverse=True)
    assert waits[0] > waits[2]


def test_the_fewest_processors_are_found_with_which_nobody_waits_too_long() -> None:
    found = gate_processors(40.0, COSTS)

    assert waited(40.0, found, COSTS) <= WAITS_AT_MOST
    assert found >= 40.0 * (0.62 * 0.015 + 0.30 * 0.03 + 0.08 * 0.3)
    assert waited(40.0, found - 1, COSTS) > WAITS_AT_MOST


def test_needs_of_storing_grow_as_what_is_written_grows() -> None:
    small, large = (need(Place("", 1_000, letters), COSTS) for letters in (10_000, 100_000))

    assert round(large.facts_a_second / small.facts_a_second, 6) == 10
    assert round(large.disk_gigabytes / small.disk_gigabytes, 6) == 10
    assert round(large.worker_processors / small.worker_processors, 6) == 10
    assert round(large.worker_processors, 6) == 0.008333  # 15,000 letters in an hour at 500 a second
    assert large.web_processors == small.web_processors


def test_the_page_tells_every_place_and_whose_processors_were_measured() -> None:
    told = page(COSTS)

    assert all(f"| {place.name} |" in told for place in PLACES)
    assert "2 × a processor" in told
    assert "| a letter, 5 kB with a DOCX | 30.0 ms |" in told
