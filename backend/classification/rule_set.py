"""All rules of a bundle at once: one look at the text says which of them can match at all, and only those are tried."""

from collections import defaultdict
from collections.abc import Sequence

from backend.classification.matchers import Match, Subject
from backend.classification.prefilter import Literal, Prefilter
from backend.classification.rule import Rule
from backend.classification.verdict import Where


class RuleSet:
    """Rules in the order of the bundle; those that look at form fields alone are always tried."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._always: list[int] = []
        self._by_literal: dict[Literal, list[int]] = defaultdict(list)
        literals: set[Literal] = set()
        for index, rule in enumerate(self._rules):
            literals |= rule.matcher.literals
            if rule.matcher.needs is None:
                self._always.append(index)
            for literal in rule.matcher.needs or ():
                self._by_literal[literal].append(index)
        self._prefilter = Prefilter(literals)

    def matches(self, subject: Subject, where: Where) -> list[tuple[Rule, list[Match]]]:
        """Every rule that looks there and matches, with all its matches."""
        possible = set(self._always)
        for page in subject.pages:
            page.present = self._prefilter.present(page.lines)
            possible.update(index for literal in page.present for index in self._by_literal.get(literal, ()))
        return [
            (rule, matches)
            for rule in (self._rules[index] for index in sorted(possible))
            if where in rule.looks_at and (matches := list(rule.matcher.matches(subject)))
        ]
