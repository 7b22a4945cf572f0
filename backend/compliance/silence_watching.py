"""Looks whether published boxes fell silent, and whether those that did speak again."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.compliance import silence_queries as queries
from backend.compliance.fallen_silent import Way, rule_of, silence_of
from backend.compliance.silence_models import SilentMailbox
from backend.compliance.silence_queries import Key
from backend.db import ReadSession, WriteSession
from backend.directory import queries as directory
from backend.directory.service import calendars
from backend.directory.terms import MailboxKind
from backend.workingtime.hours import in_vietnam, working_time_between

LIVELY_WITHIN = timedelta(days=14)  # boxes with a letter since then are told apart without reading their past


async def look(session: WriteSession, now: datetime) -> int:
    """End the silences that are over, note those that began; how many began. Each is noted once.

    Raises:
        LookupError: silence.toml has no row.
    """
    boxes = await _published(session, now)
    last = await queries.last_of_boxes(session, now - LIVELY_WITHIN)
    standing = {(row.agency_code, row.box, row.way): row for row in await queries.standing(session)}
    for key, row in standing.items():
        if key[:2] not in boxes:
            row.ended_at = now
        elif last.get(key, row.since) > row.since:
            row.ended_at = last[key]
    silent = {key for key, row in standing.items() if row.ended_at is None}
    rows = await _fallen(session, boxes, last, silent, now)
    return sum([await queries.note(session, row) for row in rows])


async def _published(session: ReadSession, now: datetime) -> set[tuple[str, str]]:
    """Shared boxes, by agency and address; whether an official writes much is nobody's business."""
    today = in_vietnam(now).date()
    return {
        (box.agency_code, box.address)
        for box in await directory.every_mailbox(session)
        if box.published_at is not None
        and box.kind != MailboxKind.PERSONAL
        and (box.published_from is None or box.published_from <= today)
        and (box.published_to is None or box.published_to > today)
    }


async def _fallen(
    session: ReadSession,
    boxes: set[tuple[str, str]],
    last: Mapping[Key, datetime],
    silent: set[Key],
    now: datetime,
) -> list[SilentMailbox]:
    rule = rule_of(in_vietnam(now).date())
    told_until = await queries.told_until(session, now - LIVELY_WITHIN)
    until = {way: min(told, now) for way, told in told_until.items()}  # clocks of mail servers run ahead
    own = await calendars(session, {code for code, _ in boxes})
    asked: dict[str, list[Key]] = defaultdict(list)
    for code, box in sorted(boxes):
        for way, told in until.items():
            spoke = last.get((code, box, way))
            quiet = spoke is None or working_time_between(spoke, told, own[code]) >= rule.least
            if quiet and (code, box, way) not in silent:
                asked[code].append((code, box, way))
    found = []
    for code, keys in asked.items():
        moments = await queries.moments_of(session, code, now - rule.looked_back)
        broken = await _broken(session, code, now - rule.looked_back)
        for key in keys:
            silence = silence_of(moments.get(key, ()), until[Way(key[2])], own[code], rule, broken.get(key, ()))
            if silence is not None:
                longest = int(silence.longest.total_seconds())
                row = {"since": silence.since, "found_at": now, "longest_seconds": longest, "gaps": silence.gaps}
                found.append(SilentMailbox(agency_code=code, box=key[1], way=key[2], **row))
    return found


async def _broken(session: ReadSession, code: str, since: datetime) -> dict[Key, set[datetime]]:
    found: dict[Key, set[datetime]] = defaultdict(set)
    for row in await queries.silences_since(session, code, since):
        found[row.agency_code, row.box, row.way].add(row.since)
    return found
