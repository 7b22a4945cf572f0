"""One number for what a table holds: whichever order it is read in, and different whenever anything in it is."""

from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import JSON, Boolean, Column, Date, LargeBinary, MetaData, String, Table, insert

from backend.db.contents import Contents, Digest, contents
from backend.db.engines import write_engine
from backend.db.types import UtcDateTime

Row = tuple[object, ...]
VALUES = some.one_of(
    some.none(), some.booleans(), some.integers(-(2**63), 2**63 - 1), some.text(max_size=5), some.binary(max_size=3)
)
ROWS = some.lists(some.tuples(some.integers(0, 9), VALUES), max_size=6)


def digest_of(rows: list[Row]) -> Contents:
    digest = Digest()
    for row in rows:
        digest.add(row)
    return digest.contents()


@given(some.data(), ROWS)
def test_the_order_of_rows_makes_no_difference(data: some.DataObject, rows: list[Row]) -> None:
    assert digest_of(data.draw(some.permutations(rows))) == digest_of(rows)


@given(ROWS, ROWS)
def test_other_rows_have_another_digest(rows: list[Row], others: list[Row]) -> None:
    def written(of: list[Row]) -> list[str]:  # as text: to Python True is 1
        return sorted(f"{row[0]} {row[1].hex() if isinstance(row[1], bytes) else repr(row[1])}" for row in of)

    is_same = digest_of(rows) == digest_of(others)
    assert is_same == (written(rows) == written(others)) or has_hex_beside_text(rows, others)


def has_hex_beside_text(rows: list[Row], others: list[Row]) -> bool:
    """A column is of one type: bytes and the text that writes them never stand in one."""
    texts = {row[1] for row in (*rows, *others) if isinstance(row[1], str)}
    return any(isinstance(row[1], bytes) and row[1].hex() in texts for row in (*rows, *others))


def test_a_row_that_is_there_twice_counts_twice() -> None:
    assert digest_of([(1, "a"), (1, "a")]) != digest_of([(1, "a")])
    assert digest_of([(1, "a"), (1, "a")]).digest != digest_of([]).digest


async def test_values_are_read_by_their_types(tmp_path: Path) -> None:
    """The digest is that of the values, however SQLite keeps them."""
    table = Table(
        "held", MetaData(),
        *(Column("name", String), Column("at", UtcDateTime), Column("on", Date), Column("is_so", Boolean)),
        *(Column("blob", LargeBinary), Column("data", JSON)),
    )  # fmt: skip
    at = datetime(2026, 1, 5, 8, 0, 0, 250, UTC)
    row = {"name": "Đ", "at": at, "on": date(2026, 1, 5), "is_so": True, "blob": b"\0\xff", "data": {"b": 1, "a": None}}
    engine = write_engine(f"sqlite+aiosqlite:///{tmp_path / 'held.db'}")
    async with engine.begin() as connection:
        await connection.run_sync(table.metadata.create_all)
        await connection.execute(insert(table), row)
        found = await contents(connection, table)
        of_two = await contents(connection, table, [table.c.name, table.c.is_so])
    await engine.dispose()

    assert found == digest_of([("Đ", at, date(2026, 1, 5), True, b"\0\xff", '{"b":1,"a":null}')])
    assert of_two == digest_of([("Đ", True)])
