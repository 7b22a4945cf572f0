"""Stores what mailboxes' servers say of letters as facts. Part of one unit of work."""

from collections.abc import Sequence

from backend.correspondence import fact_queries
from backend.correspondence.intake import Intake, book_of, store
from backend.correspondence.mailbox_events import MailboxEvent, facts_of_mailbox_events, told
from backend.correspondence.terms import FactKind, FactSource
from backend.db import WriteSession

_KINDS = (FactKind.IN_MAILBOX, FactKind.OPENED, FactKind.MDN_SENT)


async def take_in_mailbox_events(session: WriteSession, events: Sequence[MailboxEvent], sequence: int) -> Intake:
    """Events about letters that are known, numbered on from `sequence`; all others leave no trace."""
    message_ids = [event.message_id for event in events]
    checked = await fact_queries.facts_of_message_ids(session, message_ids, (FactKind.CHECKED,))
    said = await fact_queries.facts_of_message_ids(session, list(checked), _KINDS)
    known = {told(fact) for facts in said.values() for fact in facts if fact.source is FactSource.DOVECOT}
    concerned = [event for event in events if event.message_id in checked]
    book = await book_of(session, {event.mailbox for event in concerned})
    facts = list(facts_of_mailbox_events(concerned, checked, known, book, sequence))
    stored = await store(session, facts)
    return Intake(stored.groups, stored.facts, max([sequence, *(fact.sequence for fact in facts)]))
