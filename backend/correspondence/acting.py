"""What an act changes in one letter. Pure; acts about two letters or all of a sender's are in `deriving`."""

from collections.abc import Callable, Mapping
from datetime import datetime

from backend.correspondence.acts import Act, LetterAct, tidy_symbol
from backend.correspondence.derived import DerivedLetter
from backend.correspondence.terms import AnsweredBy, Standing


def effective_at(act: LetterAct) -> datetime:
    """When it happened: an answer by another channel on its own day, everything else when it was noted."""
    answered_at = act.moment("answered_at") if act.act is Act.ANSWERED_ELSEWHERE else None
    return min(answered_at, act.at) if answered_at else act.at


def take_effect(letter: DerivedLetter, act: LetterAct) -> None:
    """Acts that say nothing about a single letter change nothing here."""
    effect = _EFFECTS.get(act.act)
    if effect is not None:
        effect(letter, act)


def _acknowledged(letter: DerivedLetter, act: LetterAct) -> None:
    letter.life.acknowledge(act.at)


def _registered(letter: DerivedLetter, act: LetterAct) -> None:
    letter.register_number = act.text("number")
    letter.paper_symbol = tidy_symbol(act.text("paper_symbol")) or letter.paper_symbol
    letter.paper_on = act.day("paper_on") or letter.paper_on
    letter.urgency = act.text("urgency") or letter.urgency


def _assigned(letter: DerivedLetter, act: LetterAct) -> None:
    letter.task_due_on = act.day("due_on")


def _matter_set(letter: DerivedLetter, act: LetterAct) -> None:
    letter.matter = act.text("matter")


def _answer_asked(letter: DerivedLetter, act: LetterAct) -> None:
    letter.asked_due_on = act.day("due_on")


def _answered_elsewhere(letter: DerivedLetter, act: LetterAct) -> None:
    letter.life.answer(effective_at(act), AnsweredBy.ELSEWHERE)


def _returned(letter: DerivedLetter, act: LetterAct) -> None:
    letter.life.acknowledge(act.at)
    letter.life.set_aside(act.at, Standing.RETURNED)
    letter.closed_because = act.text("reason")


def _no_answer_needed(letter: DerivedLetter, act: LetterAct) -> None:
    letter.life.set_aside(act.at, Standing.NO_ANSWER)
    letter.closed_because = act.text("reason")


def _passed_on(letter: DerivedLetter, act: LetterAct) -> None:
    letter.life.pass_on(act.at)
    letter.passed_to = act.text("agency")


def _senders_turn(letter: DerivedLetter, act: LetterAct) -> None:
    letter.life.ask_sender(act.at)


def _settled(letter: DerivedLetter, act: LetterAct) -> None:
    letter.life.settle(act.at)


def _reopened(letter: DerivedLetter, act: LetterAct) -> None:
    letter.life.reopen(act.at)
    letter.closed_because = ""
    if not act.by:  # the sender is not content
        letter.satisfied = False


def _satisfied(letter: DerivedLetter, _act: LetterAct) -> None:
    letter.satisfied = True


def _extended(letter: DerivedLetter, act: LetterAct) -> None:
    letter.extended_to = act.day("due_on")


def _valid_paper(letter: DerivedLetter, act: LetterAct) -> None:
    letter.valid_paper_on = act.day("on")


def _shielded(letter: DerivedLetter, act: LetterAct) -> None:
    letter.shielded = act.act is Act.SHIELDED


def _disputed(letter: DerivedLetter, act: LetterAct) -> None:
    letter.disputed = act.act is Act.DISPUTED


def _recalled(letter: DerivedLetter, act: LetterAct) -> None:
    letter.recalled = act.act.value


_EFFECTS: Mapping[Act, Callable[[DerivedLetter, LetterAct], None]] = {
    Act.ACKNOWLEDGED: _acknowledged,
    Act.REGISTERED: _registered,
    Act.ASSIGNED: _assigned,
    Act.RETURNED: _returned,
    Act.MATTER_SET: _matter_set,
    Act.ANSWER_ASKED: _answer_asked,
    Act.ANSWERED_ELSEWHERE: _answered_elsewhere,
    Act.NO_ANSWER_NEEDED: _no_answer_needed,
    Act.SENDERS_TURN: _senders_turn,
    Act.PASSED_ON: _passed_on,
    Act.EXTENDED: _extended,
    Act.SETTLED: _settled,
    Act.REOPENED: _reopened,
    Act.SATISFIED: _satisfied,
    Act.VALID_PAPER: _valid_paper,
    Act.SHIELDED: _shielded,
    Act.UNSHIELDED: _shielded,
    Act.RECALLED: _recalled,
    Act.REPLACED: _recalled,
    Act.CORRECTED: _recalled,
    Act.DISPUTED: _disputed,
    Act.DISPUTE_CLOSED: _disputed,
}
