"""Stores the letters of a watched folder as facts, and what they mean. Part of one unit of work."""

from collections.abc import Sequence

from backend.correspondence.facts import forms_of
from backend.correspondence.intake import Intake, take_in_past_letters
from backend.correspondence.sender_class import SenderRules
from backend.correspondence.watched_letters import WatchedLetter, received_letter, sent_letter
from backend.db import WriteSession
from backend.directory import queries as directory


async def take_in_watched_letters(
    session: WriteSession, letters: Sequence[WatchedLetter], mailbox: str, rules: SenderRules, *, sent: bool
) -> Intake:
    """Letters of a mailbox's inbox, or (`sent`) of its folder of sent mail; of an official's own nothing is kept."""
    boxes = await directory.recorded_addresses(session)

    def is_box(address: str) -> bool:
        return any(form in boxes for form in forms_of(address))

    if not is_box(mailbox):
        return Intake(frozenset(), 0)
    read = (sent_letter(one, mailbox) if sent else received_letter(one, mailbox, is_box) for one in letters)
    return await take_in_past_letters(session, [letter for letter in read if letter], rules)
