"""U+0000, which PostgreSQL keeps in no text: whoever sends it stops nothing and finds nothing."""

from datetime import UTC, datetime

import orjson
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.audit.service import record
from backend.correspondence.many_rows import add_rows
from backend.db import Database
from backend.db.listed import among
from backend.db.storable_text import storable_json
from backend.directory.models import Agency, LoginMailbox
from tests.unit.small_province import CLERK_BOX, SCIENCE

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


async def test_it_finds_nothing_and_is_no_defect(database: Database) -> None:
    async with database.read() as session:
        assert await session.scalar(select(Agency.code).where(Agency.code == f"{SCIENCE}\0")) is None
        codes = await session.scalars(select(Agency.code).where(among(session, Agency.code, [SCIENCE, "H\0"])))
        assert list(codes) == [SCIENCE]


async def test_what_holds_it_is_stored_beside_the_rest(database: Database) -> None:
    rows = [(f"{number}\0@a.example", CLERK_BOX) for number in range(60)]  # enough to be streamed
    async with database.write() as session:
        await add_rows(session, LoginMailbox, ("login", "address"), rows[:1])
        await add_rows(session, LoginMailbox, ("login", "address"), rows)
        record(session, "test.done", at=NOW, login="x\0y", data={"said": "a\0b", "path": "\\u0000"})

    async with database.read() as session:
        stored = set(await session.scalars(select(LoginMailbox.login).where(LoginMailbox.address == CLERK_BOX)))
        entry = (await session.scalars(select(AuditEntry))).one()
    assert {login.replace("\N{REPLACEMENT CHARACTER}", "\0") for login in stored} == {CLERK_BOX, *dict(rows)}
    assert entry.data["path"] == "\\u0000"


def test_only_the_escape_of_the_character_itself_is_replaced() -> None:
    for value in ({"a": "x\0y"}, ["\0", "\0\0"], "\\\0"):
        assert orjson.loads(storable_json(orjson.dumps(value).decode())) == orjson.loads(
            orjson.dumps(value).decode().replace("\\u0000", "\N{REPLACEMENT CHARACTER}")
        )
    for value in ("\\u0000", "\\\\u0000", "no such thing"):
        text = orjson.dumps(value).decode()
        assert storable_json(text) == text
