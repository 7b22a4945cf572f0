"""All SQL of the months that PostgreSQL keeps facts in: each is a partition of the table, made before it begins.

`fact_YYYYMM` holds a month, `fact_before` what was there before there were partitions, `fact_other` facts of months
that have none. Whatever changes partitions waits a moment for its locks and no longer: nobody queues behind it.
"""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import text

from backend.db import ReadSession, WriteSession

_PARTITIONS = 20_310_029  # names an advisory lock, in this database ours alone
_UPPER = re.compile(r"TO \('?(\d+)'?\)")


async def ends(session: ReadSession) -> dict[str, int]:
    """The first month after each partition, by its name; the one of other months is absent."""
    said = (
        "select c.relname, pg_get_expr(c.relpartbound, c.oid) from pg_inherits i join pg_class c on c.oid = i.inhrelid"
    )
    rows = await session.execute(text(f"{said} where i.inhparent = 'fact'::regclass"))
    found = {name: _UPPER.search(bound) for name, bound in rows}
    return {name: int(upper.group(1)) for name, upper in found.items() if upper}


async def without_partition(session: ReadSession, months: Iterable[int]) -> list[int]:
    """Those of these months whose facts would lie among others."""
    standing = await ends(session)
    before = standing.pop("fact_before", 0)
    return sorted(month for month in set(months) if month >= before and f"fact_{month}" not in standing)


async def elsewhere(session: ReadSession) -> dict[int, int]:
    """How many facts lie in no partition of their month, by month."""
    rows = await session.execute(text("select month, count(*) from fact_other group by month order by month"))
    return dict(list(rows))


async def make(session: WriteSession, months: Sequence[int]) -> None:
    """Give these months their partitions, with those of their facts that lie elsewhere. Nobody who stores facts waits,
    unless facts lie elsewhere.

    Raises:
        DBAPIError: somebody reads all facts just now (55P03), or this log-in does not own the table (42501).
    """
    await _alone(session)
    for month in await without_partition(session, months):
        name = f"fact_{month}"
        for statement in (
            f"create table {name} (like fact including all)",
            "lock table fact_other in access exclusive mode",
            f"insert into {name} select * from fact_other where month = {month}",  # noqa: S608 (a number)
            f"delete from fact_other where month = {month}",  # noqa: S608 (a number)
            f"alter table fact attach partition {name} for values from ({month}) to ({month + 1})",
        ):
            await session.execute(text(statement))


async def drop_emptied(session: WriteSession, before: int) -> list[str]:
    """Partitions of months before this one of which no fact is left; the disk has their room again at once.

    Raises:
        DBAPIError: as `make`.
    """
    await _alone(session)
    dropped = []
    for name, end in sorted((await ends(session)).items()):
        if end > before or not await _is_empty(session, name):
            continue
        await session.execute(text(f"lock table {name} in access exclusive mode"))
        if await _is_empty(session, name):  # still
            await session.execute(text(f"alter table fact detach partition {name}"))
            await session.execute(text(f"drop table {name}"))
            dropped.append(name)
    return dropped


async def _is_empty(session: ReadSession, name: str) -> bool:
    found = await session.execute(text(f"select 1 from {name} limit 1"))  # noqa: S608 (of the server's own list)
    return found.first() is None


async def _alone(session: WriteSession) -> None:
    await session.execute(text(f"select pg_advisory_xact_lock({_PARTITIONS})"))
    await session.execute(text("set local lock_timeout = '2s'"))
