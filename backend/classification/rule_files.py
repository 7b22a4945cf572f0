"""Reads rule files as they are published: what is outside the subset is refused with its file, line and reason."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from backend.classification.overlay import read_overlay
from backend.classification.packaged import overlay_files
from backend.classification.rule import Rule, read_matcher, read_rule
from backend.errors import BundleError
from backend.rules_folder import rules_dir

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_KIND = re.compile(r"\s*kind\s*=")
_NO_MATTER = {"kind": "line", "phrases": ["x"]}  # any match that is well-formed
_NAMED = re.compile(r"'([^']+)'|\b([a-z_]+)\b")


class RulesRefused(BundleError):
    """`problems` has one line each: file:line: reason."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(problems)} problem(s) in the rules:\n" + "\n".join(problems))


def check_rule_files(folder: Path | None = None) -> None:
    """
    Raises:
        RulesRefused: with every problem of every file.
    """
    root = folder or rules_dir()
    problems: list[str] = []
    rules: list[Rule] = []
    for path in sorted(root.glob("*/*.toml")):
        name = path.relative_to(root).as_posix()
        text = path.read_text("utf-8")
        try:
            written = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = _AT_LINE.search(str(error))
            problems.append(f"{name}:{line.group(1) if line else text.count(chr(10)) + 1}: {error}")
            continue
        if "match" in written:
            family = path.parent.name
            problems += [f"{name}:{line}: {reason}" for line, reason in rule_problems(text, written, family)]
            rules += _readable(written | {"family": family})
    problems += _overlay_problems(root, rules)
    if problems:
        raise RulesRefused(problems)


def rule_problems(text: str, written: Mapping[str, Any], family: str) -> Iterator[tuple[int, str]]:
    """Line and reason of what is wrong with one rule: first of its matches, innermost first, then of the rest."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, start=1) if _KIND.match(line)]
    wrong: set[int] = set()
    for index, (node, inside) in reversed(list(enumerate(_nodes(written["match"])))):
        reason = None if wrong & set(range(index + 1, index + inside)) else _refusal(read_matcher, node)
        if reason is not None:
            wrong.add(index)
            first = starts[index] if index < len(starts) else 1
            end = next((start for start in starts if start > first), len(lines) + 1)
            yield _line_of(lines, reason, first, end), reason
    rest = _refusal(read_rule, {**written, "family": family, "match": _NO_MATTER})
    if rest is not None:
        yield _line_of(lines, rest, 1, len(lines) + 1), rest


def _nodes(match: Any) -> list[tuple[Any, int]]:
    """A match and those inside it in the order of the file, each with how many it holds, itself included."""
    children = match.get("of", []) if isinstance(match, Mapping) else []
    inside = [node for child in (children if isinstance(children, list) else []) for node in _nodes(child)]
    return [(match, 1 + len(inside)), *inside]


def _refusal(read: Any, written: Any) -> str | None:
    try:
        read(written)
    except (BundleError, ValueError, TypeError, KeyError, AttributeError) as error:
        return str(error)
    return None


def _line_of(lines: list[str], reason: str, first: int, end: int) -> int:
    """The line, from `first` to before `end`, that holds what the reason names first; else the first."""
    for quoted, word in _NAMED.findall(reason):
        for number in range(first, end):
            line = lines[number - 1]
            named = quoted.replace("\\\\", "\\")
            if (quoted and (quoted in line or named in line)) or (word and re.match(rf"\s*{word}\s*=", line)):
                return number
    return first


def _readable(written: Mapping[str, Any]) -> list[Rule]:
    try:
        return [read_rule(written)]
    except BundleError:
        return []  # told already


def _overlay_problems(root: Path, rules: list[Rule]) -> Iterator[str]:
    for path in overlay_files(root):
        text = path.read_text("utf-8")
        try:
            written = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue  # told already
        own = [rule | {"family": "overlay"} for rule in written.get("rules", [])]
        reason = _refusal(lambda overlay: read_overlay(overlay, rules), {**written, "rules": own})
        if reason is not None:
            lines = text.splitlines()
            yield f"{path.relative_to(root).as_posix()}:{_line_of(lines, reason, 1, len(lines) + 1)}: {reason}"
