"""Takes past letters over: facts first, then what they mean. Nothing past is ever acknowledged."""

from collections.abc import Collection, Sequence
from datetime import datetime

from backend.correspondence.facts import forms_of
from backend.correspondence.intake import take_in_past_letters
from backend.correspondence.past_letters import past_letter
from backend.correspondence.recompute import recompute
from backend.correspondence.sender_class import SenderRules
from backend.db import WriteSession
from backend.directory import queries as directory


async def import_letters(
    session: WriteSession, messages: Sequence[tuple[str, bytes]], province_domains: Collection[str], now: datetime
) -> int:
    """Take over messages (From_ line, raw bytes) as one unit of work; returns how many facts were new."""
    boxes = await directory.recorded_addresses(session)

    def is_box(address: str) -> bool:
        return any(form in boxes for form in forms_of(address))

    read = (past_letter(raw, from_line, is_box) for from_line, raw in messages)
    domains = frozenset(domain.lower() for domain in province_domains)
    rules = SenderRules(domains, await directory.business_patterns(session))
    taken = await take_in_past_letters(session, [letter for letter in read if letter], rules)
    await recompute(session, taken.groups, now)
    return taken.facts
