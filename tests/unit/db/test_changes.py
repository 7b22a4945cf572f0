"""Whether anything was committed since: by us or by another process, on SQLite; on PostgreSQL nobody says."""

from backend.db import Database
from backend.directory.models import Agency


async def test_a_commit_changes_the_number_whoever_made_it_and_reading_does_not(database: Database, url: str) -> None:
    first = database.changes()
    async with database.read() as session:
        await session.get(Agency, "H55")
        tells = session.dialect == "sqlite"
    assert database.changes() == first
    assert (first is not None) == tells
    if not tells:
        return

    async with database.write() as session:
        session.add(Agency(code="H55.77", name="Cơ quan", kind="department"))
    second = database.changes()
    assert second != first

    other = Database(url)
    async with other.write() as session:
        session.add(Agency(code="H55.78", name="Cơ quan", kind="department"))
    await other.close()
    assert database.changes() not in (second, None)


async def test_a_database_at_rest_writes_again(database: Database) -> None:
    await database.rest()
    async with database.write() as session:
        session.add(Agency(code="H55.77", name="Cơ quan", kind="department"))
    await database.rest()
    async with database.read() as session:
        assert await session.get(Agency, "H55.77") is not None
