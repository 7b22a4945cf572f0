"""Letters in a DuckDB of its own, and the percentiles of their waits: runs in the peer's venv. It uses every processor.

A line is a request as JSON, answered with the seconds it took and the rows it found.
"""

import importlib
import json
import sys
import time
from typing import Any

COLUMNS = (
    "agency_code VARCHAR, month INTEGER, sender_class VARCHAR, received_at BIGINT, waiting BOOLEAN, "
    "working_seconds BIGINT"
)
LOAD = """
COPY letter FROM '{file}' (FORMAT csv, HEADER false)
"""
PERCENTILES = """
SELECT sender_class, {function}(working_seconds, [0.5, 0.9]) FROM letter
WHERE agency_code IN (SELECT unnest($codes)) AND month = $month AND received_at >= $since AND received_at < $until
  AND NOT waiting
GROUP BY sender_class ORDER BY sender_class
"""


def main(file: str) -> None:
    duckdb: Any = importlib.import_module("duckdb")
    connection = duckdb.connect(file)
    connection.execute(f"CREATE TABLE letter ({COLUMNS})")
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.perf_counter()
        if "file" in asked:
            rows = connection.execute(LOAD.format(**asked)).fetchall()
        else:
            rows = connection.execute(PERCENTILES.format(function=asked.pop("function")), asked).fetchall()
        sys.stdout.write(json.dumps([time.perf_counter() - started, rows]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
