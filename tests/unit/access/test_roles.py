"""The table of who may do what, read row by row."""

from dataclasses import dataclass

import pytest

from backend.access.roles import TABLE, Capability, Role, line_of, may, may_somewhere
from backend.directory.terms import OfficialRole

PARENTS = {"H55": None, "H55.05": "H55", "H55.05.1": "H55.05", "H55.07": "H55"}


@dataclass(frozen=True)
class Held:
    role: str
    agency_code: str


def allowed(role: Role, at: str, capability: Capability, agency: str) -> bool:
    return may([Held(role, at)], capability, line_of(agency, PARENTS))


OF_LETTERS = (Capability.READ_LETTERS, Capability.ACT_ON_LETTERS, Capability.READ_GATE_DIFFERENCES)

# (role held at H55.05, capability) → agencies it reaches
EXPECTED = {
    (Role.HEAD, Capability.READ_LETTERS): {"H55.05"},
    (Role.HEAD, Capability.READ_FIGURES): {"H55.05", "H55.05.1"},
    (Role.HEAD, Capability.READ_GATE_DIFFERENCES): {"H55.05"},
    (Role.CLERK, Capability.READ_LETTERS): {"H55.05"},
    (Role.CLERK, Capability.READ_FIGURES): set(),
    (Role.CLERK, Capability.READ_GATE_DIFFERENCES): set(),
    (Role.OFFICIAL, Capability.READ_LETTERS): set(),
    (Role.OFFICIAL, Capability.READ_FIGURES): set(),
    (Role.OFFICIAL, Capability.READ_GATE_DIFFERENCES): set(),
    (Role.UNIT_HEAD, Capability.READ_LETTERS): set(),
    (Role.UNIT_HEAD, Capability.READ_FIGURES): set(),
    (Role.UNIT_HEAD, Capability.READ_GATE_DIFFERENCES): set(),
    **{(role, Capability.ENTER_CLEARANCE): set() for role in Role},
    **{(role, Capability.APPROVE_CLEARANCE): set() for role in Role},
    **{
        (role, capability): set()
        for role in (Role.SECRETS_OFFICER,)
        for capability in (Capability.READ_LETTERS, Capability.READ_FIGURES, Capability.READ_GATE_DIFFERENCES)
    },
    (Role.CLERK, Capability.ENTER_CLEARANCE): {"H55.05"},
    (Role.HEAD, Capability.ENTER_CLEARANCE): {"H55.05"},
    (Role.SECRETS_OFFICER, Capability.ENTER_CLEARANCE): {"H55.05"},
    (Role.HEAD, Capability.APPROVE_CLEARANCE): {"H55.05"},
    (Role.SECRETS_OFFICER, Capability.APPROVE_CLEARANCE): {"H55.05"},
    (Role.IT_ADMIN, Capability.READ_LETTERS): set(),
    (Role.IT_ADMIN, Capability.READ_FIGURES): set(),
    (Role.IT_ADMIN, Capability.READ_GATE_DIFFERENCES): {"H55.05", "H55.05.1"},
    **{(role, Capability.ACT_ON_LETTERS): set() for role in Role},
    (Role.CLERK, Capability.ACT_ON_LETTERS): {"H55.05"},
    (Role.HEAD, Capability.ACT_ON_LETTERS): {"H55.05"},
    (Role.NAMED_RECEIVER, Capability.ACT_ON_LETTERS): {"H55.05"},
    **{(role, Capability.READ_SHIELDED): set() for role in Role},
    (Role.NAMED_RECEIVER, Capability.READ_SHIELDED): {"H55.05"},
    (Role.NAMED_RECEIVER, Capability.READ_LETTERS): {"H55.05"},
    (Role.DEPUTY, Capability.READ_LETTERS): {"H55.05"},
    (Role.DEPUTY, Capability.ACT_ON_LETTERS): {"H55.05"},
    (Role.DEPUTY, Capability.READ_FIGURES): set(),
    (Role.DEPUTY, Capability.READ_GATE_DIFFERENCES): set(),
    (Role.NAMED_RECEIVER, Capability.READ_FIGURES): set(),
    (Role.NAMED_RECEIVER, Capability.READ_GATE_DIFFERENCES): set(),
    **{
        (role, capability): set()
        for role in (
            Role.RECEIVER,
            Role.IT_OFFICER,
            Role.DATA_OFFICER,
            Role.SUPPORT_DESK,
            Role.DELEGATE,
            Role.RULE_EDITOR,
            Role.RULE_APPROVER,
        )
        for capability in (Capability.READ_LETTERS, Capability.READ_FIGURES, Capability.READ_GATE_DIFFERENCES)
    },
    (Role.RECEIVER, Capability.READ_LETTERS): {"H55.05"},
    (Role.RECEIVER, Capability.ACT_ON_LETTERS): {"H55.05"},
    **{
        (role, capability): {"H55.05"} if role in (Role.CLERK, Role.DEPUTY) else set()
        for role in Role
        for capability in (Capability.ISSUE, Capability.READ_ISSUED)
    },
    (Role.HEAD, Capability.READ_ISSUED): {"H55.05"},
    **{(role, Capability.READ_ADDRESS_HEALTH): set() for role in Role},
    (Role.CLERK, Capability.READ_ADDRESS_HEALTH): {"H55.05"},
    (Role.HEAD, Capability.READ_ADDRESS_HEALTH): {"H55.05"},
    (Role.IT_ADMIN, Capability.READ_ADDRESS_HEALTH): {"H55.05", "H55.05.1"},
    **{
        (role, Capability.KEEP_DUTY): {"H55.05", "H55.05.1"} if role in (Role.IT_ADMIN, Role.SUPPORT_DESK) else set()
        for role in Role
    },
    **{(role, capability): set() for role in (Role.AUDITOR, Role.DIRECTORY_ADMIN) for capability in OF_LETTERS},
    (Role.AUDITOR, Capability.READ_FIGURES): {"H55.05", "H55.05.1"},
    (Role.DIRECTORY_ADMIN, Capability.READ_FIGURES): set(),
    (Role.DIRECTORY_ADMIN, Capability.READ_ADDRESS_HEALTH): {"H55.05", "H55.05.1"},
    **{(role, Capability.READ_NUMBER_GAPS): {"H55.05"} if role is Role.CLERK else set() for role in Role},
    **{
        (role, capability): {"H55.05"} if role in (Role.CLERK, Role.DEPUTY, Role.RECEIVER) else set()
        for role in Role
        for capability in (Capability.READ_MAILBOX_CHECKS, Capability.NOTE_MAILBOX_CHECK)
    },
    (Role.HEAD, Capability.READ_MAILBOX_CHECKS): {"H55.05", "H55.05.1"},
    **{(role, Capability.READ_SECRECY_COUNTS): {"H55.05"} if role is Role.SECRETS_OFFICER else set() for role in Role},
    **{(role, Capability.READ_PROTECTION): set() for role in Role},
    (Role.HEAD, Capability.READ_PROTECTION): {"H55.05"},
    (Role.IT_ADMIN, Capability.READ_PROTECTION): {"H55.05", "H55.05.1"},
    **{
        (role, capability): {"H55.05"} if role in (Role.RULE_EDITOR, Role.RULE_APPROVER) else set()
        for role in Role
        for capability in (Capability.READ_RULES, Capability.RESTORE_RULES)
    },
    **{(role, Capability.DECIDE_DATA_REQUESTS): set() for role in Role},
    (Role.DATA_OFFICER, Capability.DECIDE_DATA_REQUESTS): {"H55.05", "H55.05.1"},
    **{
        (role, capability): {"H55.05", "H55.05.1"} if role is Role.SUPPORT_DESK else set()
        for role in Role
        for capability in (Capability.ANSWER_TICKETS, Capability.HOLD_COURSES)
    },
    **{
        (role, capability): set()
        for role in Role
        for capability in (Capability.READ_REPORTS, Capability.APPROVE_REPORTS, Capability.ENTER_REGULATION)
    },
    (Role.CLERK, Capability.READ_REPORTS): {"H55.05"},
    (Role.HEAD, Capability.READ_REPORTS): {"H55.05", "H55.05.1"},
    (Role.AUDITOR, Capability.READ_REPORTS): {"H55.05", "H55.05.1"},
    (Role.HEAD, Capability.APPROVE_REPORTS): {"H55.05"},
    (Role.CLERK, Capability.ENTER_REGULATION): {"H55.05"},
    (Role.HEAD, Capability.ENTER_REGULATION): {"H55.05"},
    **{(role, Capability.USE_PLUGIN): {"H55.05"} for role in Role},
    **{(role, Capability.DECLARE): {"H55.05"} for role in Role},
}


def test_every_role_and_capability_is_decided() -> None:
    assert EXPECTED.keys() == {(role, capability) for role in Role for capability in Capability}


@pytest.mark.parametrize(("role", "capability"), EXPECTED, ids=str)
def test_a_role_reaches_exactly(role: Role, capability: Capability) -> None:
    reached = {agency for agency in PARENTS if allowed(role, "H55.05", capability, agency)}

    assert reached == EXPECTED[role, capability]
    assert may_somewhere([Held(role, "H55.05")], capability) == bool(reached)


def test_nobody_without_a_role_may_anything() -> None:
    assert not any(may([], capability, ("H55",)) or may_somewhere([], capability) for capability in Capability)


def test_a_loop_of_agencies_ends() -> None:
    assert line_of("a", {"a": "b", "b": "a"}) == ("a", "b")


def test_the_directory_and_the_table_know_the_same_roles() -> None:
    assert {role.value for role in OfficialRole} == {role.value for role in Role}
    assert TABLE.keys() == set(Capability)


def test_an_auditor_of_the_province_sees_every_agencys_figures_and_the_reports_of_them_alone() -> None:
    opened = {
        capability
        for capability in Capability
        if any(allowed(Role.AUDITOR, "H55", capability, agency) for agency in PARENTS)
    }

    assert opened == {Capability.READ_FIGURES, Capability.READ_REPORTS, Capability.USE_PLUGIN, Capability.DECLARE}
    assert all(allowed(Role.AUDITOR, "H55", Capability.READ_FIGURES, agency) for agency in PARENTS)
    assert not any(allowed(Role.AUDITOR, "H55.05", Capability.READ_FIGURES, agency) for agency in ("H55", "H55.07"))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICIAL, Role.UNIT_HEAD, Role.IT_OFFICER, Role.DELEGATE}))
def test_a_role_opens_something_that_not_every_official_has(role: Role) -> None:
    assert [one for one in Capability if role in TABLE[one] and Role.OFFICIAL not in TABLE[one]]
