"""The closed sets of the schema are the domain's own enumerations; here Strawberry is told of them."""

import strawberry

from backend.access.roles import Role
from backend.audit.looks import LookReason
from backend.classification.declarations import DeclarationReason
from backend.classification.false_alarms import AlarmReason
from backend.classification.shadow import Outcome as ShadowOutcome
from backend.classification.verdict import Action, Ring
from backend.compliance.address_health import Trouble as AddressTrouble
from backend.compliance.directive import ClauseState
from backend.compliance.directive import Origin as ClauseOrigin
from backend.compliance.fallen_silent import Way as SilentWay
from backend.compliance.mailbox_checks import CheckState, Evidence
from backend.compliance.protection import Browser, Gate, Host
from backend.compliance.terms import Coverage, LinkState
from backend.compliance.terms import Reason as CoverageReason
from backend.correspondence.acts import Act
from backend.correspondence.figure_parts import FigurePart
from backend.correspondence.figure_terms import CountedAs
from backend.correspondence.sent_way import WayState
from backend.correspondence.terms import AnsweredBy, Expected, Language, SenderClass, Standing
from backend.directory.channels import Channel
from backend.directory.lookalike_addresses import LookalikeReason
from backend.directory.recipient_reasons import AskReason, BlankReason, EntryState, MatchReason
from backend.directory.search_entries import EntryKind
from backend.directory.terms import MailboxKind

__all__ = [
    "Act",
    "Action",
    "AddressTrouble",
    "AlarmReason",
    "AnsweredBy",
    "AskReason",
    "BlankReason",
    "Browser",
    "Channel",
    "CheckState",
    "ClauseOrigin",
    "ClauseState",
    "CountedAs",
    "Coverage",
    "CoverageReason",
    "DeclarationReason",
    "EntryKind",
    "EntryState",
    "Evidence",
    "Expected",
    "FigurePart",
    "Gate",
    "Host",
    "Language",
    "LinkState",
    "LookReason",
    "LookalikeReason",
    "MailboxKind",
    "MatchReason",
    "Ring",
    "Role",
    "SenderClass",
    "ShadowOutcome",
    "SilentWay",
    "Standing",
    "WayState",
]

_CLOSED_SETS = (
    Act,
    Action,
    AlarmReason,
    AnsweredBy,
    AskReason,
    BlankReason,
    Channel,
    CheckState,
    ClauseState,
    CountedAs,
    Coverage,
    DeclarationReason,
    EntryKind,
    EntryState,
    Expected,
    FigurePart,
    Gate,
    Language,
    LinkState,
    LookReason,
    LookalikeReason,
    MailboxKind,
    MatchReason,
    Ring,
    Role,
    SenderClass,
    Standing,
    WayState,
)
for _closed_set in _CLOSED_SETS:
    strawberry.enum(_closed_set)
strawberry.enum(CoverageReason, name="CoverageReason")
strawberry.enum(ShadowOutcome, name="ShadowOutcome")
strawberry.enum(AddressTrouble, name="AddressTrouble")
strawberry.enum(SilentWay, name="SilentWay")
strawberry.enum(Browser, name="BrowserFamily")
strawberry.enum(Evidence, name="CheckEvidence")
strawberry.enum(Host, name="WebmailKind")
strawberry.enum(ClauseOrigin, name="ClauseOrigin")
