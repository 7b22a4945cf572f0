"""All SQL of browsers in which our gate stands."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.compliance.models import GuardingDevice
from backend.db import ReadSession, WriteSession
from backend.db.listed import among


async def store(session: WriteSession, key: Mapping[str, str], said: Mapping[str, Any]) -> None:
    """What a device says now, instead of what it said before."""
    insert = sqlite.insert if session.dialect == "sqlite" else postgresql.insert
    statement = insert(GuardingDevice).values(**key, **said)
    await session.change(statement.on_conflict_do_update(index_elements=list(key), set_=dict(said)))


async def is_full(session: ReadSession, key: Mapping[str, str], limit: int) -> bool:
    """Whether the device is new, and its agency has `limit` already."""
    if await session.get(GuardingDevice, (key["agency_code"], key["device_hash"])) is not None:
        return False
    counted = select(func.count()).select_from(GuardingDevice)
    return (await session.scalar(counted.where(GuardingDevice.agency_code == key["agency_code"])) or 0) >= limit


async def devices(session: ReadSession, agency_codes: Collection[str]) -> dict[str, list[GuardingDevice]]:
    """By agency code; agencies without any are absent."""
    statement = select(GuardingDevice).where(among(session, GuardingDevice.agency_code, agency_codes))
    found: dict[str, list[GuardingDevice]] = defaultdict(list)
    for row in (await session.scalars(statement)).all():
        found[row.agency_code].append(row)
    return found


async def forget_silent(session: WriteSession, last_kept: date) -> int:
    """Devices that were seen before that day last; how many."""
    return await session.change(delete(GuardingDevice).where(GuardingDevice.seen_on < last_kept))
