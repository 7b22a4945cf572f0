"""Which reader a file of an import is for: its ending says it; without one of these it is CSV."""

from backend.directory.csv_tables import read_table
from backend.directory.json_tables import read_json
from backend.directory.ldif_tables import read_ldif
from backend.directory.rows import Tables

_READERS = {".json": read_json, ".ldif": read_ldif}


def read_file(name: str, data: bytes, tables: Tables) -> None:
    """Add one file's rows to the tables, or its problems to the report."""
    reader = next((one for ending, one in _READERS.items() if name.lower().endswith(ending)), read_table)
    reader(name, data, tables)
