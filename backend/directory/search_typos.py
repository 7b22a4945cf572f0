"""Words that somebody may have meant: one letter wrong, missing, too many, or two swapped. Pure."""

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 3  # of two letters nearly every pair is one typo apart
MEANT_AT_MOST = 6


def meant(term: str, words: Sequence[str]) -> list[str]:
    """The words one typo away from a term, in their order; none for a short term or one with figures."""
    if len(term) < SHORTEST or not term.isalpha():
        return []
    found = process.extract(term, words, scorer=OSA.distance, score_cutoff=1, limit=None)
    alike = [word for word, distance, _ in found if distance == 1 and (len(term) > SHORTEST or word[0] == term[0])]
    return alike[:MEANT_AT_MOST]
