"""Who declares something on a page of ours: the person chosen among those who share the visitor's log-in."""

from backend.classification.declarations import Declarer
from backend.directory.terms import Principal


def declarer_of(principal: Principal, person_id: str) -> Declarer | None:
    """None if nobody by this id uses the log-in, or the log-in belongs to no agency."""
    if principal.agency is None or person_id not in {person.id for person in principal.people}:
        return None
    return Declarer(principal.login, principal.agency.code, person_id)
