"""What DuckDB says is held against PostgreSQL before either is timed."""

import pytest

from benchmarks.duckdb_peer import Percentiles, refuse_other_percentiles

SERVER: Percentiles = {"citizen": [21_600.5, 86_400.0], "agency": [3_600.0, 7_200.0]}


def test_the_same_percentiles_may_be_timed() -> None:
    refuse_other_percentiles({"agency": [3_600.0, 7_200.0], "citizen": [21_600.500000001, 86_400.0]}, SERVER)


@pytest.mark.parametrize(
    "theirs",
    [
        {**SERVER, "citizen": [21_601.5, 86_400.0]},
        {"citizen": SERVER["citizen"]},
        {**SERVER, "business": [1.0, 2.0]},
        {**SERVER, "agency": [3_600.0]},
        {},
    ],
    ids=["another value", "a class is missing", "a class too many", "a value is missing", "nothing"],
)
def test_other_percentiles_are_refused(theirs: Percentiles) -> None:
    with pytest.raises(ValueError, match="DuckDB says"):
        refuse_other_percentiles(theirs, SERVER)
