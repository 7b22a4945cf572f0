"""Who must have what after a run: each way to lose or double something is told."""

from dataclasses import replace

import pytest

from tests.chaos.ledger import Fate
from tests.chaos.letters import Kind, Letter
from tests.chaos.verdict import Seen, breaches, chain_of

CITIZEN, ROADS, SCIENCE = "dan00001@nguoidan.example", "soxaydung@thainguyen.gov.vn", "sokhcn@thainguyen.gov.vn"
QUESTION = Letter(1, Kind.CITIZEN, CITIZEN, ROADS, ("H55.13",), "1@nguoidan.example")
PAPER = Letter(2, Kind.PAPER, SCIENCE, ROADS, ("H55.05", "H55.13"), "2@thainguyen.gov.vn")
MARKED = Letter(3, Kind.MARKED_OUT, SCIENCE, CITIZEN, (), "3@thainguyen.gov.vn")
LETTERS = [QUESTION, PAPER, MARKED]
FATES = {1: Fate.ACCEPTED, 2: Fate.ACCEPTED, 3: Fate.REFUSED}
TRIES = {1: 1, 2: 1, 3: 2}  # the first answer to the marked one was lost
WHOLE = Seen(
    facts=dict.fromkeys([*chain_of(QUESTION), *chain_of(PAPER)], 1),
    boxes={QUESTION.message_id: [ROADS], PAPER.message_id: [ROADS]},
    acknowledgements={QUESTION.message_id: [CITIZEN]},
    refused=1,
)


def test_a_province_that_lost_nothing_has_no_breach() -> None:
    assert breaches(LETTERS, FATES, TRIES, WHOLE) == []


def test_a_letter_concerns_each_agency_by_four_facts() -> None:
    assert len(chain_of(PAPER)) == 8
    assert ("2@thainguyen.gov.vn", "H55.05", "accepted", "postfix") in chain_of(PAPER)


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (
            replace(WHOLE, boxes={PAPER.message_id: [ROADS]}, acknowledgements={}),
            "letter 1 (citizen, accepted): in no mailbox instead of once in its mailbox",
        ),
        (
            replace(WHOLE, boxes=dict(WHOLE.boxes) | {PAPER.message_id: [ROADS, ROADS]}),
            f"letter 2 (paper, accepted): in 2 × {ROADS} instead of once in its mailbox",
        ),
        (
            replace(WHOLE, facts=dict(WHOLE.facts) | {chain_of(QUESTION)[1]: 2}),
            "letter 1 (citizen, accepted): 2 facts ('H55.13', 'accepted', 'postfix') instead of one",
        ),
        (
            replace(WHOLE, facts={key: 1 for key in WHOLE.facts if key != chain_of(PAPER)[7]}),
            "letter 2 (paper, accepted): 0 facts ('H55.13', 'in_mailbox', 'dovecot') instead of one",
        ),
        (
            replace(WHOLE, acknowledgements={QUESTION.message_id: [CITIZEN, CITIZEN]}),
            "letter 1 (citizen, accepted): acknowledged 2 times, due 1",
        ),
        (replace(WHOLE, acknowledgements={}), "letter 1 (citizen, accepted): acknowledged 0 times, due 1"),
        (
            replace(WHOLE, acknowledgements=dict(WHOLE.acknowledgements) | {PAPER.message_id: [SCIENCE]}),
            "letter 2 (paper, accepted): acknowledged 1 times, due 0",
        ),
        (
            replace(WHOLE, boxes=dict(WHOLE.boxes) | {MARKED.message_id: [CITIZEN]}),
            "letter 3 (marked_out, refused): marked, and in a mailbox",
        ),
        (
            replace(WHOLE, acknowledgements=dict(WHOLE.acknowledgements) | {MARKED.message_id: [SCIENCE]}),
            "letter 3 (marked_out, refused): marked, and acknowledged",
        ),
        (
            replace(WHOLE, facts=dict(WHOLE.facts) | {(MARKED.message_id, "H55.05", "accepted", "postfix"): 1}),
            "letter 3 (marked_out, refused): marked, and told of as delivered",
        ),
        (replace(WHOLE, refused=0), "0 facts of 1 refusals, in 2 tries"),
        (replace(WHOLE, refused=3), "3 facts of 1 refusals, in 2 tries"),
        (replace(WHOLE, canaries=["deferred/4X"]), "a marked letter's word stands in deferred/4X"),
        (replace(WHOLE, forgotten=["row 7"]), "committed and gone: row 7"),
        (replace(WHOLE, waiting=1), "1 mails of ours are not settled"),
        (replace(WHOLE, queued=2), "2 letters are still queued"),
    ],
)
def test_each_loss_and_each_double_is_told(seen: Seen, told: str) -> None:
    assert breaches(LETTERS, FATES, TRIES, seen) == [told]


def test_a_marked_letter_that_was_taken_is_told_although_it_arrived_nowhere() -> None:
    assert breaches(LETTERS, FATES | {3: Fate.ACCEPTED}, TRIES, WHOLE) == [
        "letter 3 (marked_out, accepted): marked, and not refused"
    ]


def test_a_clean_letter_that_was_refused_is_told() -> None:
    assert breaches(LETTERS, FATES | {2: Fate.REFUSED}, TRIES, WHOLE) == [
        "letter 2 (paper, refused): clean, and never taken"
    ]


@pytest.mark.parametrize(("copies", "told"), [([], 0), ([ROADS], 0), ([ROADS, ROADS], 1)])
def test_a_letter_in_doubt_may_be_there_or_not_but_never_twice(copies: list[str], told: int) -> None:
    seen = replace(WHOLE, boxes=dict(WHOLE.boxes) | {PAPER.message_id: copies})

    assert len(breaches(LETTERS, FATES | {2: Fate.IN_DOUBT}, TRIES, seen)) == told
