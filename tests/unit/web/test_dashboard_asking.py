"""A page waits for its record to be taken for longer than a mail server may wait for an answer, and not for ever."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from backend.audit.looks import Look, Looked
from backend.audit.models import AuditEntry
from backend.db import Database, WriteSession
from backend.directory.terms import AgencyName, Person, Principal
from backend.errors import Unavailable
from backend.web.dashboard_asking import TRIES, put_on_record
from tests.unit.small_province import HEAD_BOX, NOW, SCIENCE

HEAD = Principal(
    login=HEAD_BOX,
    agency=AgencyName(SCIENCE, "Sở Khoa học và Công nghệ"),
    head_of=(),
    mailboxes=(),
    people=(Person("HA", "Lê Minh Hà", "Giám đốc"),),
    grants=frozenset(),
)
LOOKS = [Looked(Look.FIGURES, SCIENCE)]


class Busy(Database):
    """Somebody else holds it for so many tries."""

    tries = 0

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[WriteSession, None]:
        self.tries -= 1
        if self.tries >= 0:
            raise Unavailable("the database is locked")
        async with super().write() as session:
            yield session


async def deeds(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(AuditEntry.deed)))


async def test_a_look_is_recorded_once_when_the_database_is_free_again(url: str) -> None:
    database = Busy(url)
    database.tries = TRIES - 1
    await put_on_record(database, HEAD, LOOKS, NOW)
    assert await deeds(database) == ["look.figures"]
    await database.close()


async def test_a_database_that_stays_busy_lets_nothing_be_shown(url: str) -> None:
    database = Busy(url)
    database.tries = TRIES
    with pytest.raises(Unavailable):
        await put_on_record(database, HEAD, LOOKS, NOW)
    assert await deeds(database) == []
    await database.close()
