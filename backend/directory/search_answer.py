"""What an index answers to what somebody typed, the best first.

Every term must fit, in any order, from the beginning of a word on. What fits by its own words goes before what only
fits by its post or agency, whole words before beginnings, and of these the asker's surroundings before all others.
Where that finds little: inside words, then with one typo in a word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backend.directory.search_entries import PUBLIC, SearchEntry, scope
from backend.directory.search_index import Row, SearchIndex, Wanted
from backend.directory.search_terms import accented_words, typed_terms, whole
from backend.directory.search_typos import meant

FIRST_AT_MOST = 50
TYPED_AT_MOST = 100  # characters
_LOOKED_AT, _LOOKED_AT_FOR_TONES = 12, 40  # so that Hà is found among the Hạ and Hạnh before it
_ENOUGH = 5  # found by their own words: nobody is looked for by post and agency
_LITTLE = 3  # found by whole words: beginnings of every word, and typos, are thought of
_SHORTEST_PIECE = 3
_TONED = re.compile(r"[a-z]+[1-5]")

Alternatives = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. `agency` is the own one, `near` the one around it just below the province, by code; both are None for
    the public, who find only what is public."""

    agency: str | None = None
    near: str | None = None
    public: bool = True


@dataclass(frozen=True, slots=True)
class _Level:
    """One way to fit: what is wanted, and `place` in the order of answers. `whole`: what is wanted more closely, looked
    for too where very many fit. From `left_out_from` found on, the level is left out."""

    wanted: tuple[Wanted, ...]
    place: int
    whole: tuple[Wanted, ...] | None = None
    own: bool = True
    left_out_from: int | None = None


_Order = tuple[int, int, int, int, bool, bool, int]


class _Answer:
    """Rows so far, each address once, at its best place."""

    def __init__(self, asker: Asker, typed: str, terms: Sequence[str], first: int) -> None:
        self._asker = asker
        self._first = first
        self._terms = [f" {term} " for term in terms]
        self._joined = "".join(terms)
        self._called = f" {self._joined} "
        self._toned = _toned(typed)
        self._with_tones = " ".join(["", *accented_words(typed)]) if self._toned else ""  # the last word may go on
        self._found: dict[str, tuple[_Order, Row]] = {}
        self._clean = 0  # of those found, how many have no strange tones
        self.limit = max(first, _LOOKED_AT_FOR_TONES if self._toned else _LOOKED_AT)

    def add(self, rows: Sequence[Row], place: int) -> None:
        """Put rows among those found. Smaller goes first: tones as typed; the way it fits; whole words before
        beginnings, the neighbourhood before others (of one word typed even its beginnings nearby before whole words
        elsewhere); words in their order; the own agency."""
        found, near, agency = self._found, self._asker.near, self._asker.agency
        single = len(self._terms) == 1
        for row in rows:
            entry, plain = row.entry, row.plain
            if entry.address in found:
                continue
            strange = self._strange_tones(row) if self._toned else 0
            unfinished = 0 if self._called in plain else sum([term not in plain for term in self._terms])
            elsewhere = row.near != near
            fits = (elsewhere, unfinished) if single else (unfinished, elsewhere)
            last = (self._joined not in plain, entry.agency_code != agency, len(found))
            found[entry.address] = ((strange, place, *fits, *last), row)
            self._clean += not strange

    def __len__(self) -> int:
        return len(self._found)

    @property
    def full(self) -> bool:
        return self._clean >= self._first

    def entries(self) -> list[SearchEntry]:
        return [row.entry for _, row in sorted(self._found.values())[: self._first]]  # no two orders are alike

    def _strange_tones(self, row: Row) -> int:
        """How many words typed with tones or marks the title has otherwise."""
        if self._with_tones in row.toned:
            return 0
        words = row.toned.split()
        return sum(not any(_same_tones(one, word) for word in words) for one in self._toned)


def answer(index: SearchIndex, typed: str, asker: Asker, first: int) -> list[SearchEntry]:
    """The entries somebody may have meant, at most `first`; none for nothing typed."""
    typed = typed[:TYPED_AT_MOST]
    terms = typed_terms(typed)
    first = min(first, FIRST_AT_MOST)
    if not terms or first < 1:
        return []
    found = _Answer(asker, typed, terms, first)
    _look(index, _levels([(term,) for term in terms], "".join(terms)), asker, found)
    if not len(found) and len(joined := "".join(terms)) >= _SHORTEST_PIECE:
        found.add(index.holding(joined, found.limit, public=asker.public), 0)
    if len(found) < _LITTLE:
        _add_mistyped(index, terms, asker, found)
    return found.entries()


def _look(index: SearchIndex, levels: Iterable[_Level], asker: Asker, found: _Answer) -> None:
    everybody = (Wanted((PUBLIC,)),) if asker.public else ()
    nearby = everybody if asker.near is None else (*everybody, Wanted((scope(asker.near),)))
    for level in levels:
        if found.full or (level.left_out_from is not None and len(found) >= level.left_out_from):
            continue
        limit = found.limit if level.own else _LOOKED_AT
        rows = index.matching((*everybody, *level.wanted), limit, own=level.own)
        if len(rows) == limit:  # there are more: first those that may go before these
            if asker.near is not None and (level.own or not len(found)):
                near_rows = index.matching((*nearby, *level.wanted), limit, own=level.own)
                if len(near_rows) == limit and level.whole is not None:
                    found.add(index.matching((*nearby, *level.whole), limit, own=level.own), level.place)
                found.add(near_rows, level.place)
            if level.whole is not None:
                found.add(index.matching((*everybody, *level.whole), limit, own=level.own), level.place)
        found.add(rows, level.place)


def _levels(terms: Alternatives, joined: str) -> Iterator[_Level]:
    """The ways to fit, the best first."""
    begun = tuple(Wanted(one, begun=True) for one in terms)
    called = whole([joined])
    if len(terms) == 1:
        yield _Level(begun, 0, whole=_words(terms))
        yield _Level((Wanted((called,), begun=True),), 1)
    else:
        finished = _last_begun(terms)
        yield _Level((Wanted((called,), begun=True),), 0, whole=(Wanted((called,)),))
        yield _Level(finished, 1, whole=_words(terms))
        yield _Level(finished, 2, own=False, left_out_from=_ENOUGH)
        yield _Level(begun, 3, left_out_from=_LITTLE)
    yield _Level(begun, 4, own=False, left_out_from=_LITTLE)


def _levels_of_words(terms: Alternatives) -> Iterator[_Level]:
    """Only the last word may be unfinished."""
    finished = _last_begun(terms)
    yield _Level(finished, 1, whole=_words(terms))
    yield _Level(finished, 2, own=False, left_out_from=_ENOUGH)


def _words(terms: Alternatives) -> tuple[Wanted, ...]:
    return tuple(map(Wanted, terms))


def _last_begun(terms: Alternatives) -> tuple[Wanted, ...]:
    return (*map(Wanted, terms[:-1]), Wanted(terms[-1], begun=True))


def _add_mistyped(index: SearchIndex, terms: Sequence[str], asker: Asker, found: _Answer) -> None:
    """With one typo in each word that nothing begins with; where there is none, in one word after the other."""
    unknown = [place for place, term in enumerate(terms) if not index.begins_something(term)]
    for places in [unknown] if unknown else [[place] for place in range(len(terms))]:
        meanings = [tuple(meant(term, index.words)) if at in places else (term,) for at, term in enumerate(terms)]
        if all(meanings):
            _look(index, _levels_of_words(meanings), asker, found)


def _toned(typed: str) -> list[str]:
    """The words typed with a mark or a tone."""
    if typed.isascii():
        return []
    return [word for word in accented_words(typed) if not word.isascii() or _TONED.fullmatch(word)]


def _same_tones(typed: str, word: str) -> bool:
    """Whether a word may become this one: `nguyê4` of `nguyên4`, `nguyê` too, the tone being typed last."""
    letters, own = typed.rstrip("12345"), word.rstrip("12345")
    return own.startswith(letters) and word[len(own) :].startswith(typed[len(letters) :])
