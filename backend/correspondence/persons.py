"""Which counterparts of an agency are one person, by what officials said of letters and have not taken back. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backend.correspondence.acts import Act, acts_of
from backend.correspondence.facts import NewFact
from backend.correspondence.terms import SenderClass


@dataclass(frozen=True, slots=True)
class Member:
    """One counterpart and all facts of it and the agency, in any order."""

    correspondent_id: str
    sender_class: SenderClass
    facts: Sequence[NewFact]


def persons(members: Iterable[Member]) -> Iterator[list[Member]]:
    """Those of one person together: a merger that holds is a fact of each whose letters it merges."""
    rest = [(member, _mergers(member)) for member in sorted(members, key=lambda one: one.correspondent_id)]
    while rest:
        member, acts = rest.pop(0)
        person = [member]
        while joined := [one for one in rest if one[1] & acts]:
            person += [one[0] for one in joined]
            acts = acts.union(*(one[1] for one in joined))
            rest = [one for one in rest if one not in joined]
        yield person


def _mergers(member: Member) -> set[str]:
    return {act.id for act in acts_of(member.facts) if act.act is Act.MERGED}
