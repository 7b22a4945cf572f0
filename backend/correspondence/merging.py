"""Two letters about one thing, of one sender or of one person who wrote from two addresses: their clocks count once.

The earlier one goes on, with the answer that either had; where they came from two addresses, an answer to either ends
it. Taking that back is another fact, and both are what they were.
"""

from collections.abc import Sequence

from backend.correspondence import fact_queries, joining_queries, queries
from backend.correspondence.acts import Act, ActRefused, LetterAct, act_fact, acts_of
from backend.correspondence.facts import NewFact
from backend.correspondence.joining import fact_of_both, families_of
from backend.correspondence.models import Correspondence
from backend.correspondence.terms import MergedLetter, SenderClass
from backend.db import ReadSession, WriteSession


async def fact_of(session: WriteSession, row: Correspondence, done: LetterAct) -> NewFact:
    """The merger as a fact of the letter's counterpart, or of both where they are two.

    Raises:
        ActRefused: the other letter is not one that may be about the same thing, or was merged already.
    """
    found = await queries.letter(session, done.text("into"))
    other = found[0] if found else None
    if other is None or other.id == row.id or other.agency_code != row.agency_code:
        raise ActRefused("into: not another letter to the same agency")
    if other.shielded and not row.shielded:
        raise ActRefused("into: not another letter to the same agency")
    if row.merged_into or other.merged_into:
        raise ActRefused("into: was merged already")
    if other.correspondent_id == row.correspondent_id:
        return act_fact(row.agency_code, row.correspondent_id, done)
    if SenderClass.AGENCY in (row.sender_class, other.sender_class):
        raise ActRefused("into: two agencies are not one sender")
    await joining_queries.add_link(session, row.agency_code, row.correspondent_id, other.correspondent_id)
    return fact_of_both(row.agency_code, (row.correspondent_id, other.correspondent_id), done)


async def counterparts_of(session: ReadSession, row: Correspondence, act: LetterAct) -> Sequence[str]:
    """Who has this act as a fact: of a merger both whose letters it merges."""
    found = await queries.letter(session, act.text("into")) if act.act is Act.MERGED else None
    other = await queries.letter(session, act.letter_id) if act.letter_id != row.id else None
    rows = [row, *(one[0] for one in (found, other) if one is not None)]
    return sorted({one.correspondent_id for one in rows})


async def acts_about(session: ReadSession, row: Correspondence) -> list[LetterAct]:
    """What holds of a letter, mergers that name it from the other side included."""
    facts = await fact_queries.acts_of_group(session, row.agency_code, row.correspondent_id)
    return [act for act in acts_of(facts) if act.letter_id == row.id or act.text("into") == row.id]


async def merged_with(session: ReadSession, row: Correspondence) -> list[MergedLetter]:
    """The letters that are counted with this one; of a letter whose clock goes on elsewhere, that one."""
    if row.merged_into:
        found = await queries.letter(session, row.merged_into)
        return [MergedLetter(found[1].code, found[0].received_at, goes_on=True)] if found else []
    group = (row.agency_code, row.correspondent_id)
    family = (await families_of(session, [group])).get(group, frozenset({group}))
    merged = await queries.merged_into(session, row, {party for _, party in family})
    return [MergedLetter(one[1].code, one[0].received_at, goes_on=False) for one in merged]
