"""Who may do what: the one table (architecture.md, "Who may do what"). Only roles in use today stand here."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Role(StrEnum):
    OFFICIAL = "official"
    CLERK = "clerk"
    UNIT_HEAD = "unit_head"
    HEAD = "head"
    IT_ADMIN = "it_admin"


class Capability(StrEnum):
    """Something a signed-in login may be allowed to do."""

    USE_PLUGIN = "use_plugin"  # ask who recipients are, report verdicts
    DECLARE = "declare"  # by name, for a file of one's own
    READ_LETTERS = "read_letters"  # citizens' and businesses' letters to an agency
    READ_FIGURES = "read_figures"  # response times of an agency
    READ_GATE_DIFFERENCES = "read_gate_differences"  # submissions the browser's gate never saw


class Reach(StrEnum):
    """How far a capability goes in the tree of agencies, seen from the agency where the role is held."""

    OWN = "own"
    BELOW = "below"  # the own agency and every agency under it


_EVERYONE = {role: Reach.OWN for role in Role}

TABLE: Mapping[Capability, Mapping[Role, Reach]] = {
    Capability.USE_PLUGIN: _EVERYONE,
    Capability.DECLARE: _EVERYONE,
    # A parent agency or an IT admin never opens a citizen's letter.
    Capability.READ_LETTERS: {Role.CLERK: Reach.OWN, Role.HEAD: Reach.OWN},
    Capability.READ_FIGURES: {Role.HEAD: Reach.BELOW},
    Capability.READ_GATE_DIFFERENCES: {Role.HEAD: Reach.OWN, Role.IT_ADMIN: Reach.BELOW},
}


def reach_of(capability: Capability, roles: Collection[Role]) -> Reach | None:
    """The furthest reach any of these roles gives; None if none of them has the capability."""
    reaches = {TABLE[capability][role] for role in roles if role in TABLE[capability]}
    return Reach.BELOW if Reach.BELOW in reaches else Reach.OWN if reaches else None
