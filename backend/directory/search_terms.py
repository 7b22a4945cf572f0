"""What a directory entry can be found by, and what somebody typed, in one spelling: small letters without tones, marks
or the bar of đ. Pure.

FTS5's own folding leaves đ and knows nothing of HOÀ and HÒA, so nothing is left to it. Of an address only the part
before @ is ever looked at: `nguyen` would else find everybody @thainguyen.gov.vn.
"""

import re
from collections.abc import Iterable, Iterator
from unicodedata import combining, normalize

from backend.directory.names import bare, fold, split_type, starts, vocabulary, words
from backend.text.normalise import accented

_JOINED = re.compile(r"(?<=\w)[&/](?=\w)")  # KH&CN, đ/c: one word
_TERM = re.compile(r"[^\W_]+")
_TELEPHONE = re.compile(r"[\d\s.()+-]{3,}")
_COUNTRY, _AREA = "84", re.compile(r"0(?:2\d{2}|\d{2})")  # 0208 is Thái Nguyên; 09x a mobile network
_WHOLE = "_"
_INITIALS_AT_MOST = 12
TERMS_AT_MOST = 12  # of what somebody typed


def bare_terms(text: str) -> tuple[str, ...]:
    """`Sở KH&CN, Điềm Thuỵ` → so khcn diem thuy."""
    plain = text if text.isascii() else accented(text)
    return tuple(_TERM.findall(_bare(_JOINED.sub("", plain.lower()))))


def _bare(text: str) -> str:
    if text.isascii():
        return text
    return "".join(sign for sign in normalize("NFD", text) if not combining(sign)).replace("đ", "d")


def typed_terms(text: str) -> tuple[str, ...]:
    """What somebody typed: of an address the local part, a telephone number as its figures alone."""
    typed = text.strip()
    if _TELEPHONE.fullmatch(typed) and (figures := _national(typed)):
        return (figures,)
    local = " ".join(word.rpartition("@")[0] if "@" in word else word for word in typed.split())
    return tuple(dict.fromkeys(bare_terms(local)))[:TERMS_AT_MOST]


def accented_words(text: str) -> tuple[str, ...]:
    """The words with their tones and marks, for telling Hà from Hạ; tones at the end of the syllable."""
    return tuple(fold(word) for word in _TERM.findall(_JOINED.sub("", accented(text).lower())))


def agency_terms(names: Iterable[str], symbol: str) -> Iterator[str]:
    """What an agency is found by: the words of its names, former ones too, their initials, and its symbol."""
    for name in names:
        terms = bare_terms(name)
        yield from terms
        yield from _initials(terms)
        yield from _usual_initials(name)
    yield from bare_terms(symbol)


def agency_words(names: Iterable[str], symbol: str) -> Iterator[str]:
    """What whoever stands in an agency is found by: its words and its usual initials."""
    for name in names:
        terms = bare_terms(name)
        yield from terms
        yield _first_letters(terms)
        yield from _usual_initials(name)
    yield from bare_terms(symbol)


def _usual_initials(name: str) -> Iterator[str]:
    """`Ủy ban nhân dân xã Phú Lương` → ubnd ubndx pl."""
    syllables = words(name)
    kinds = [kind for kind in vocabulary().types if starts(syllables, kind)]
    _, own = split_type(syllables)
    yield from (_first_letters(map(_bare, part)) for part in (*kinds, own) if len(part) > 1)


def whole_agency(names: Iterable[str]) -> Iterator[str]:
    """Each name as one term, with and without what it is called before its own name, that in initials too."""
    for name in names:
        yield whole(bare_terms(name))
        kind, own = (tuple(map(bare, part)) for part in split_type(words(name)))
        if kind and own:
            yield from (whole((*before, *own)) for before in ((), kind[-1:], (_first_letters(kind),)))


def whole(terms: Iterable[str]) -> str:
    """All the words in one term that no word begins like."""
    return _WHOLE + "".join(terms)


def local_part_terms(address: str) -> Iterator[str]:
    """`giamdoc.sokhcn@…` → giamdoc sokhcn giamdocsokhcn."""
    terms = bare_terms(address.rpartition("@")[0])
    yield from terms
    if len(terms) > 1:
        yield "".join(terms)


def telephone_terms(number: str) -> Iterator[str]:
    """The number with and without its area code, figures only."""
    figures = _national(number)
    yield from filter(None, [figures, _AREA.sub("", figures, count=1) if _AREA.match(figures) else ""])


def _national(number: str) -> str:
    figures = "".join(sign for sign in number if sign.isdecimal())
    return f"0{figures[len(_COUNTRY) :]}" if number.strip().startswith(f"+{_COUNTRY}") else figures


def _initials(terms: tuple[str, ...]) -> Iterator[str]:
    """The initials of every run of words: of `trung tâm y tế phú lương` ttyt, yt, pl and so on."""
    letters = _first_letters(terms)[:_INITIALS_AT_MOST]
    for start in range(len(letters) - 1):
        yield from (letters[start:end] for end in range(start + 2, len(letters) + 1))


def _first_letters(terms: Iterable[str]) -> str:
    return "".join(term[0] for term in terms if term not in _PASSED_OVER)


_PASSED_OVER = frozenset(map(bare, vocabulary().passed_over))
