"""The restricted pattern: one meaning in google-re2 and in a JavaScript RegExp with `u` (ADR 1).

Allowed: literal characters, `\\` before punctuation, explicit classes, `(?:…|…)`, `?` and `{m,n}` with n ≤ 80. Not
allowed: `.`, anchors, `*`, `+`, `\\b \\w \\d \\s`, look-around, back-references, inline flags, a quantifier inside a
quantified group, more than two gaps (a repeat above 8 is a gap). The literal must stand in every text that matches:
where it does not occur, the pattern is not tried.
"""

import re

import re2

from backend.errors import BundleError

LONGEST_GAP, GAPS, GAP_FROM = 80, 2, 8
_ESCAPABLE = "\\^$.|?*+()[]{}/"  # what JavaScript lets be escaped with `u`; in a class also "-"
_TOKEN = re.compile(
    r"(?P<escape>\\.?)|(?P<class>\[(?:\\.|[^\]\\])+\])|(?P<open>\(\?:)|(?P<close>\))|(?P<repeat>\?|\{\d+(?:,\d+)?\})"
    r"|(?P<bar>\|)|(?P<refused>[.^$*+()\[\]{}])|(?P<literal>.)",
    re.DOTALL,
)
_CLASS_MEMBER = re.compile(r"(?P<first>\\.|[^\\\]-])(?:-(?P<last>\\.|[^\\\]-]))?")


def check_pattern(pattern: str, literal: str) -> None:
    """Raise BundleError, saying what is wrong, for a pattern that two engines might read differently."""
    tokens = list(_TOKEN.finditer(pattern))
    for token in tokens:
        _check_token(pattern, token)
    gaps = [token for token in tokens if token.lastgroup == "repeat" and _bounds(pattern, token.group())[1] > GAP_FROM]
    if len(gaps) > GAPS:
        raise BundleError(f"pattern {pattern!r}: more than {GAPS} gaps")
    _check_groups(pattern, tokens)
    if not literal or not any(literal in run for run in _needed_runs(pattern, tokens)):
        raise BundleError(f"pattern {pattern!r}: can match without its literal {literal!r}")


def compile_pattern(pattern: str) -> "re2._Regexp[str]":
    """Raises BundleError for a pattern that passed the check and that re2 still does not take."""
    try:
        return re2.compile(pattern)
    except (re2.error, UnicodeError) as error:
        raise BundleError(f"pattern {pattern!r}: {error}") from error


def _check_token(pattern: str, token: re.Match[str]) -> None:
    kind, text = token.lastgroup, token.group()
    if kind == "refused" or (kind == "escape" and text[1:] not in tuple(_ESCAPABLE)):
        raise BundleError(f"pattern {pattern!r}: {text!r} is not allowed")
    if kind == "class":
        _check_class(pattern, text)
    if kind == "repeat":
        _bounds(pattern, text)


def _check_class(pattern: str, text: str) -> None:
    """Single characters and ranges only; a caret, a bracket or a hyphen that is meant itself is escaped."""
    inside = text[1:-1]
    members = list(_CLASS_MEMBER.finditer(inside))
    escapes = re.findall(r"\\(.)", inside, re.DOTALL)
    ordered = all(member["last"] is None or member["first"][-1] <= member["last"][-1] for member in members)
    plain = ordered and "".join(member.group() for member in members) == inside and not inside.startswith("^")
    if not plain or "[" in re.sub(r"\\.", "", inside) or any(one not in (*_ESCAPABLE, "-") for one in escapes):
        raise BundleError(f"pattern {pattern!r}: class {text!r} is not a plain list of characters")


def _check_groups(pattern: str, tokens: list[re.Match[str]]) -> None:
    """Every group closes, every quantifier has something to repeat, and no group that repeats holds a repeat."""
    repeats_inside = [False]  # one for each group that is open, the whole pattern first
    before = ""  # kind of the token before this one
    closed = False  # whether the group that closed just before this token holds a repeat
    for token in tokens:
        kind = str(token.lastgroup)
        if kind == "repeat":
            if before in ("", "open", "bar", "repeat"):
                raise BundleError(f"pattern {pattern!r}: {token.group()!r} repeats nothing")
            if before == "close" and closed:
                raise BundleError(f"pattern {pattern!r}: a quantifier inside a quantified group")
            repeats_inside[-1] = True
        elif kind == "open":
            repeats_inside.append(False)
        elif kind == "close":
            if len(repeats_inside) == 1:
                raise BundleError(f"pattern {pattern!r}: a bracket closes nothing")
            closed = repeats_inside.pop()
            repeats_inside[-1] = repeats_inside[-1] or closed
        before = kind
    if len(repeats_inside) != 1:
        raise BundleError(f"pattern {pattern!r}: a bracket stays open")


def _needed_runs(pattern: str, tokens: list[re.Match[str]]) -> list[str]:
    """Stretches of plain characters outside every group that stand in whatever the pattern matches."""
    runs, depth = [""], 0
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        kind = token.lastgroup
        if depth == 0 and kind == "bar":
            return []  # one side does without what the other needs
        depth += {"open": 1, "close": -1}.get(str(kind), 0)
        least = _least(pattern, following)
        if depth == 0 and kind in ("literal", "escape") and least > 0:
            runs[-1] += token.group()[-1]
            if least == 1 and not _is_repeat(following):
                continue
        runs.append("")
    return runs


def _is_repeat(token: re.Match[str] | None) -> bool:
    return token is not None and token.lastgroup == "repeat"


def _least(pattern: str, following: re.Match[str] | None) -> int:
    """How often at least the token before `following` stands there."""
    return _bounds(pattern, following.group())[0] if following is not None and _is_repeat(following) else 1


def _bounds(pattern: str, repeat: str) -> tuple[int, int]:
    if repeat == "?":
        return 0, 1
    numbers = [int(number) for number in repeat.strip("{}").split(",")]
    least, most = numbers[0], numbers[-1]
    if least > most or most > LONGEST_GAP or most == 0:
        raise BundleError(f"pattern {pattern!r}: {repeat!r} is no gap of at most {LONGEST_GAP}")
    return least, most
