"""Which entries a few changes of the directory's history may have changed. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from backend.directory.recorded import AGENCY, AGENCY_NAME, ALIAS, ASSIGNMENT, MAILBOX, OFFICIAL, SUCCESSION

_OF_EVERYBODY = frozenset(one.name for one in (AGENCY, AGENCY_NAME, SUCCESSION))  # all below an agency bear its names


class Change(Protocol):
    """One row of the history (DirectoryChange)."""

    @property
    def entity(self) -> str: ...
    @property
    def before(self) -> str | None: ...
    @property
    def after(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Touched:
    """`addresses` of mailboxes, codes of `agencies` whose mailboxes changed, ids of `officials`."""

    addresses: frozenset[str]
    agencies: frozenset[str]
    officials: frozenset[str]


def touched(changes: Iterable[Change]) -> Touched | None:
    """None where any entry may have changed."""
    addresses, agencies, officials = set[str](), set[str](), set[str]()
    for change in changes:
        if change.entity in _OF_EVERYBODY:
            return None
        for row in _rows(change):
            if change.entity == MAILBOX.name:
                addresses.add(row["address"])
                agencies.add(row["agency_code"])
            elif change.entity == ALIAS.name:
                addresses.add(row["address"])
            elif change.entity == OFFICIAL.name:
                officials.add(row["id"])
                addresses.update(filter(None, [row["login"]]))  # a head's post is said at the desk too
            elif change.entity == ASSIGNMENT.name:
                officials.add(row["official_id"])
    return Touched(frozenset(addresses), frozenset(agencies), frozenset(officials))


def _rows(change: Change) -> Iterator[Mapping[str, Any]]:
    return map(orjson.loads, filter(None, (change.before, change.after)))
