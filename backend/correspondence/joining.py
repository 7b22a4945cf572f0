"""One person who writes from two addresses: whose letters a clerk said to be about one thing are derived together.

Facts stay with the address they came from; that two of its letters are one is another fact (`Act.MERGED`), which both
have and which can be taken back. Who was joined once is looked up by a table (`joined_correspondent`); who is one
person now the facts alone say (`persons`).
"""

from collections.abc import Collection, Iterable, Mapping

from backend.correspondence import fact_queries, joining_queries
from backend.correspondence.acts import LetterAct, act_fact
from backend.correspondence.facts import NewFact
from backend.correspondence.terms import Group
from backend.db import ReadSession, WriteSession

Families = Mapping[Group, frozenset[Group]]  # of those groups that are joined with another, all of them, by each


def fact_of_both(agency_code: str, correspondents: Iterable[str], act: LetterAct) -> NewFact:
    """An act about letters of several counterparts, as a fact that each of them has."""
    return act_fact(agency_code, "", act)._replace(parties=frozenset(correspondents))


async def families_of(session: ReadSession, groups: Collection[Group]) -> Families:
    """Everybody who was joined with somebody of these groups, over however many steps; most are with nobody."""
    links: dict[Group, set[Group]] = {}
    asked: set[Group] = set()
    while fresh := {*groups, *(one for linked in links.values() for one in linked)} - asked:
        asked |= fresh
        for group, other in await joining_queries.links(session, fresh):
            links.setdefault(group, set()).add(other)
    return {group: _reached(group, links) for group in links}


async def locked(session: WriteSession, groups: Collection[Group]) -> tuple[set[Group], Families, dict[str, str]]:
    """These groups with all that are joined with them, and the sender class of each counterpart, who is locked.

    Whoever was joined while a lock was waited for is locked too.
    """
    families = await families_of(session, groups)
    while True:
        whole = {*groups, *(one for family in families.values() for one in family)}
        classes = await fact_queries.lock_parties(session, {party for _, party in whole})
        if session.dialect == "sqlite":  # nobody else writes meanwhile
            return whole, families, classes
        families = await families_of(session, groups)
        if all(one in whole for family in families.values() for one in family):
            return whole, families, classes


def _reached(group: Group, links: Mapping[Group, Collection[Group]]) -> frozenset[Group]:
    found, fresh = {group}, {group}
    while fresh:
        fresh = {other for one in fresh for other in links.get(one, ())} - found
        found |= fresh
    return frozenset(found)
