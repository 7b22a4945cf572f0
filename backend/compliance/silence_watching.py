"""Looks whether published boxes fell silent, and whether those that did speak again."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from backend.compliance import silence_queries as queries
from backend.compliance.fallen_silent import Silence, Way, rule_of, silence_of
from backend.compliance.silence_models import SilentMailbox
from backend.compliance.silence_queries import Key
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory
from backend.directory.service import calendars
from backend.workingtime.hours import in_vietnam, working_time_between

LIVELY_WITHIN = timedelta(days=14)  # boxes with a letter since then are told apart without reading their past
PASTS_AT_ONCE = 50  # boxes whose past is held in memory together


@dataclass(frozen=True, slots=True)
class Silences:
    """`over`: which silence, since when it lasted, and its end."""

    over: Sequence[tuple[Key, datetime, datetime]]
    begun: Sequence[SilentMailbox]


async def look(session: ReadSession, now: datetime) -> Silences:
    """The silences that are over, and those that began.

    Raises:
        LookupError: silence.toml has no row.
    """
    codes, boxes = await directory.parents(session), await queries.published(session, in_vietnam(now).date())
    last = await queries.last_of_boxes(session, codes, now - LIVELY_WITHIN)
    told = await queries.told_until(session, codes, now - LIVELY_WITHIN)
    until = {way: min(moment, now) for way, moment in told.items()}  # clocks of mail servers run ahead
    over, silent = [], set()
    for row in await queries.standing(session):
        key = row.agency_code, row.box, row.way
        if key[:2] not in boxes:
            over.append((key, row.since, now))
        elif last.get(key, row.since) > row.since:
            over.append((key, row.since, last[key]))
        else:
            silent.add(key)
    return Silences(over, await _fallen(session, boxes, last, until, silent, now))


async def note(session: WriteSession, found: Silences) -> int:
    """How many began that no other worker noted."""
    for key, since, ended_at in found.over:
        await queries.end(session, key, since, ended_at)
    return sum([await queries.note(session, row) for row in found.begun])


async def _fallen(
    session: ReadSession,
    boxes: Collection[tuple[str, str]],
    last: Mapping[Key, datetime],
    until: Mapping[Way, datetime],
    silent: Collection[Key],
    now: datetime,
) -> list[SilentMailbox]:
    rule = rule_of(in_vietnam(now).date())
    own = await calendars(session, {code for code, _ in boxes})

    def is_quiet(key: Key) -> bool:
        spoke, told = last.get(key), until[Way(key[2])]
        return spoke is None or working_time_between(spoke, told, own[key[0]]) >= rule.least

    every = ((code, box, way) for code, box in sorted(boxes) for way in until)
    asked = (key for key in every if key not in silent and is_quiet(key))
    found = []
    while keys := list(islice(asked, PASTS_AT_ONCE)):
        moments = await queries.moments_of(session, keys, now - rule.looked_back)
        broken = await _broken(session, keys, now - rule.looked_back)
        for key in keys:
            silence = silence_of(moments.get(key, ()), until[Way(key[2])], own[key[0]], rule, broken[key])
            if silence is not None:
                found.append(_row(key, silence, now))
    return found


async def _broken(session: ReadSession, keys: Collection[Key], since: datetime) -> dict[Key, set[datetime]]:
    found: dict[Key, set[datetime]] = defaultdict(set)
    for row in await queries.silences_since(session, {code for code, _, _ in keys}, since):
        found[row.agency_code, row.box, row.way].add(row.since)
    return found


def _row(key: Key, silence: Silence, now: datetime) -> SilentMailbox:
    longest = int(silence.longest.total_seconds())
    row = {"since": silence.since, "found_at": now, "longest_seconds": longest, "gaps": silence.gaps}
    return SilentMailbox(agency_code=key[0], box=key[1], way=key[2], **row)
