"""Whether a database orders words as all others do: by their code points.

Lists, pages of a long list and the rows a report is written from are ordered by the database. One made with a
language's own order (vi_VN.UTF-8, en_US.UTF-8, ICU) gives the same rows in another order than SQLite and than other
machines; nobody can change that of a database that is there.
"""

from sqlalchemy import Connection, text

MADE_SO = "createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 congvu"
_WORDS = ("A-1", "A.1", "AB", "B", "a.b", "a1", "aB", "ab", "z", "ă", "đ")  # in the order of their code points


def orders_otherwise(connection: Connection) -> bool:
    """Asked by words and not by name, for the names of orders are many."""
    if connection.dialect.name != "postgresql":
        return False  # SQLite compares bytes
    rows = ", ".join(f"('{word}')" for word in _WORDS)
    found = connection.scalars(text(f"select word from (values {rows}) as words (word) order by word"))  # noqa: S608
    return tuple(found) != _WORDS
