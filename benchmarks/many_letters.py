"""Letters by the million in a PostgreSQL database, and their figures, quickly: made by the server itself.

What a province writes in a month stays the same; the more letters, the more months. Letters of the last two months are
partly open. The figures of the last two months are counted by the product; those of earlier ones are copies of them, so
that the table has its size.
"""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from backend.correspondence.counting import count_stale
from backend.correspondence.figure_queries import mark_stale
from backend.correspondence.months import bounds
from backend.db import Database
from backend.db.migrate import migrate
from backend.directory.models import Agency

PROVINCE, AGENCIES, A_MONTH = "H55", 155, 250_000
CODES = [f"{PROVINCE}.{number:03}" for number in range(1, AGENCIES)] + [PROVINCE]
FIRST_MONTH = 202301
# Those that no question of figures uses are left out: to keep them takes longer than all the rest.
_UNUSED = ("message_id", "paper_symbol", "correspondent_id")

_LETTERS = """
INSERT INTO correspondence (agency_code, id, correspondent_id, sender_class, mailbox, message_id, received_at, month,
  standing, waiting, awaits_answer, may_acknowledge, shielded, disputed, reopened, matter, urgency, turn_since, due_at,
  answered_at, answered_by, working_seconds, own_seconds, sender_seconds, other_seconds, closed_because, passed_to,
  recalled, came_from, merged_into, register_number, paper_symbol)
SELECT ($5::text[])[1 + (i % $6)::int], lpad(($1::bigint * 10000000 + i)::text, 26, '0'), '',
  (ARRAY['citizen','citizen','citizen','citizen','citizen','citizen','citizen','business','business','agency'])
    [1 + ((i / $6) % 10)::int], '', '', received, $1, CASE WHEN is_open THEN 'open' ELSE 'answered' END, is_open,
  true, false, false, false, 0, '', '', CASE WHEN is_open THEN received END, received + interval '7 days',
  CASE WHEN NOT is_open THEN received + seconds * 3 * interval '1 second' END,
  CASE WHEN NOT is_open THEN 'reply' END, CASE WHEN NOT is_open THEN seconds END,
  CASE WHEN is_open THEN 0 ELSE seconds END, 0, 0, '', '', '', '', '', '', ''
FROM (SELECT i, $2::timestamptz + ($3::timestamptz - $2::timestamptz) * random() AS received, random() < $7 AS is_open,
        exp(10 + 1.2 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()))::bigint AS seconds
      FROM generate_series(1, $4::bigint) AS i) AS made
"""
_COPIES = """
INSERT INTO figure SELECT agency_code, $1, sender_class, matter, answered, closed, elsewhere, reopened, undated,
  passed_on, no_answer, returned, merged, own_seconds, sender_seconds, other_seconds, median_seconds, p90_seconds,
  waits, dues FROM figure WHERE month = $2
"""


def months(letters: int) -> list[int]:
    """YYYYMM, as many as it takes."""
    count, first = letters // A_MONTH, FIRST_MONTH // 100 * 12 + FIRST_MONTH % 100 - 1
    return [(first + number) // 12 * 100 + (first + number) % 12 + 1 for number in range(count)]


def end_of(month: int) -> datetime:
    """A moment right after a month, when it is asked about."""
    return bounds(month)[1]


async def fill(url: str, letters: int, unused: Sequence[str] = _UNUSED) -> None:
    await migrate(url)
    database = Database(url)
    async with database.write() as session:
        session.add(Agency(code=PROVINCE, name="Tỉnh", kind="province_committee"))
        await session.flush()
        session.add_all([Agency(code=code, name=code, kind="department", parent=PROVINCE) for code in CODES[:-1]])
    every = months(letters)
    connection = await asyncpg.connect(plain(url))
    await _letters(connection, every, tuple(unused))
    async with database.write() as session:
        await mark_stale(session, [(code, month) for code in CODES for month in every[-2:]])
    counted = 1
    while counted:
        async with database.write() as session:
            counted = await count_stale(session)
    for month in every[:-2]:
        await connection.execute(_COPIES, month, every[-2])
    await connection.execute("VACUUM (ANALYZE) figure")
    await connection.close()
    await database.close()


def plain(url: str) -> str:
    return url.replace("+asyncpg", "")


async def _letters(connection: asyncpg.Connection, every: Sequence[int], unused: tuple[str, ...]) -> None:
    await connection.execute(
        "ALTER TABLE correspondence_segment DROP CONSTRAINT IF EXISTS "
        "fk_correspondence_segment_agency_code_correspondence_id"
    )
    await connection.execute("ALTER TABLE correspondence SET UNLOGGED")
    await connection.execute("ALTER TABLE correspondence DROP CONSTRAINT pk_correspondence")
    found = await connection.fetch("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'correspondence'")
    for name, _ in found:
        await connection.execute(f"DROP INDEX {name}")
    await connection.execute("SELECT setseed(0.5)")
    for place, month in enumerate(reversed(every)):
        start, end = bounds(month)
        share_open = {0: 0.1, 1: 0.01}.get(place, 0.0)
        await connection.execute(_LETTERS, month, start, end, A_MONTH, CODES, AGENCIES, share_open)
    await connection.execute(
        "ALTER TABLE correspondence ADD CONSTRAINT pk_correspondence PRIMARY KEY (agency_code, id)"
    )
    for name, definition in found:
        if not unused or not name.endswith(unused):
            await connection.execute(definition)
    await connection.execute("VACUUM (ANALYZE) correspondence")
