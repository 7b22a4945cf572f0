"""Tables of the official directory, by what they are about. Every row that may end says from when to when."""

from backend.directory.agency_models import (
    Agency,
    AgencyChannel,
    AgencyGroup,
    AgencyGroupMember,
    AgencyGroupRule,
    AgencyPastName,
    AgencyReadiness,
    AgencySuccession,
)
from backend.directory.calendar_models import AgencyDay, AgencyTerm, AgencyWeek
from backend.directory.correction_models import RecipientCorrection
from backend.directory.history_models import DirectoryChange, DirectoryRevision, DirectorySignature
from backend.directory.mailbox_models import BusinessAddress, LoginMailbox, Mailbox, MailboxAlias, PrivateAddress
from backend.directory.people_models import Official, RoleAssignment

__all__ = [
    "Agency",
    "AgencyChannel",
    "AgencyDay",
    "AgencyGroup",
    "AgencyGroupMember",
    "AgencyGroupRule",
    "AgencyPastName",
    "AgencyReadiness",
    "AgencySuccession",
    "AgencyTerm",
    "AgencyWeek",
    "BusinessAddress",
    "DirectoryChange",
    "DirectoryRevision",
    "DirectorySignature",
    "LoginMailbox",
    "Mailbox",
    "MailboxAlias",
    "Official",
    "PrivateAddress",
    "RecipientCorrection",
    "RoleAssignment",
]
