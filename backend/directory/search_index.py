"""The index that is searched: entries in the order of their ranks, and by sets which of them have a term. Pure.

In memory, on purpose: a search takes some hundredths of a millisecond, which nine tenths of any question to a database
would be the asking. An index is never changed: what changed in the directory makes another one, which has the former's
entries but for some, and a small one for those that came. Whoever searches keeps the one begun with.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import NamedTuple

from backend.directory.search_entries import PUBLIC, Findable, SearchEntry
from backend.directory.search_postings import Places, Postings, TermNumbers, first_of
from backend.directory.search_terms import accented_words, bare_terms, local_part_terms

LONG_TERM = 4  # letters; shorter terms are found from their beginning anyway
_SCOPE = "="


class Wanted(NamedTuple):
    """An entry has to have one of these terms, or one that begins so."""

    terms: tuple[str, ...]
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An entry and what it is put in order by. `plain`: the words of its title, all in one, and its local part, each
    between spaces; `toned`: the words of the title with their tones."""

    entry: SearchEntry
    rank: int
    near: str
    plain: str
    toned: str

    @classmethod
    def of(cls, found: Findable) -> "Row":
        entry = found.entry
        terms = bare_terms(entry.title)
        plain = " ".join(["", *terms, "".join(terms), *local_part_terms(entry.address), ""])
        return cls(entry, found.rank, found.near, plain, " ".join(["", *accented_words(entry.title), ""]))


class _Part:
    """Entries, those of smaller rank first; of one rank in the order they came in. `words`: how many have each.

    What is found is looked at once and let go: with the sets of all their terms 30,000 entries take 130 MB more.
    """

    def __init__(self, found: Iterable[Findable]) -> None:
        rows, own, about, self.words = list[Row](), TermNumbers(), TermNumbers(), Counter[str]()
        for number, one in enumerate(found):
            rows.append(Row.of(one))
            own.add(number, one.own | one.scopes)
            about.add(number, one.about - one.own)
            self.words.update(one.words)
        order = sorted(range(len(rows)), key=lambda number: rows[number].rank)
        places = sorted(order, key=order.__getitem__)  # of each number: order is a permutation
        self.rows = tuple(rows[number] for number in order)
        self.every = (1 << len(self.rows)) - 1
        self.places = {row.entry.key: place for place, row in enumerate(self.rows)}
        self._own, self._about = Postings(own.placed(places)), Postings(about.placed(places))
        terms = (term for term in self._own.terms if len(term) >= LONG_TERM and not term.startswith(_SCOPE))
        self._long_terms = "".join(f"{term}\n" for term in terms)
        self._grams = frozenset(_grams(self._long_terms))

    def having(self, wanted: Wanted, *, own: bool) -> Places:
        found = 0
        for term in wanted.terms:
            found |= self._own.beginning(term) if wanted.begun else self._own.having(term)
            if not own:
                found |= self._about.beginning(term) if wanted.begun else self._about.having(term)
        return found

    def holding(self, piece: str) -> Places:
        """With this inside a long term of their own."""
        if not self._grams.issuperset(_grams(piece)):
            return 0
        found, at = 0, self._long_terms.find(piece)
        while at >= 0:
            start, end = self._long_terms.rfind("\n", 0, at) + 1, self._long_terms.index("\n", at)
            found |= self._own.having(self._long_terms[start:end])
            at = self._long_terms.find(piece, end)
        return found


class SearchIndex:
    """`revision` and `seq`: of the directory, what it was made from. Raises nothing, blocks nothing, may be shared."""

    def __init__(self, part: _Part, words: Counter[str], came: Mapping[str, Findable], gone: Places, seq: int) -> None:
        self._part, self._came, self._gone, self._counted = part, came, gone, words
        parts = [part, _Part(came.values())] if came else [part]
        self._parts = [(one, one.every & ~(gone if one is part else 0)) for one in parts]
        self.words = tuple(sorted(words, key=lambda word: (-words[word], word)))
        self.seq = seq

    @classmethod
    def of(cls, findables: Iterable[Findable], seq: int = 0) -> "SearchIndex":
        """The directory as a whole."""
        part = _Part(findables)
        return cls(part, part.words, {}, 0, seq)

    def changed(self, changes: Mapping[str, Findable | None], seq: int) -> "SearchIndex":
        """Another one, in which these entries, by key, are what they are now; None for those that are no more.

        Words nobody has any longer stay until the whole is made anew: as meant by a typo they find nobody.
        """
        came = {key: one for key, one in self._came.items() if key not in changes}
        came |= {key: one for key, one in changes.items() if one is not None}
        gone = self._gone
        for key in changes:
            if key in self._part.places:
                gone |= 1 << self._part.places[key]
        words = self._counted + Counter(word for one in changes.values() if one for word in one.words)
        return SearchIndex(self._part, words, came, gone, seq)

    @property
    def changes(self) -> int:
        """How many entries are not what they were when the whole was made: each makes a search a little slower."""
        return len(self._came) + self._gone.bit_count()

    def matching(self, wanted: Sequence[Wanted], limit: int, *, own: bool) -> Sequence[Row]:
        """The first entries by rank that have all that is wanted, among their own terms or among all."""
        if len(self._parts) == 1:
            return list(_first(self._parts[0], wanted, limit, own=own))
        found = (_first(part, wanted, limit, own=own) for part in self._parts)
        return list(merge(*found, key=lambda row: row.rank))[:limit]

    def begins_something(self, term: str) -> bool:
        """Whether any term of any entry begins so."""
        wanted = Wanted((term,), begun=True)
        return any(part.having(wanted, own=False) & living for part, living in self._parts)

    def holding(self, piece: str, limit: int, *, public: bool) -> Sequence[Row]:
        """Entries with this (three letters at least) inside a long term of their own."""
        found: list[Row] = []
        for part, living in self._parts:
            places = part.holding(piece) & living & (part.having(Wanted((PUBLIC,)), own=True) if public else -1)
            found += [part.rows[place] for place in first_of(places, limit)]
        return sorted(found, key=lambda row: row.rank)[:limit]


def _first(one: tuple[_Part, Places], wanted: Sequence[Wanted], limit: int, *, own: bool) -> Iterator[Row]:
    part, places = one
    for each in wanted:
        places &= part.having(each, own=own)
        if not places:
            return iter(())
    return map(part.rows.__getitem__, first_of(places, limit))


def _grams(term: str) -> Iterator[str]:
    return (term[start : start + LONG_TERM] for start in range(len(term) - LONG_TERM + 1))
