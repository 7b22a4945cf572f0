"""Which looks of others a visitor is shown: at letters, figures and lists that are theirs to see, or that name them."""

from collections.abc import Mapping

from backend.access.roles import Capability, may
from backend.audit.looks import Look
from backend.audit.models import AuditEntry
from backend.directory.terms import Principal

# What a visitor must be allowed in the agency itself to be told of the look; None: the entry has to name them.
# Being told of a look at letters for named receivers would say that there may be some: it is for those alone.
CONCERNED: Mapping[Look, Capability | None] = {
    Look.FIGURES: Capability.READ_LETTERS,
    Look.FIGURE_LETTERS: Capability.READ_LETTERS,
    Look.LETTER: Capability.READ_LETTERS,
    Look.SHIELDED: Capability.READ_SHIELDED,
    Look.NUMBER_GAPS: Capability.READ_ISSUED,
    Look.CLEARANCES: Capability.ENTER_CLEARANCE,
    Look.SECRECY_COUNTS: Capability.ENTER_CLEARANCE,
    Look.ADDRESS_HEALTH: None,
    Look.GATE_DIFFERENCES: None,
}


def agencies_of(principal: Principal) -> set[str]:
    """Where something of the visitor's can have been looked at."""
    own = {principal.agency.code} if principal.agency else set[str]()
    return own | {one.agency.code for one in principal.mailboxes} | {one.agency_code for one in principal.grants}


def concerns(entry: AuditEntry, principal: Principal) -> bool:
    needed = CONCERNED[Look(entry.deed)]
    if needed is not None:
        return may(principal.grants, needed, [entry.agency_code])
    addresses = {principal.login, *(one.address for one in principal.mailboxes)}
    return not addresses.isdisjoint(entry.data.get("people", ()))
