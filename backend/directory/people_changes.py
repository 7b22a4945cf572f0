"""Who came, moved, left, or has no box yet, from the dates of officials. Pure (Chỉ thị, khoản 5 điểm a)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class InOffice(Protocol):
    """A row of `official`. `valid_to`: the first day on which no longer in this office."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def agency_code(self) -> str: ...
    @property
    def login(self) -> str | None: ...
    @property
    def staff_number(self) -> str | None: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Move:
    """One person's end in one agency and beginning in another."""

    left: InOffice
    joined: InOffice


@dataclass(frozen=True, slots=True)
class PeopleChanges:
    joined: Sequence[InOffice]
    moved: Sequence[Move]
    left: Sequence[InOffice]


def people_changes(officials: Iterable[InOffice], since: date, until: date) -> PeopleChanges:
    """What happened from `since` to before `until`. Whoever ends and begins under one staff number, or else one log-in,
    has moved, and neither joined nor left."""
    rows = sorted(officials, key=lambda one: (one.agency_code, one.name, one.id))
    joined = [one for one in rows if one.valid_from is not None and since <= one.valid_from < until]
    left = [one for one in rows if one.valid_to is not None and since <= one.valid_to < until]
    moved = list(_moves(joined, left))
    begun, ended = {one.joined.id for one in moved}, {one.left.id for one in moved}
    return PeopleChanges(
        joined=[one for one in joined if one.id not in begun],
        moved=moved,
        left=[one for one in left if one.id not in ended],
    )


def _moves(joined: Sequence[InOffice], left: Sequence[InOffice]) -> Iterable[Move]:
    ended = _by_person(left)
    for person, begun in _by_person(joined).items():
        for before, after in zip(ended.get(person, ()), begun, strict=False):
            if before.agency_code != after.agency_code:
                yield Move(before, after)


def _by_person(rows: Sequence[InOffice]) -> Mapping[tuple[str, str], list[InOffice]]:
    found: dict[tuple[str, str], list[InOffice]] = defaultdict(list)
    for one in rows:
        if one.staff_number or one.login:
            found["number" if one.staff_number else "login", one.staff_number or one.login or ""].append(one)
    return found
