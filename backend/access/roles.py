"""Who may do what: the one table (architecture.md, "Who may do what"). Only roles in use today stand here."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    OFFICIAL = "official"
    CLERK = "clerk"
    DEPUTY = "deputy"  # stands in for the clerk
    UNIT_HEAD = "unit_head"
    HEAD = "head"
    SECRETS_OFFICER = "secrets_officer"
    NAMED_RECEIVER = "named_receiver"  # of denunciations and complaints
    IT_ADMIN = "it_admin"
    RECEIVER = "receiver"  # charged with the agency's box beside its clerk (Chỉ thị, khoản 2 điểm a)
    IT_OFFICER = "it_officer"  # whom the agency's people ask: sees nothing more
    RULE_EDITOR = "rule_editor"  # proposes what the province's mail stops
    RULE_APPROVER = "rule_approver"  # approves what another proposed
    DATA_OFFICER = "data_officer"  # answers people who ask about data held on them
    AUDITOR = "auditor"  # of the steering committee: figures, never letters
    DIRECTORY_ADMIN = "directory_admin"  # keeps the directory right: which published mailboxes are in trouble
    SUPPORT_DESK = "support_desk"  # answers difficulties people report, holds courses, and sees nothing more
    DELEGATE = "delegate"  # what was delegated stands in the directory; nothing opens by it alone


class Capability(StrEnum):
    """Something a signed-in login may be allowed to do."""

    USE_PLUGIN = "use_plugin"  # ask who recipients are, report verdicts
    DECLARE = "declare"  # by name, for a file of one's own
    READ_LETTERS = "read_letters"  # citizens' and businesses' letters to an agency
    ACT_ON_LETTERS = "act_on_letters"  # note what was done about them, by name
    READ_SHIELDED = "read_shielded"  # letters for the agency's named receivers only
    READ_FIGURES = "read_figures"  # response times of an agency
    ENTER_CLEARANCE = "enter_clearance"  # for a marked file, by a decision
    APPROVE_CLEARANCE = "approve_clearance"  # which another person entered
    READ_GATE_DIFFERENCES = "read_gate_differences"  # submissions the browser's gate never saw
    ISSUE = "issue"  # record issued papers, state reasons, take the register over
    READ_ISSUED = "read_issued"  # what the agency issued and how far it came
    READ_NUMBER_GAPS = "read_number_gaps"  # a list of missing numbers can be a list of secret papers
    READ_MAILBOX_CHECKS = "read_mailbox_checks"  # whether an agency's box was looked into, five times a day
    NOTE_MAILBOX_CHECK = "note_mailbox_check"  # that one did, by name
    READ_PROTECTION = "read_protection"  # in how many browsers our gate stands
    READ_RULES = "read_rules"  # what is in force, in shadow, and counted by agency
    RESTORE_RULES = "restore_rules"  # bring back what was in force before
    DECIDE_DATA_REQUESTS = "decide_data_requests"  # of people about data held on them
    READ_SECRECY_COUNTS = "read_secrecy_counts"  # how often papers were stopped and let pass
    READ_REPORTS = "read_reports"  # quarterly, of the agency that reports: drafts too
    APPROVE_REPORTS = "approve_reports"  # by name; and send them
    ENTER_REGULATION = "enter_regulation"  # draft the regulation on official mail, note its number once signed
    READ_ADDRESS_HEALTH = "read_address_health"  # official mailboxes that bounce, lie unread or did not confirm
    ANSWER_TICKETS = "answer_tickets"  # of people who report a difficulty
    KEEP_DUTY = "keep_duty"  # the duty roster, the incident log, the sheet handed over; which boxes fell silent
    HOLD_COURSES = "hold_courses"  # on official mail: announce them, note who came


class Reach(StrEnum):
    """How far a capability goes in the tree of agencies, seen from the agency where the role is held."""

    OWN = "own"
    BELOW = "below"  # the own agency and every agency under it


_EVERYONE = dict.fromkeys(Role, Reach.OWN)

TABLE: Mapping[Capability, Mapping[Role, Reach]] = {
    Capability.USE_PLUGIN: _EVERYONE,
    Capability.DECLARE: _EVERYONE,
    # A parent agency or an IT admin never opens a citizen's letter.
    Capability.READ_LETTERS: {
        Role.CLERK: Reach.OWN,
        Role.DEPUTY: Reach.OWN,
        Role.HEAD: Reach.OWN,
        Role.NAMED_RECEIVER: Reach.OWN,
        Role.RECEIVER: Reach.OWN,
    },
    Capability.ACT_ON_LETTERS: {
        Role.CLERK: Reach.OWN,
        Role.DEPUTY: Reach.OWN,
        Role.HEAD: Reach.OWN,
        Role.NAMED_RECEIVER: Reach.OWN,
        Role.RECEIVER: Reach.OWN,
    },
    # The head may be the accused: being head does not open these.
    Capability.READ_SHIELDED: {Role.NAMED_RECEIVER: Reach.OWN},
    # Held at the province's own agency an auditor's reach is the province; small groups stay hidden.
    Capability.READ_FIGURES: {Role.HEAD: Reach.BELOW, Role.AUDITOR: Reach.BELOW},
    Capability.ENTER_CLEARANCE: {Role.CLERK: Reach.OWN, Role.HEAD: Reach.OWN, Role.SECRETS_OFFICER: Reach.OWN},
    Capability.APPROVE_CLEARANCE: {Role.HEAD: Reach.OWN, Role.SECRETS_OFFICER: Reach.OWN},
    Capability.READ_GATE_DIFFERENCES: {Role.HEAD: Reach.OWN, Role.IT_ADMIN: Reach.BELOW},
    Capability.ISSUE: {Role.CLERK: Reach.OWN, Role.DEPUTY: Reach.OWN},
    Capability.READ_ISSUED: {Role.CLERK: Reach.OWN, Role.DEPUTY: Reach.OWN, Role.HEAD: Reach.OWN},
    Capability.READ_MAILBOX_CHECKS: {
        Role.CLERK: Reach.OWN,
        Role.DEPUTY: Reach.OWN,
        Role.RECEIVER: Reach.OWN,
        Role.HEAD: Reach.BELOW,
    },
    Capability.NOTE_MAILBOX_CHECK: {Role.CLERK: Reach.OWN, Role.DEPUTY: Reach.OWN, Role.RECEIVER: Reach.OWN},
    Capability.READ_PROTECTION: {Role.HEAD: Reach.OWN, Role.IT_ADMIN: Reach.BELOW},
    # The rules are the whole province's: whoever holds one of these anywhere may.
    Capability.READ_RULES: {Role.RULE_EDITOR: Reach.OWN, Role.RULE_APPROVER: Reach.OWN},
    Capability.RESTORE_RULES: {Role.RULE_EDITOR: Reach.OWN, Role.RULE_APPROVER: Reach.OWN},
    Capability.DECIDE_DATA_REQUESTS: {Role.DATA_OFFICER: Reach.BELOW},
    # Of the agency that reports for the province (settings: report_agency).
    Capability.READ_REPORTS: {Role.CLERK: Reach.OWN, Role.HEAD: Reach.BELOW, Role.AUDITOR: Reach.BELOW},
    Capability.APPROVE_REPORTS: {Role.HEAD: Reach.OWN},
    Capability.ENTER_REGULATION: {Role.CLERK: Reach.OWN, Role.HEAD: Reach.OWN},
    Capability.READ_ADDRESS_HEALTH: {
        Role.CLERK: Reach.OWN,
        Role.HEAD: Reach.OWN,
        Role.IT_ADMIN: Reach.BELOW,
        Role.DIRECTORY_ADMIN: Reach.BELOW,
    },
    Capability.ANSWER_TICKETS: {Role.SUPPORT_DESK: Reach.BELOW},
    Capability.KEEP_DUTY: {Role.IT_ADMIN: Reach.BELOW, Role.SUPPORT_DESK: Reach.BELOW},
    Capability.HOLD_COURSES: {Role.SUPPORT_DESK: Reach.BELOW},
    Capability.READ_SECRECY_COUNTS: {Role.SECRETS_OFFICER: Reach.OWN},  # never from above, never of a person
    Capability.READ_NUMBER_GAPS: {Role.CLERK: Reach.OWN},  # the agency's own clerk, nobody in the clerk's place
}


class HeldRole(Protocol):
    """A role held at one agency, as the directory tells it."""

    @property
    def role(self) -> str: ...
    @property
    def agency_code(self) -> str: ...


def may(held: Iterable[HeldRole], capability: Capability, agency_line: Sequence[str]) -> bool:
    """Whether any role held allows this for an agency.

    `agency_line`: the agency's code, then those of the agencies above it, as `line_of` gives them.
    """
    own, above = agency_line[:1], agency_line[1:]
    for grant in held:
        reach = TABLE[capability].get(Role(grant.role))
        if reach is not None and (grant.agency_code in own or (reach is Reach.BELOW and grant.agency_code in above)):
            return True
    return False


def may_somewhere(held: Iterable[HeldRole], capability: Capability) -> bool:
    """Whether any role held allows this for any agency at all."""
    return any(Role(grant.role) in TABLE[capability] for grant in held)


def agencies_of(held: Iterable[HeldRole], capability: Capability) -> frozenset[str]:
    """Where roles are held that allow this; not the agencies below."""
    return frozenset(one.agency_code for one in held if may([one], capability, [one.agency_code]))


def line_of(agency_code: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """An agency and everything above it, nearest first; a loop in the data ends it."""
    line: list[str] = []
    standing: str | None = agency_code
    while standing is not None and standing not in line:
        line.append(standing)
        standing = parents.get(standing)
    return tuple(line)
