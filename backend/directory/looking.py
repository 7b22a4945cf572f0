"""Who looks, as the record of looks names them."""

from backend.audit.looks import Looker
from backend.directory.terms import Principal


def looker_of(principal: Principal) -> Looker:
    """By person where one alone uses the log-in."""
    return Looker(
        login=principal.login,
        person_id=principal.people[0].id if len(principal.people) == 1 else None,
        agency_code=principal.agency.code if principal.agency else "",
    )
