"""Which kinds of papers must be mailed whatever they say: those that a mandatory rule names by their kind alone. Pure.

Other papers are mandatory by their words ("gửi để biết"), which nobody keeps: a register of kinds does not tell
them.

Source: Chỉ thị, khoản 1 điểm e; rules/obligation.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from backend.classification.effect import Effect
from backend.classification.packaged import written_kinds, written_rules
from backend.documents.form_kinds import Kind, KindTable


@cache
def mandatory_kinds() -> tuple[Kind, ...]:
    """In the order of the rules."""
    by_code = KindTable.from_rows(written_kinds()).by_code
    codes = [code for rule in written_rules() if rule["effect"] == Effect.MANDATORY for code in _codes(rule["match"])]
    return tuple(by_code[code] for code in dict.fromkeys(codes))


def is_mandatory(kind: str) -> bool:
    """`kind`: as a register or a clerk wrote it, by code, abbreviation or name."""
    return kind.strip().casefold() in _spellings()


def _codes(match: Mapping[str, Any]) -> Iterator[str]:
    """What suffices by itself: parts of an `all` do not."""
    if match["kind"] == "field" and match["field"] == "kind":
        yield from match.get("in", ())
    elif match["kind"] == "any":
        for part in match["of"]:
            yield from _codes(part)


@cache
def _spellings() -> frozenset[str]:
    written = [(one.code, one.name, *one.abbreviations, *one.titles) for one in mandatory_kinds()]
    return frozenset(spelling.casefold() for one in written for spelling in one)
