"""What may be taken back, and by whom: only what this agency's own people noted about this very letter."""

from backend.correspondence import fact_queries, merging, queries
from backend.correspondence.acts import BY_OTHERS, OF_NAMED_RECEIVERS, Act, ActRefused, LetterAct, act_fact, acts_of
from backend.correspondence.deriving import letter_id
from backend.correspondence.facts import NewFact
from backend.correspondence.joining import fact_of_both
from backend.correspondence.models import Correspondence
from backend.db import WriteSession


async def facts_of(
    session: WriteSession, row: Correspondence, done: LetterAct, *, sees_shielded: bool
) -> list[NewFact]:
    """The withdrawal as a fact, and those of other agencies that it brings with it: a letter passed on comes back from
    there. Of a merger of letters from two addresses both have it.

    Raises:
        ActRefused: nothing like this was noted about the letter, it is the sender's or another agency's word, it is a
            named receiver's to take back, or the other agency has begun with what was passed on.
    """
    meant = [act for act in await merging.acts_about(session, row) if act.id == done.text("withdraws")]
    if not meant:
        raise ActRefused("withdraws: nothing like this was noted about the letter")
    if any(act.act in BY_OTHERS or not act.by for act in meant):
        raise ActRefused("withdraws: the sender's or another agency's word")
    if any(act.act in (*OF_NAMED_RECEIVERS, Act.SHIELDED) for act in meant) and not sees_shielded:
        raise ActRefused("withdraws: a named receiver's to take back")
    both = {party for act in meant for party in await merging.counterparts_of(session, row, act)}
    passed_on = [act for act in meant if act.act is Act.PASSED_ON]
    taken_back = [await _taken_back(session, row, done, act.text("agency")) for act in passed_on]
    return [fact_of_both(row.agency_code, both, done), *taken_back]


async def _taken_back(session: WriteSession, row: Correspondence, done: LetterAct, agency_code: str) -> NewFact:
    own_id = letter_id(agency_code, row.correspondent_id, row.message_id or row.id)
    there = await queries.letter(session, own_id)
    begun = await fact_queries.acts_of_group(session, agency_code, row.correspondent_id)
    acted = any(act.letter_id == own_id for act in acts_of(begun))
    if acted or (there is not None and there[0].answered_at is not None):
        raise ActRefused("withdraws: the other agency has begun; it can pass the letter back")
    withdrawn = LetterAct(done.id, Act.WITHDRAWN, "", done.at, done.by, {"withdraws": done.text("withdraws")})
    return act_fact(agency_code, row.correspondent_id, withdrawn)
