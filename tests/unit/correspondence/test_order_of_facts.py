"""The same facts, in whatever order and however often they are told, give the same letters."""

import random
from ast import literal_eval
from dataclasses import asdict
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.correspondence.acts import Act, LetterAct, act_fact
from backend.correspondence.derived import DerivedLetter
from backend.correspondence.deriving import letter_id, letters_of_facts, letters_of_members
from backend.correspondence.facts import NewFact
from backend.correspondence.persons import Member, persons
from backend.correspondence.terms import FactKind, FactSource, SenderClass, Turn
from tests.unit.journal_lines import vietnam

MONDAY = vietnam("2026-01-05 08:00")
AGENCY, CITIZEN, OTHER = "H55.05", "DAN", "EM"
SAID: dict[Act, dict[str, str]] = {
    Act.ACKNOWLEDGED: {},
    Act.SENDERS_TURN: {},
    Act.SETTLED: {},
    Act.REOPENED: {},
    Act.NO_ANSWER_NEEDED: {"reason": "thanks"},
    Act.PASSED_ON: {"agency": "H55.07"},
    Act.EXTENDED: {"due_on": "2026-02-02", "reason": "complex"},
    Act.CLASSIFIED: {"sender_class": "business"},
    Act.SHIELDED: {},
}


def message(number: int, minute: int, *, outgoing: bool, parents: tuple[int, ...]) -> list[NewFact]:
    """A letter that the gate let pass, and its arrival."""
    party, own = {"correspondent": CITIZEN}, {"agency": AGENCY, "box": "sokhcn@thainguyen.gov.vn"}
    at = MONDAY + timedelta(minutes=minute)
    data: dict[str, Any] = {
        "from": own if outgoing else party,
        "to": [party if outgoing else own],
        "in_reply_to": [f"{one}@x" for one in parents],
        "references": [],
        "automatic": False,
        "may_acknowledge": True,
    }
    told: dict[str, Any] = {"queue_id": f"Q{number}", "message_id": f"{number}@x", "parties": frozenset({CITIZEN})}
    kind = FactKind.HANDED_OVER if outgoing else FactKind.IN_MAILBOX
    return [
        NewFact(AGENCY, FactSource.MILTER, number, FactKind.CHECKED, at, data, **told),
        NewFact(AGENCY, FactSource.POSTFIX, number, kind, at, {"to": data["to"][0]}, **told),
    ]


@st.composite
def histories(draw: st.DrawFn) -> list[NewFact]:
    """Letters and answers of one citizen and one agency, and what officials did about them."""
    facts: list[NewFact] = []
    count = draw(st.integers(1, 8))
    for number in range(1, count + 1):
        parents = tuple(sorted(one for one in draw(st.sets(st.integers(1, count), max_size=2)) if one < number))
        facts += message(number, 30 * number, outgoing=draw(st.booleans()), parents=parents)
    for number, (act, about, minute) in enumerate(draw(st.lists(done(count), max_size=6))):
        letter = letter_id(AGENCY, CITIZEN, f"{about}@x")
        said = {"into": letter_id(AGENCY, CITIZEN, "1@x")} if act is Act.MERGED else SAID.get(act, {})
        said = {"message_id": f"{count}@x"} if act is Act.ANSWER_LINKED else said
        said = {"withdraws": "A0"} if act is Act.WITHDRAWN else said
        moment = MONDAY + timedelta(minutes=minute)
        facts.append(act_fact(AGENCY, CITIZEN, LetterAct(f"A{number}", act, letter, moment, "VAN", said)))
    return facts


def done(count: int) -> st.SearchStrategy[tuple[Act, int, int]]:
    acts = st.sampled_from([*SAID, Act.MERGED, Act.ANSWER_LINKED, Act.WITHDRAWN])
    return st.tuples(acts, st.integers(1, count), st.integers(1, 400))


def derived(facts: list[NewFact]) -> list[DerivedLetter]:
    return letters_of_facts(AGENCY, CITIZEN, SenderClass.CITIZEN, facts)


@settings(max_examples=300, deadline=None)
@given(facts=histories(), seed=st.integers(0, 2**32))
def test_order_and_repetition_change_nothing(facts: list[NewFact], seed: int) -> None:
    shuffled = [*facts, *facts[: len(facts) // 2]]
    random.Random(seed).shuffle(shuffled)

    assert [asdict(letter) for letter in derived(shuffled)] == [asdict(letter) for letter in derived(facts)]


@settings(max_examples=200, deadline=None)
@given(
    one=histories(),
    other=histories(),
    seed=st.integers(0, 2**32),
    about=st.tuples(st.integers(1, 8), st.integers(1, 8)),
)
def test_a_person_of_two_addresses_has_the_same_letters_in_whatever_order_and_two_persons_have_their_own(
    one: list[NewFact], other: list[NewFact], seed: int, about: tuple[int, int]
) -> None:
    there = [of_other_address(fact) for fact in other]
    said = {"into": letter_id(AGENCY, OTHER, f"{about[1]}@y")}
    merger = LetterAct("M", Act.MERGED, letter_id(AGENCY, CITIZEN, f"{about[0]}@x"), MONDAY, "VAN", said)
    merged = [act_fact(AGENCY, party, merger) for party in (CITIZEN, OTHER)]
    taken_back = LetterAct("W", Act.WITHDRAWN, merger.letter_id, MONDAY, "VAN", {"withdraws": "M"})
    back = [act_fact(AGENCY, party, taken_back) for party in (CITIZEN, OTHER)]

    def of_two(first: list[NewFact], second: list[NewFact]) -> list[tuple[str, dict[str, Any]]]:
        for facts in (first, second):
            random.Random(seed).shuffle(facts)
        members = [Member(CITIZEN, SenderClass.CITIZEN, first), Member(OTHER, SenderClass.CITIZEN, second)]
        found = [letters_of_members(AGENCY, person) for person in persons(members)]
        every = [(party, asdict(letter)) for letters in found for party, letter in letters]
        return sorted(every, key=lambda one: str(one[1]["id"]))

    together = of_two([*one, merged[0]], [*there, merged[1]])
    assert of_two([merged[0], *one, *one], [*there, merged[1]]) == together
    apart = of_two([*one, *back, merged[0]], [*there, merged[1], *back])
    assert apart == of_two([*one], [*there])


def of_other_address(fact: NewFact) -> NewFact:
    """The same happening of another citizen."""
    text = repr((fact.data, fact.message_id)).replace(repr(CITIZEN), repr(OTHER)).replace("'A", "'B")
    for number in range(1, 9):
        text = text.replace(letter_id(AGENCY, CITIZEN, f"{number}@x"), letter_id(AGENCY, OTHER, f"{number}@y"))
    data, message_id = literal_eval(text.replace("@x", "@y"))
    told = {"data": data, "message_id": message_id, "queue_id": f"o{fact.queue_id}"}
    return fact._replace(sequence=fact.sequence + 1000, parties=frozenset({OTHER}), **told)


@settings(max_examples=300, deadline=None)
@given(facts=histories())
def test_segments_follow_each_other_and_only_the_last_is_open(facts: list[NewFact]) -> None:
    for letter in derived(facts):
        life = letter.life
        assert life.segments[0].turn is Turn.AGENCY
        assert life.segments[0].start == letter.received_at
        assert all(one.end is not None and one.start <= one.end for one in life.segments[:-1])
        assert all(one.end is not None and one.end <= other.start for one, other in pairwise(life.segments))
        assert (life.segments[-1].end is not None) == life.has_ended
        assert life.answered_at is None or life.answered_at >= letter.received_at
        assert life.settled_at is None or life.has_ended
