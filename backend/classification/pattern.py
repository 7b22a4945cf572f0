"""The restricted pattern: one meaning in google-re2 and in a JavaScript RegExp with `u` (ADR 1).

Allowed: literal characters, `\\` before punctuation, explicit classes, `(?:…|…)`, `?` and `{m,n}` with n ≤ 80. Not
allowed: `.`, anchors, `*`, `+`, `\\b \\w \\d \\s`, look-around, back-references, inline flags, a quantifier inside a
quantified group, more than two gaps (a repeat above 8 is a gap).
"""

import re

from backend.errors import BundleError

LONGEST_GAP, GAPS, GAP_FROM = 80, 2, 8
_ESCAPABLE = "\\^$.|?*+()[]{}/-"
_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<class>\[(?:\\.|[^\]\\])+\])|(?P<open>\(\?:)|(?P<close>\))|(?P<repeat>\?|\{\d+(?:,\d+)?\})"
    r"|(?P<bar>\|)|(?P<refused>[.^$*+()\[\]{}])|(?P<literal>.)",
    re.DOTALL,
)


def check_pattern(pattern: str, literal: str) -> None:
    """Raise BundleError, saying what is wrong, for a pattern that two engines might read differently."""
    if not literal or literal not in pattern:
        raise BundleError(f"pattern {pattern!r}: must contain its literal {literal!r}")
    repeats = [token.group() for token in _TOKEN.finditer(pattern) if _checked_kind(pattern, token) == "repeat"]
    if sum(_longest(pattern, repeat) > GAP_FROM for repeat in repeats) > GAPS:
        raise BundleError(f"pattern {pattern!r}: more than {GAPS} gaps")
    _check_groups(pattern)


def _checked_kind(pattern: str, token: re.Match[str]) -> str | None:
    kind, text = token.lastgroup, token.group()
    if kind == "refused" or (kind == "escape" and text[1] not in _ESCAPABLE):
        raise BundleError(f"pattern {pattern!r}: {text!r} is not allowed")
    if kind == "class":
        _check_class(pattern, text)
    return kind


def _check_groups(pattern: str) -> None:
    """Every group closes, and none that repeats holds a repeat."""
    repeats_inside = [False]  # one for each group that is open, the whole pattern first
    closed: bool | None = None  # whether the group that closed just before this token holds a repeat
    for token in _TOKEN.finditer(pattern):
        kind = token.lastgroup
        if kind == "repeat":
            if closed:
                raise BundleError(f"pattern {pattern!r}: a quantifier inside a quantified group")
            repeats_inside[-1] = True
        closed = None
        if kind == "open":
            repeats_inside.append(False)
        elif kind == "close":
            if len(repeats_inside) == 1:
                raise BundleError(f"pattern {pattern!r}: a bracket closes nothing")
            closed = repeats_inside.pop()
            repeats_inside[-1] = repeats_inside[-1] or closed
    if len(repeats_inside) != 1:
        raise BundleError(f"pattern {pattern!r}: a bracket stays open")


def _check_class(pattern: str, text: str) -> None:
    inside = text[1:-1]
    escapes = re.findall(r"\\(.)", inside)
    if inside.startswith("^") or "[" in inside or any(escape not in _ESCAPABLE for escape in escapes):
        raise BundleError(f"pattern {pattern!r}: class {text!r} is not a plain list of characters")


def _longest(pattern: str, repeat: str) -> int:
    longest = 1 if repeat == "?" else int(repeat.strip("{}").split(",")[-1])
    if longest > LONGEST_GAP:
        raise BundleError(f"pattern {pattern!r}: a gap above {LONGEST_GAP}")
    return longest
