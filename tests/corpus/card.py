"""The accuracy card: what both gates find in the project's own corpus, for the rules as they stand.

`python -m tests.corpus.card` (make accuracy) writes docs/accuracy.md; a test holds it to the rules.
"""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from backend.classification.bundle import packaged_payload
from tests.corpus.judging import Judged, judge_all

CARD = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"
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
    marks = [one for one in group if one.sample.level]
    twins = [one for one in group if one.sample.level is None]
    cells = [str(len(marks))]
    for gate in ("server", "browser"):
        seen = [(one.sample, getattr(one, gate)) for one in marks]
        found = sum(verdict.is_right_for(sample) for sample, verdict in seen)
        passed = sum(verdict.passes for _, verdict in seen)
        cells.append(f"{found} / {len(seen) - found - passed} / {passed}")
    cells.append(str(len(twins)))
    for gate in ("server", "browser"):
        verdicts = [getattr(one, gate) for one in twins]
        stopped = sum(verdict.secrecy == "marked" for verdict in verdicts)
        cells.append(f"{stopped} / {sum(not verdict.passes for verdict in verdicts) - stopped}")
    return " | ".join(cells)


def version() -> str:
    return str(packaged_payload()["version"])


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="congvu-corpus-") as folder:
        CARD.write_text(card(judge_all(Path(folder)), version()), "utf-8")


if __name__ == "__main__":
    main()
