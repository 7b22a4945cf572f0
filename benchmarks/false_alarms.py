"""False alarms over a folder of harmless files (`--corpus`, `make bench CORPUS=DIR`); nothing of the files is printed.

A `.tsv` is a list of harmless sentences (first column): each stands as a file with one line of its own. Any other file
is read as the gates read it. Counted are alarms (marked, declassified, restricted, uncertain: something is stopped or
has to be confirmed) and questions (weak hints, which stop nothing). The peer is the word search that a simple filter
would do.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from backend.classification.rule import Effect
from backend.classification.verdict import Finding, SecrecyState
from backend.documents.extract import extract

_WORD = re.compile(r"\bmật\b", re.IGNORECASE)


def over(corpus: Path) -> Iterator[dict[str, object]]:
    engine = Engine(packaged_bundle())
    files = sorted(path for path in corpus.rglob("*") if path.is_file())
    yield from _sentences(engine, [path for path in files if path.suffix == ".tsv"])
    yield from _files(engine, [path for path in files if path.suffix != ".tsv"])


def _sentences(engine: Engine, tables: list[Path]) -> Iterator[dict[str, object]]:
    rows = (row.split("\t")[0] for table in tables for row in table.read_text("utf-8").splitlines())
    sentences = [row for row in rows if row.strip()]
    findings = [inspect_file(sentence.encode(), "a.txt", engine) for sentence in sentences]
    yield from _figures("sentences", engine, findings, sum(bool(_WORD.search(one)) for one in sentences))


def _files(engine: Engine, files: list[Path]) -> Iterator[dict[str, object]]:
    findings, by_word = [], 0
    for file in files:
        data = file.read_bytes()
        findings.append(inspect_file(data, file.name, engine))
        parts = extract(data, file.name, engine.bundle.limits).parts
        by_word += any(_WORD.search(line) for part in parts for page in part.pages for line in page.lines)
    yield from _figures("files", engine, findings, by_word)


def _figures(what: str, engine: Engine, findings: list[Finding], by_word: int) -> Iterator[dict[str, object]]:
    hints = {rule.id for rule in engine.bundle.rules if rule.effect is Effect.ASK}
    alarms = sum(finding.secrecy is not SecrecyState.NONE for finding in findings)
    questions = sum(any(hit.id in hints for hit in finding.hits) for finding in findings)
    for name, value in ((f"false-alarms ({what})", alarms), (f"questions ({what})", questions)):
        yield {
            "name": name,
            "value": value,
            "unit": what,
            "peer": "search for the word",
            "peer_value": by_word,
            "ratio": round(value / by_word, 4) if by_word else None,
            "n": len(findings),
        }
