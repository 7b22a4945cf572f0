"""`recipients`: entries of made-up "Nơi nhận" settled rightly, over the generated province of a thousand agencies.

An entry is right when it comes to what it means: exactly those agencies, a question with all of them among the
candidates where the text alone does not tell, nobody where nobody is meant. A name broken by typing (an accent or a
letter of it wrong) is right too when it is asked about with the right one among the candidates; those are counted apart
(`asked`). `wrong` counts entries with an address offered as certain that the truth does not have. The rules were built
on other seeds than are measured here. The peer takes the name most alike (difflib over names folded as ours are, at the
cutoff that found it most on the building seeds); entries that ask for nobody are given to it as read.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache

from backend.directory.recipient_reasons import EntryState
from backend.directory.recipients import RecipientIndex, When, folded_entry
from backend.directory.terms import RecipientEntry, RecipientMatch
from benchmarks.measuring import interleaved
from tests.corpus.recipient_blocks import TODAY, Block, Judged, blocks, judge, known, made

HELD_OUT = (9001, 9002, 9003)
BLOCKS_A_SEED = 200
PEER_BLOCKS = 100
ROUNDS = 7
LONG_BLOCK = 30  # entries
CUTOFF = 0.75
Settle = Callable[[Block], list[RecipientEntry]]


def run() -> Iterator[dict[str, object]]:
    index = RecipientIndex(known())
    ours, peer = _ours(index), _peer()
    held_out = [block for seed in HELD_OUT for block in blocks(seed, BLOCKS_A_SEED, made())]
    mine, theirs = _tally(ours, held_out), _tally(peer, held_out[:PEER_BLOCKS])
    yield _figure("entries right", mine, theirs, len(held_out), (Judged.RIGHT, Judged.ASKED))
    yield _figure("entries silently wrong", mine, theirs, len(held_out), (Judged.WRONG,))
    yield _speed(ours, peer, held_out)
    began = time.perf_counter()
    RecipientIndex(known())
    made_in = time.perf_counter() - began
    yield {
        "name": "recipients index made, once a revision",
        "value": round(made_in, 3),
        "unit": "s",
        "peer": None,
        "peer_value": None,
        "ratio": None,
        "n": len(known()),
    }


def _ours(index: RecipientIndex) -> Settle:
    def settle(block: Block) -> list[RecipientEntry]:
        when = When(TODAY, block.issued_on, block.sender)
        return index.resolve_all([entry.text for entry in block.entries], when)

    return settle


def _peer() -> Settle:
    boxed = [agency for agency in known() if agency.address]
    named = {folded_entry(agency.name): agency for agency in boxed}
    names = list(named)

    @cache
    def best(text: str) -> tuple[RecipientMatch, ...]:
        found = get_close_matches(text, names, n=1, cutoff=CUTOFF)
        return tuple(RecipientMatch(named[name].name, named[name].code, named[name].address or "", 1) for name in found)

    def settle(block: Block) -> list[RecipientEntry]:
        answers = []
        for entry in block.entries:
            matches = best(folded_entry(entry.text))
            asks_for_nobody = entry.truth.state in (EntryState.INTERNAL, EntryState.NOBODY)
            state = EntryState.RESOLVED if matches else EntryState(entry.truth.state if asks_for_nobody else "nobody")
            answers.append(RecipientEntry(entry.text, False, False, matches, state))
        best.cache_clear()
        return answers

    return settle


def _tally(settle: Settle, papers: list[Block]) -> Counter[Judged]:
    return Counter(
        judge(entry, answer) for block in papers for entry, answer in zip(block.entries, settle(block), strict=True)
    )


def _figure(
    what: str, ours: Counter[Judged], peer: Counter[Judged], papers: int, counted: tuple[Judged, ...]
) -> dict[str, object]:
    mine, theirs = (sum(tally[one] for one in counted) / tally.total() for tally in (ours, peer))
    return {
        "name": f"recipients, {what}",
        "value": round(mine, 4),
        "unit": "share",
        "peer": f"difflib over names, {PEER_BLOCKS} of the blocks",
        "peer_value": round(theirs, 4),
        "ratio": round(mine / theirs, 2) if theirs else None,
        "n": ours.total(),
        "blocks": papers,
        **{one.value: ours[one] for one in Judged},
    }


def _speed(ours: Settle, peer: Settle, papers: list[Block]) -> dict[str, object]:
    entries = tuple(entry for block in papers for entry in block.entries)[:LONG_BLOCK]
    long_block = Block(papers[0].issued_on, papers[0].sender, entries)
    mine, theirs = interleaved(lambda: ours(long_block), lambda: peer(long_block), ROUNDS)
    return {
        "name": f"recipients, a block of {LONG_BLOCK} entries",
        "value": round(1000 * mine, 2),
        "unit": "ms",
        "peer": "difflib over names",
        "peer_value": round(1000 * theirs, 2),
        "ratio": round(theirs / mine, 2),
        "n": ROUNDS,
    }
