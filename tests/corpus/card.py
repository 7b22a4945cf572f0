"""The accuracy card: what both gates find in the project's own corpus, for the rules as they stand.

`python -m tests.corpus.card` (make accuracy) writes docs/accuracy.md, and its sums for the page /cong-khai; tests hold
both to the rules.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from backend.classification.bundle import packaged_payload
from tests.corpus.judging import Judged, judge_all

ROOT = Path(__file__).resolve().parents[2]
CARD, SUMS = ROOT / "docs" / "accuracy.md", ROOT / "backend" / "web" / "accuracy.json"
HEAD = """# Accuracy card

Rules `{version}`. Written by `make accuracy` from the project's own corpus (`tests/corpus`): every mark in every kind
of file, place and spelling that the file can hold, and harmless twins (BẢO MẬT, MẬT ĐỘ DÂN SỐ, "văn bản mật" in a
sentence …). Samples are made for this purpose; the figures say how the gates do on them, not on the papers of any
agency. Stamps on pictures have figures of their own (`make bench NAME=stamps`).

- **found**: the mark is found with its level. **asked**: not found, but not called clean either; a named person has to
  confirm. **passed**: called clean. The last must be 0.
- **stopped**: a harmless twin that was blocked. **asked** as above.
- What only the mail server reads (7z without wasm, bz2, xz) the browser asks about.
"""


def card(judged: Sequence[Judged], version: str) -> str:
    tables = [
        _table("Kinds of file", judged, lambda one: one.sample.container),
        _table("Spellings", [one for one in judged if one.sample.level], lambda one: one.sample.spelling),
        _table("Places", judged, lambda one: one.sample.place),
    ]
    return "\n".join([HEAD.format(version=version), *tables])


def _table(title: str, judged: Iterable[Judged], key: Callable[[Judged], str]) -> str:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[key(one)].append(one)
    rows = [f"| {name} | {_counts(group)} |" for name, group in groups.items()]
    everything = [one for group in groups.values() for one in group]
    head = (
        f"## {title}\n\n"
        "| | marked | server: found / asked / passed | browser: found / asked / passed "
        "| harmless | server: stopped / asked | browser: stopped / asked |\n|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *rows, f"| **all** | {_counts(everything)} |", ""])


def _counts(group: Sequence[Judged]) -> str:
    counted = sums(group)
    gates = ("server", "browser")
    found = [" / ".join(str(counted[f"{gate}_{what}"]) for what in ("found", "asked", "passed")) for gate in gates]
    stopped = [" / ".join(str(counted[f"{gate}_{what}"]) for what in ("stopped", "asked_of")) for gate in gates]
    return " | ".join([str(counted["marked"]), *found, str(counted["harmless"]), *stopped])


def sums(group: Sequence[Judged]) -> dict[str, int]:
    """`asked_of`: harmless twins that somebody had to confirm."""
    marks = [one for one in group if one.sample.level]
    twins = [one for one in group if one.sample.level is None]
    counted = {"marked": len(marks), "harmless": len(twins)}
    for gate in ("server", "browser"):
        seen = [(one.sample, getattr(one, gate)) for one in marks]
        found = sum(verdict.is_right_for(sample) for sample, verdict in seen)
        passed = sum(verdict.passes for _, verdict in seen)
        counted |= {f"{gate}_found": found, f"{gate}_asked": len(seen) - found - passed, f"{gate}_passed": passed}
        verdicts = [getattr(one, gate) for one in twins]
        stopped = sum(verdict.secrecy == "marked" for verdict in verdicts)
        asked = sum(not verdict.passes for verdict in verdicts) - stopped
        counted |= {f"{gate}_stopped": stopped, f"{gate}_asked_of": asked}
    return counted


def version() -> str:
    return str(packaged_payload()["version"])


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="congvu-corpus-") as folder:
        judged = judge_all(Path(folder))
        CARD.write_text(card(judged, version()), "utf-8")
        SUMS.write_text(json.dumps({"rules": version(), **sums(judged)}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
