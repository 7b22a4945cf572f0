"""Number and symbol (NĐ 30/2020 Phụ lục I, II.3): "Số: 15/QĐ-BNV", "Số: 12/UBND-VX", older "34/2008/CT-TTg", and the
Party's "Số 123-CV/TU". A draft's number is left open; its symbol still tells the kind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.documents.form_kinds import KindTable
from backend.documents.form_text import Line

_LETTER = "A-Za-zÀ-ỹ"
_PIECE = f"[A-ZÀ-ỸĐ][{_LETTER}0-9.&_]*"
_UNIT = f"[{_LETTER}0-9][{_LETTER}0-9.&_]*"  # who drafted it, in capitals or not
_END = "(?=[ ;,(*]|$)"
_LABEL = re.compile(r"(?:so|s6)(?: hieu| va ky hieu)? ?(:)? ?")
_OPEN = "[ .…_]*"  # where a number will be written
_STATE = re.compile(f"{_OPEN}([0-9]{{1,6}}[a-zA-Z]?)?{_OPEN}/(?:([12][0-9]{{3}})/)?({_PIECE}(?:-{_UNIT})*){_END}")
_PARTY = re.compile(f"{_OPEN}([0-9]{{1,6}})?{_OPEN}-({_PIECE})/({_PIECE}(?:-{_UNIT})*){_END}")
_UNFINISHED = re.compile("[0-9]{0,6}[ .…_]*")
_LOST_HYPHEN = re.compile(f" ([A-ZÀ-ỸĐ]{{2,}}(?:-{_PIECE})*)(?= |$)")
_AROUND_SIGNS = re.compile(" ?([/-]) ?")
PIECES = 3  # a wide gap may keep label, number and symbol apart


@dataclass(frozen=True, slots=True)
class Symbol:
    """`number` is null in a draft; `kind_sign` is what stands for the kind; `rest` what follows on the line."""

    number: str | None
    kind_sign: str
    rest: str


def find_symbol(lines: Sequence[Line], kinds: KindTable) -> tuple[int, Symbol] | None:
    """The first number and symbol among the lines, and the index of its line."""
    for index, line in enumerate(lines):
        label = _LABEL.match(line.plain)
        if label is None or line.text[0] != "S":
            continue
        first = line.text[label.end() :]
        for text in _with_what_follows(first, lines[index + 1 : index + PIECES]):
            symbol = read_symbol(text, kinds)
            if symbol is not None:
                return index, symbol
    return None


def _with_what_follows(first: str, following: Sequence[Line]) -> list[str]:
    candidates = [first]
    for line in following:
        if not _UNFINISHED.fullmatch(candidates[-1]):
            break
        candidates.append(candidates[-1] + line.text)
    return candidates


def read_symbol(text: str, kinds: KindTable) -> Symbol | None:
    """Read what follows the label "Số:"."""
    tight = _AROUND_SIGNS.sub(r"\1", text)
    found = _STATE.match(tight)
    if found is not None:
        number, year, signs = found.group(1), found.group(2), found.group(3).rstrip(".&_")
        sign, rest = kinds.sign_of(signs.partition("-")[0]), tight[found.end() :]
        lost = _LOST_HYPHEN.match(rest) if signs in kinds.by_abbreviation else None
        if lost is not None:
            signs, rest = f"{signs}-{lost.group(1)}", rest[lost.end() :]
        whole = "/".join(piece for piece in (number, year, signs) if piece)
        return Symbol(whole if number else None, sign, rest.strip())
    found = _PARTY.match(tight)
    if found is not None and found.group(2) in kinds.by_abbreviation:
        number, sign, agency = found.groups()
        return Symbol(f"{number}-{sign}/{agency}" if number else None, sign, tight[found.end() :].strip())
    return None
