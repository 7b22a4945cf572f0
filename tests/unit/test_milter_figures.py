"""How the rates of many short turns become a figure."""

from benchmarks.milter_throughput import figures

SLOW_MINUTE = [100.0, 100.0, 10.0, 100.0, 100.0]


def test_a_minute_in_which_everything_is_slow_changes_no_ratio() -> None:
    speed, apart = figures("10 kB text", "without", SLOW_MINUTE, [2 * rate for rate in SLOW_MINUTE], 80)

    assert (speed["value"], speed["peer_value"], speed["ratio"], speed["n"]) == (100, 200, 0.5, 400)
    assert (apart["value"], apart["peer"]) == (0, "without")


def test_turns_that_differ_are_told_of() -> None:
    speed, apart = figures("10 kB text", "without", [40.0, 50.0, 60.0, 70.0, 80.0], [100.0] * 5, 80)

    assert speed["ratio"] == 0.6
    assert apart["value"] == 33  # from 0.5 to 0.7, of 0.6
