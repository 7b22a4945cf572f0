"""Which phrases may stand on a page, for all rules at once: one pass over the text, however many rules there are.

The page is searched without its spaces, so that a phrase, a spaced-out line and a phrase broken over two lines are all
seen; what is seen is then looked at closely by the matcher that wants it. Twin of webmail-plugin/src/core/prefilter.ts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import re2

_SENTINEL = "\x00"  # stands at the end of every text searched: an automaton that gives up does not report it
_MOST_MEMORY_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Literal:
    """Text without spaces that stands, without its spaces, on every page where a matcher finds something."""

    text: str
    any_case: bool


def literals_of(phrases: Iterable[str], *, any_case: bool) -> frozenset[Literal] | None:
    """None where one of the phrases is nothing but spaces: it may stand anywhere."""
    joined = {phrase.replace(" ", "") for phrase in phrases}
    return None if "" in joined else frozenset(Literal(text, any_case) for text in joined)


class Prefilter:
    """An automaton over all literals of a rule set."""

    def __init__(self, literals: Iterable[Literal]) -> None:
        self._literals = sorted(set(literals), key=lambda one: (one.text, one.any_case))
        options = re2.Options()
        options.max_mem = _MOST_MEMORY_BYTES
        self._set = re2.Set.SearchSet(options)
        for one in self._literals:
            self._set.Add(f"{'(?i)' if one.any_case else ''}{re2.escape(one.text)}")
        self._sentinel = self._set.Add(_SENTINEL)
        self._set.Compile()

    def present(self, lines: Iterable[str]) -> frozenset[Literal]:
        """The literals that may stand on a page of these normalised lines.

        Raises:
            MemoryError: the automaton gave up; nothing is known of the page.
        """
        text = "".join(lines).replace(" ", "") + _SENTINEL
        found = set(self._set.Match(text.encode("utf-8", "replace")) or ())
        if self._sentinel not in found:
            raise MemoryError("the automaton of phrases gave up")
        return frozenset(self._literals[index] for index in found if index != self._sentinel)
