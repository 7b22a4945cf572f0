"""How verdicts compare with labels that somebody gave by hand: `congvu classify --labels FILE`.

A label file has one row a file: path, a tab, label. All labels are of one kind: actions, states of secrecy,
obligations, or codes of document kinds ("CV"; "-" where the paper has none).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.classification.verdict import Action, Obligation, SecrecyState
from backend.errors import UsageError

NO_KIND = "-"


@dataclass(frozen=True, slots=True)
class Labels:
    """Path or file name → label; which field of the verdict (dotted) they are about, and what may stand there."""

    field: str
    words: tuple[str, ...]  # none for kinds: only those that occur are shown
    by_path: Mapping[str, str]

    @classmethod
    def read(cls, text: str, name: str, kinds: Iterable[str]) -> "Labels":
        """Raises UsageError, naming the line, for a row that is no label or of another field than those before it."""
        vocabularies: dict[str, list[str]] = {
            "action": [*Action],
            "secrecy.state": [*SecrecyState],
            "obligation": [*Obligation],
            "document.kind": [*kinds, NO_KIND],
        }
        by_path: dict[str, str] = {}
        for number, row in enumerate(text.splitlines(), start=1):
            if not row.strip():
                continue
            path, _, label = row.rstrip("\r").rpartition("\t")
            vocabularies = {about: words for about, words in vocabularies.items() if label in words}
            if not path or not vocabularies:
                raise UsageError(f"{name}:{number}: wanted a path, a tab and a label like those above (allow, block …)")
            by_path[path] = label
        if not by_path:
            raise UsageError(f"{name}: holds no label")
        about, words = next(iter(vocabularies.items()))
        return cls(about, () if about == "document.kind" else tuple(words), by_path)

    def found(self, verdict: Mapping[str, Any]) -> str:
        """What the verdict says where the labels look."""
        value: Any = verdict
        for key in self.field.split("."):
            value = value[key]
        return NO_KIND if value is None else str(value)


@dataclass(slots=True)
class Confusion:
    """Counts of (label, found); files without a label are only counted."""

    labels: Labels
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    unlabelled: int = 0
    seen: set[str] = field(default_factory=set)

    def add(self, names: Iterable[str], verdict: Mapping[str, Any]) -> None:
        """`names` are the ways one file may be called in the label file, the best first."""
        name = next((name for name in names if name in self.labels.by_path), None)
        if name is None:
            self.unlabelled += 1
            return
        self.seen.add(name)
        self.counts[self.labels.by_path[name], self.labels.found(verdict)] += 1

    def as_json(self) -> dict[str, Any]:
        """Every label in every row, so that what never happened is a nought."""
        words = self.labels.words or sorted({word for pair in self.counts for word in pair})
        return {
            "field": self.labels.field,
            "confusion": {label: {found: self.counts[label, found] for found in words} for label in words},
            "unlabelled": self.unlabelled,
            "missing": len(self.labels.by_path) - len(self.seen),
        }
