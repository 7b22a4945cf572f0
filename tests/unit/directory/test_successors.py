"""Where letters belong whose agency or box is no more, and that nothing is read for all the others."""

from datetime import UTC, date, datetime

from sqlalchemy import event

from backend.db import Database
from backend.directory.models import Agency, AgencySuccession, Mailbox
from backend.directory.successors import Moved, moved_to

NOW, TODAY = datetime(2026, 3, 2, 3, tzinfo=UTC), date(2026, 3, 2)
OLD, NEW = "so-cu@thainguyen.gov.vn", "so-moi@thainguyen.gov.vn"


async def _fill(database: Database) -> None:
    async with database.write() as session:
        session.add_all(
            [
                Agency(code="H55.1", name="Sở cũ", kind="department", valid_to=date(2026, 3, 1)),
                Agency(code="H55.2", name="Sở mới", kind="department"),
            ]
        )
        await session.flush()
        session.add_all(
            [
                Mailbox(address=OLD, agency_code="H55.1", kind="agency", published_at=NOW),
                Mailbox(address=NEW, agency_code="H55.2", kind="agency", published_at=NOW),
            ]
        )
        session.add(AgencySuccession(predecessor="H55.1", successor="H55.2", kind="merged", on_date=TODAY))


async def test_a_letter_to_an_agency_that_is_no_more_belongs_to_its_one_successor(database: Database) -> None:
    await _fill(database)

    async with database.read() as session:
        assert await moved_to(session, "H55.1", OLD, TODAY) == Moved("H55.2", "Sở mới", NEW, is_another=True)


async def test_boxes_of_the_province_are_not_read_for_an_agency_that_is_where_it_was(database: Database) -> None:
    await _fill(database)
    statements: list[str] = []
    engine = database._reading.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))

    async with database.read() as session:
        assert await moved_to(session, "H55.2", NEW, TODAY) is None

    assert not any("ORDER BY mailbox" in statement for statement in statements), statements
