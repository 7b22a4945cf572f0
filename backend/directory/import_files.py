"""Which reader a file of an import is for: its ending says it, CSV without one."""

from backend.directory.csv_tables import read_table
from backend.directory.rows import Tables


def read_file(name: str, data: bytes, tables: Tables) -> None:
    """Add one file's rows to the tables, or its problems to the report."""
    read_table(name, data, tables)
