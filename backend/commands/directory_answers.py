"""What `congvu directory official-address` and `people` print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from backend.commands.directory_database import opened, trusted_keys
from backend.settings import Settings

if TYPE_CHECKING:
    from backend.directory.official_address import AddressesOn
    from backend.directory.people_changes import InOffice, PeopleChanges


@dataclass(frozen=True, slots=True)
class Answer:
    """`proved`: there is an address, and the proof of each holds."""

    lines: Sequence[str]
    proved: bool


async def addresses(settings: Settings, agency: str, day: date, known_on: date | None) -> Answer:
    """
    Raises:
        NotFound: no agency has this code.
    """
    from backend.clock import VIETNAM, SystemClock
    from backend.directory.history import Trust
    from backend.directory.official_address import official_addresses

    now = SystemClock().now()
    known_at = datetime.combine(known_on + timedelta(days=1), time.min, VIETNAM) if known_on else now
    async with opened(settings) as database, database.read() as session:
        found = await official_addresses(session, agency, day, known_at, Trust(trusted_keys(settings)))
    proved = bool(found.addresses) and all(one.proof.holds for one in found.addresses)
    return Answer(list(_address_lines(found)), proved)


def _address_lines(found: "AddressesOn") -> Iterator[str]:
    yield f"{found.agency_code} {found.agency_name}, official addresses on {found.day}:"
    if not found.addresses:
        yield f"  none; the history begins {found.history_begins or 'with the first import'}"
    for one in found.addresses:
        proof, until = one.proof, f" until {one.valid_to}" if one.valid_to else ""
        yield f"  {one.address}, from {one.valid_from}{until}, decision {one.decision_number or '(none named)'}"
        by = proof.login or "a command"
        yield f"    entered {proof.entered_at.isoformat(timespec='seconds')} by {by}: change {proof.seq}"
        yield f"    hash {proof.hash}, signed with key {proof.key_id or '(none)'}"
        yield f"    proof {'holds' if proof.holds else 'DOES NOT HOLD'}"


async def people(settings: Settings, since: date, until: date | None) -> list[str]:
    """Joiners, movers, leavers, and those in office today without a box."""
    from backend.clock import today_in_vietnam
    from backend.directory import queries
    from backend.directory.people_changes import people_changes

    today = today_in_vietnam()
    async with opened(settings) as database, database.read() as session:
        rows = await queries.officials_between(session, since, until or today + timedelta(days=1))
        changes = people_changes(rows, since, until or today + timedelta(days=1))
        boxless = await queries.officials_without_box(session, today)
    return [*_change_lines(changes), *(f"no box: {_named(one)}" for one in boxless)]


def _change_lines(changes: "PeopleChanges") -> Iterator[str]:
    yield from (f"joined {one.valid_from}: {_named(one)}" for one in changes.joined)
    yield from (
        f"moved {one.joined.valid_from}: {_named(one.joined)}, from {one.left.agency_code}" for one in changes.moved
    )
    yield from (f"left {one.valid_to}: {_named(one)}" for one in changes.left)


def _named(one: "InOffice") -> str:
    return f"{one.agency_code} {one.name}"
