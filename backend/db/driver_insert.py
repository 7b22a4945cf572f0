"""An INSERT as the driver takes it: the statement's text, and each row's values in its order."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Table, insert


def driver_insert(
    table: Table, rows: Sequence[Mapping[str, object]], dialect: Dialect
) -> tuple[str, list[tuple[Any, ...]]]:
    """All rows have the columns of the first."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(rows[0]))
    by_name = {column.key: column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns}
    columns = [_column([row[name] for row in rows], by_name[name]) for name in compiled.positiontup or ()]
    return str(compiled), list(zip(*columns, strict=True))


def _column(values: Sequence[object], process: Callable[[Any], Any] | None) -> Sequence[Any]:
    """As the driver takes them. Values come in runs: all rows of a revision have its moment."""
    if process is None:
        return values
    made, before, after = list[Any](), object(), None
    for value in values:
        if value is not before:
            before, after = value, process(value)
        made.append(after)
    return made
