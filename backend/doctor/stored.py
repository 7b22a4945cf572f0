"""The database, and by it whether the worker lives: what the journal has unread, and what waits to be sent."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from backend.correspondence import fact_queries
from backend.correspondence.lost_letters import LostLetters, lost_letters
from backend.db import Database
from backend.db.migrate import has_other_order, is_current
from backend.doctor import queries
from backend.doctor.fault import Fault
from backend.errors import Unavailable
from backend.gateway.journal import segment_path
from backend.gateway.journal_reader import KEPT_AFTER_SHIPPING, JournalPosition, JournalReader
from backend.settings import Settings
from backend.worker.shipping import journal_name
from backend.workingtime.hours import in_vietnam

CLOCKS_AGREE = timedelta(seconds=5)
UNREAD_FOR = timedelta(minutes=5)  # the worker reads every half second; a long import may hold it up
UNSENT_FOR = timedelta(minutes=15)
LOST_FOR = KEPT_AFTER_SHIPPING  # as long as the damaged segment is there; afterwards reports alone tell


@dataclass(frozen=True, slots=True)
class Stored:
    """What one look at the database tells."""

    clock: datetime | None
    journal_position: JournalPosition
    waiting: int  # mails of ours that should have gone over UNSENT_FOR ago
    waiting_since: datetime | None
    webmails: dict[str, str]
    lost: Sequence[LostLetters] = ()  # of this machine's journal, found within LOST_FOR


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database]:
    """
    Raises:
        Unavailable: SQLite's file is not there; it would be made.
    """
    if _missing(settings):
        raise Unavailable("there is no database")
    database = Database(settings.database)
    try:
        yield database
    finally:
        await database.close()


async def look(settings: Settings, now: datetime) -> Stored:
    """
    Raises:
        Unavailable: it does not answer, or its schema is of another version.
    """
    if await database_faults(settings):
        raise Unavailable("the database cannot be read: see its own check")
    source = journal_name(settings.mail_server)
    async with _opened(settings) as database, database.read() as session:
        standing = await fact_queries.position(session, source)
        waiting, since = await queries.waiting_since(session, now - UNSENT_FOR)
        return Stored(
            clock=await queries.database_clock(session),
            journal_position=position_of(standing.position if standing else ""),
            waiting=waiting,
            waiting_since=since,
            webmails=await queries.webmails(session),
            lost=tuple(await lost_letters(session, found_since=now - LOST_FOR, of=source)),
        )


async def database_faults(settings: Settings) -> list[Fault]:
    said = {"database": _name(settings)}
    if _missing(settings):
        return [Fault("missing", said)]
    try:
        current = await is_current(settings.database)
        ordered_otherwise = await has_other_order(settings.database)
    except (Unavailable, OSError):
        return [Fault("silent", said)]
    except DBAPIError:
        return [Fault("damaged", said)]
    faults = [] if current else [Fault("not_current", said)]
    return [*faults, Fault("ordered_otherwise", said)] if ordered_otherwise else faults


def clock_faults(stored: Stored, now: datetime) -> Iterator[Fault]:
    if stored.clock is not None and abs(stored.clock - now) > CLOCKS_AGREE:
        yield Fault("skew", {"away": f"{(stored.clock - now).total_seconds():+.0f}"})


def journal_faults(stored: Stored, journal: Path, now: datetime) -> Iterator[Fault]:
    """
    Raises:
        OSError: the journal may not be read.
    """
    for lost in stored.lost:
        yield Fault("lost", _said(lost) | {"segment": str(segment_path(journal, lost.segment))})
    reader = JournalReader(journal)
    if stored.journal_position < reader.stored():
        yield Fault("set_back", {"folder": str(journal)})
    records = reader.read(stored.journal_position, limit=1).records
    if not records:
        return
    unread_for = now - datetime.fromisoformat(str(records[0]["at"]))
    if unread_for > UNREAD_FOR:
        yield Fault("unread", {"minutes": f"{unread_for.total_seconds() / 60:.0f}", "folder": str(journal)})


def _said(lost: LostLetters) -> dict[str, str]:
    numbers = {"records": lost.records, "bytes": lost.bytes, "segments": lost.segments}
    times = {"since": lost.since, "until": lost.until}
    return {name: str(number) for name, number in numbers.items()} | {
        name: f"{in_vietnam(at):%Y-%m-%d %H:%M}" for name, at in times.items()
    }


def outbox_faults(stored: Stored, now: datetime) -> Iterator[Fault]:
    if stored.waiting_since is not None:
        minutes = (now - stored.waiting_since).total_seconds() / 60
        yield Fault("old", {"count": str(stored.waiting), "minutes": f"{minutes:.0f}"})


def position_of(written: str) -> JournalPosition:
    """As the worker stores it; "" is the beginning."""
    return JournalPosition(**json.loads(written)) if written else JournalPosition()


def _missing(settings: Settings) -> bool:
    url = make_url(settings.database)
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()


def _name(settings: Settings) -> str:
    return make_url(settings.database).render_as_string(hide_password=True)
