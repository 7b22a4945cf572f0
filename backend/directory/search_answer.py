"""What an index file answers to what somebody typed, the best first.

Every term must fit, in any order, from the beginning of a word on. What fits by its own words goes before what only
fits by its post or agency, whole words before beginnings, and of these the asker's surroundings before all others.
Where that finds little: inside words, then with one typo in a word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from backend.directory.search_entries import PUBLIC, SearchEntry, scope
from backend.directory.search_file import Row, SearchFile, entry_of
from backend.directory.search_terms import accented_words, typed_terms, whole
from backend.directory.search_typos import meant

FIRST_AT_MOST = 50
TYPED_AT_MOST = 100  # characters
_LOOKED_AT, _LOOKED_AT_FOR_TONES = 20, 60  # so that Hà is found among the Hạ and Hạnh before it
_ENOUGH = 5  # found by their own words: nobody is looked for by post and agency
_LITTLE = 3  # found by whole words: beginnings of every word, and typos, are thought of
_SHORTEST_PIECE = 3
# columns of a row
_TITLE: Final = 2
_AGENCY: Final = 4
_ADDRESS: Final = 6
_PLAIN: Final = 9
_NEAR: Final = 10

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
    """One way to fit: an FTS5 expression, its places in the order for entries nearby and for others, and how many must
    have been found for it to be left out."""

    expression: str
    nearby: int
    elsewhere: int
    left_out_from: int = FIRST_AT_MOST


class _Answer:
    """Rows so far, each address once, at its best place."""

    def __init__(self, asker: Asker, typed: str, terms: Sequence[str], first: int) -> None:
        self._asker = asker
        self._first = first
        self._terms = [f" {term} " for term in terms]
        self._joined = "".join(terms)
        self._toned = _toned(typed)
        self._found: dict[str, tuple[tuple[int, int, int, bool, bool, int], Row]] = {}
        self._clean = 0  # of those found, how many have no strange tones
        self.limit = max(first, _LOOKED_AT_FOR_TONES if self._toned else _LOOKED_AT)

    def add(self, rows: Sequence[Row], nearby: int, elsewhere: int) -> None:
        for row in rows:
            if row[_ADDRESS] in self._found:
                continue
            strange = self._strange_tones(row)
            self._clean += not strange
            place = nearby if self._asker.near is not None and row[_NEAR] == self._asker.near else elsewhere
            unfinished = sum(term not in row[_PLAIN] for term in self._terms)
            out_of_order = self._joined not in row[_PLAIN]
            order = (strange, place, unfinished, out_of_order, row[_AGENCY] != self._asker.agency, len(self._found))
            self._found[row[_ADDRESS]] = (order, row)

    def __len__(self) -> int:
        return len(self._found)

    def has(self, wanted: int) -> bool:
        return self._clean >= min(wanted, self._first)

    def entries(self) -> list[SearchEntry]:
        return [entry_of(row) for _, row in sorted(self._found.values(), key=lambda pair: pair[0])[: self._first]]

    def _strange_tones(self, row: Row) -> int:
        """How many words typed with tones or marks the title has otherwise."""
        if not self._toned:
            return 0
        words = accented_words(row[_TITLE])
        return sum(not any(_same_tones(one, word) for word in words) for one in self._toned)


def answer(index: SearchFile, typed: str, asker: Asker, first: int) -> list[SearchEntry]:
    """The entries somebody may have meant, at most `first`; none for nothing typed."""
    typed = typed[:TYPED_AT_MOST]
    terms = typed_terms(typed)
    first = min(first, FIRST_AT_MOST)
    if not terms or first < 1:
        return []
    found = _Answer(asker, typed, terms, first)
    _look(index, _levels([(term,) for term in terms], "".join(terms)), asker, found)
    if not len(found) and len(joined := "".join(terms)) >= _SHORTEST_PIECE:
        found.add(index.holding(joined, found.limit, public=asker.public), 0, 1)
    if len(found) < _LITTLE:
        _add_mistyped(index, terms, asker, found)
    return found.entries()


def _look(index: SearchFile, levels: Iterator[_Level], asker: Asker, found: _Answer) -> None:
    everybody = f"scope : {PUBLIC} AND " if asker.public else ""
    for level in levels:
        if found.has(level.left_out_from):
            continue
        rows = index.matching(everybody + level.expression, found.limit)
        if asker.near is not None and len(rows) == found.limit:
            nearby = f"{everybody}scope : {scope(asker.near)} AND {level.expression}"
            found.add(index.matching(nearby, found.limit), level.nearby, level.elsewhere)
        found.add(rows, level.nearby, level.elsewhere)


def _levels(terms: Alternatives, joined: str) -> Iterator[_Level]:
    """The ways to fit, the best first. A single term is still being typed: its beginnings nearby go before it
    elsewhere. Several say more: who is called just so goes before who is near."""
    words, begun = _all_of(terms, ""), _all_of(terms, "*")
    if len(terms) == 1:
        yield _Level(f"own : {words}", 0, 2)
        yield _Level(f"own : {begun}", 1, 3)
        yield _Level(f'own : "{whole([joined])}"*', 4, 5)
    else:
        yield _Level(f'own : "{whole([joined])}"', 0, 1)
        yield _Level(f'own : "{whole([joined])}"*', 2, 3)
        yield _Level(f"own : {words}", 4, 5)
        yield from _levels_of_words(terms)
        yield _Level(f"own : {begun}", 8, 9, _LITTLE)
    yield _Level(f"{{own about}} : {begun}", 12, 13, _LITTLE)


def _all_of(terms: Alternatives, ending: str, last: str | None = None) -> str:
    endings = [ending] * (len(terms) - 1) + [ending if last is None else last]
    groups = (
        "(" + " OR ".join(f'"{one}"{after}' for one in alternatives) + ")"
        for alternatives, after in zip(terms, endings, strict=True)
    )
    return "(" + " AND ".join(groups) + ")"


def _add_mistyped(index: SearchFile, terms: Sequence[str], asker: Asker, found: _Answer) -> None:
    """With one typo in each word that nothing begins with; where there is none, in one word after the other."""
    unknown = [place for place, term in enumerate(terms) if not index.matching(f'{{own about}} : "{term}"*', 1)]
    for places in [unknown] if unknown else [[place] for place in range(len(terms))]:
        meanings = [tuple(meant(term, index.words)) if at in places else (term,) for at, term in enumerate(terms)]
        if all(meanings):
            _look(index, _levels_of_words(meanings), asker, found)


def _levels_of_words(terms: Alternatives) -> Iterator[_Level]:
    """Only the last word may be unfinished."""
    finished = _all_of(terms, "", "*")
    yield _Level(f"own : {finished}", 6, 7)
    yield _Level(f"{{own about}} : {finished}", 10, 11, _ENOUGH)


def _toned(typed: str) -> list[str]:
    """The words typed with a mark or a tone."""
    return [word for word in accented_words(typed) if not word.isascii() or _TONED.fullmatch(word)]


def _same_tones(typed: str, word: str) -> bool:
    """Whether a word may become this one: `nguyê4` of `nguyên4`, `nguyê` too, the tone being typed last."""
    letters, own = typed.rstrip("12345"), word.rstrip("12345")
    return own.startswith(letters) and word[len(own) :].startswith(typed[len(letters) :])
