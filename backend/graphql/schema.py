"""The schema: one class per feature, put together. Its SDL is committed beside it (schema.graphql)."""

import strawberry
from graphql import GraphQLError
from strawberry.types.execution import ExecutionContext

from backend.graphql.acts import ActsMutation, ActsQuery
from backend.graphql.addresses import AddressesQuery
from backend.graphql.apologies import ApologiesQuery
from backend.graphql.clearances import ClearancesQuery
from backend.graphql.dashboard_figures import DashboardFiguresQuery
from backend.graphql.declarations import DeclarationsMutation
from backend.graphql.directive import DirectiveQuery
from backend.graphql.directory_history import DirectoryHistoryQuery
from backend.graphql.directory_search import DirectorySearchQuery
from backend.graphql.false_alarms import FalseAlarmsMutation
from backend.graphql.gates import GatesQuery
from backend.graphql.issuance import IssuanceMutation, IssuanceQuery
from backend.graphql.letter_news import AgencyNewsQuery, LetterNewsSubscription
from backend.graphql.letters import LettersQuery
from backend.graphql.limits import EXTENSIONS
from backend.graphql.mailbox_checks import MailboxChecksMutation, MailboxChecksQuery
from backend.graphql.matters import MattersQuery
from backend.graphql.me import MeQuery
from backend.graphql.named_receivers import NamedReceiversQuery
from backend.graphql.outgoing_register import RegisterMutation, RegisterQuery
from backend.graphql.problems import HANDLERS
from backend.graphql.protection import ProtectionMutation, ProtectionQuery
from backend.graphql.recipients import RecipientsMutation, RecipientsQuery
from backend.graphql.response_times import ResponseTimesQuery
from backend.graphql.secrecy import SecrecyQuery
from backend.graphql.sent_letters import SentLettersMutation, SentLettersQuery
from backend.graphql.shadow import ShadowMutation
from backend.graphql.silent_mailboxes import SilentMailboxesQuery
from backend.graphql.verdicts import VerdictsMutation


@strawberry.type
class Query(
    MeQuery,
    RecipientsQuery,
    DirectorySearchQuery,
    ResponseTimesQuery,
    DashboardFiguresQuery,
    LettersQuery,
    NamedReceiversQuery,
    ActsQuery,
    ApologiesQuery,
    MattersQuery,
    SentLettersQuery,
    IssuanceQuery,
    RegisterQuery,
    AddressesQuery,
    SilentMailboxesQuery,
    GatesQuery,
    ClearancesQuery,
    DirectoryHistoryQuery,
    AgencyNewsQuery,
    MailboxChecksQuery,
    ProtectionQuery,
    DirectiveQuery,
    SecrecyQuery,
):
    pass


@strawberry.type
class Mutation(
    ActsMutation,
    SentLettersMutation,
    IssuanceMutation,
    RegisterMutation,
    VerdictsMutation,
    DeclarationsMutation,
    FalseAlarmsMutation,
    ShadowMutation,
    RecipientsMutation,
    MailboxChecksMutation,
    ProtectionMutation,
):
    pass


@strawberry.type
class Subscription(LetterNewsSubscription):
    pass


class Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Strawberry would log messages with what the client sent; `errors.present` logs what may be logged."""


schema = Schema(
    query=Query, mutation=Mutation, subscription=Subscription, extensions=EXTENSIONS, exception_handlers=HANDLERS
)
