"""The closed sets of the schema are the domain's own enumerations; here Strawberry is told of them."""

import strawberry

from backend.access.roles import Role
from backend.classification.declarations import DeclarationReason
from backend.classification.false_alarms import AlarmReason
from backend.classification.verdict import Action, Ring
from backend.correspondence.figure_terms import CountedAs
from backend.correspondence.terms import Language, SenderClass
from backend.directory.channels import Channel
from backend.directory.terms import MailboxKind

__all__ = [
    "Action",
    "AlarmReason",
    "Channel",
    "CountedAs",
    "DeclarationReason",
    "Language",
    "MailboxKind",
    "Ring",
    "Role",
    "SenderClass",
]

for _closed_set in (
    Action,
    AlarmReason,
    Channel,
    CountedAs,
    DeclarationReason,
    Language,
    MailboxKind,
    Ring,
    Role,
    SenderClass,
):
    strawberry.enum(_closed_set)
