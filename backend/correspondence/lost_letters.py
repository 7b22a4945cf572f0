"""What a failing disk took of a journal before it was stored: no figure knows of those letters, and says so.

It stands among the positions of the sources, a row for each damaged segment, stored in the transaction that stores what
could be read there.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import select

from backend.correspondence.fact_queries import store_position
from backend.correspondence.models import SourcePosition
from backend.db import ReadSession, WriteSession

NAME = "lost:"  # and the source, and the segment


@dataclass(frozen=True, slots=True)
class LostLetters:
    """`records`: of letters, as far as can be known; `bytes`: that are there and are no record; `segments`: that are
    gone as a whole, at least. Written between `since` and `until`."""

    segment: int
    records: int
    bytes: int
    segments: int
    since: datetime
    until: datetime

    def and_also(self, other: "LostLetters") -> "LostLetters":
        """Both, of one segment."""
        return replace(
            self,
            records=self.records + other.records,
            bytes=self.bytes + other.bytes,
            segments=self.segments + other.segments,
            since=min(self.since, other.since),
            until=max(self.until, other.until),
        )


async def note_lost(session: WriteSession, source: str, lost: LostLetters, now: datetime) -> None:
    name = f"{NAME}{source}:{lost.segment}"
    standing = await session.get(SourcePosition, name)
    every = _read(standing.position).and_also(lost) if standing is not None else lost
    written = asdict(every) | {"since": every.since.isoformat(), "until": every.until.isoformat()}
    await store_position(session, name, json.dumps(written, sort_keys=True, separators=(",", ":")), 0, now)


async def lost_letters(session: ReadSession, *, found_since: datetime | None = None, of: str = "") -> list[LostLetters]:
    """In order of time; `of`: one source alone."""
    statement = select(SourcePosition.name, SourcePosition.position).where(SourcePosition.name.startswith(NAME))
    if found_since is not None:
        statement = statement.where(SourcePosition.read_at >= found_since)
    rows = [tuple(row) for row in await session.execute(statement)]
    every = [_read(text) for name, text in rows if not of or name.rpartition(":")[0] == f"{NAME}{of}"]
    return sorted(every, key=lambda one: (one.since, one.segment))


def _read(text: str) -> LostLetters:
    told = json.loads(text)
    times = {name: datetime.fromisoformat(told[name]) for name in ("since", "until")}
    return LostLetters(**{**told, **times})
