"""Who opens letters that may be denunciations or complaints, and which agencies have nobody.

The head may be the accused, so nobody stands in for a named receiver: where an agency has none, such letters wait
unseen, and the province is told that it has none, whether or not any letter came.

Source: Luật 25/2018/QH14, Điều 22 - 25; Luật 02/2011/QH13, Điều 8.
"""

from collections import defaultdict
from datetime import datetime

from backend.clock import VIETNAM
from backend.db import ReadSession
from backend.directory import queries
from backend.directory.service import principal_of
from backend.directory.terms import OfficialRole, Person


async def named_receivers(session: ReadSession, now: datetime) -> dict[str, tuple[Person, ...]]:
    """By agency code, who can open such letters today: one who shares a log-in with others who may not, cannot."""
    found: dict[str, dict[str, Person]] = defaultdict(dict)
    for login in sorted(await queries.named_receiver_logins(session, now.astimezone(VIETNAM).date())):
        principal = await principal_of(session, login, now)
        for grant in principal.grants:
            if grant.role is OfficialRole.NAMED_RECEIVER:
                found[grant.agency_code] |= {person.id: person for person in principal.people}
    return {code: tuple(sorted(people.values(), key=lambda one: (one.name, one.id))) for code, people in found.items()}


async def agencies_without(session: ReadSession, now: datetime) -> list[str]:
    """The codes of agencies that exist, with a published mailbox, where nobody can open such letters."""
    today = now.astimezone(VIETNAM).date()
    ended = {one.code for one in await queries.every_agency(session) if one.valid_to and one.valid_to <= today}
    boxes = await queries.published_agency_boxes(session, today)
    return sorted(boxes.keys() - ended - (await named_receivers(session, now)).keys())
