"""Whether an SPDX licence expression is satisfied by licences one may use (SPDX 2.3, annex D)."""

import re
from collections.abc import Collection

_TOKEN = re.compile(r"[()]|[^\s()]+")


def is_allowed(expression: str, allowed: Collection[str]) -> bool:
    """Of `OR` one side has to be allowed, of `AND` both. `WITH` is allowed only if listed whole.

    Raises:
        ValueError: it is no expression.
    """
    tokens = _TOKEN.findall(expression)
    answer = _either(tokens, allowed)
    if tokens:
        raise ValueError(f"not a licence expression: {expression}")
    return answer


def _either(tokens: list[str], allowed: Collection[str]) -> bool:
    answer = _both(tokens, allowed)
    while tokens[:1] == ["OR"]:
        tokens.pop(0)
        answer = _both(tokens, allowed) or answer
    return answer


def _both(tokens: list[str], allowed: Collection[str]) -> bool:
    answer = _one(tokens, allowed)
    while tokens[:1] == ["AND"]:
        tokens.pop(0)
        answer = _one(tokens, allowed) and answer
    return answer


def _one(tokens: list[str], allowed: Collection[str]) -> bool:
    first = tokens.pop(0) if tokens else ""
    if first == "(":
        answer = _either(tokens, allowed)
        if not tokens or tokens.pop(0) != ")":
            raise ValueError("a bracket is not closed")
        return answer
    if first in {"", ")", "AND", "OR", "WITH"}:
        raise ValueError("a licence is missing")
    if tokens[:1] == ["WITH"]:
        del tokens[0]
        first = f"{first} WITH {tokens.pop(0) if tokens else ''}"
    return first in allowed
