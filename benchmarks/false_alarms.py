"""False alarms over a folder of harmless files (`--corpus`, `make bench CORPUS=DIR`); nothing of the files is printed.

A `.tsv` is a list of harmless sentences (first column): each stands as a line of its own. Any other file is read as
the gates read it. The peer is the word search that a simple filter would do.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from backend.classification.verdict import SecrecyState, Where
from backend.documents.extract import extract

_WORD = re.compile(r"\bmật\b", re.IGNORECASE)


def over(corpus: Path) -> Iterator[dict[str, object]]:
    engine = Engine(packaged_bundle())
    files = sorted(path for path in corpus.rglob("*") if path.is_file())
    yield _sentences(engine, [path for path in files if path.suffix == ".tsv"])
    yield _files(engine, [path for path in files if path.suffix != ".tsv"])


def _sentences(engine: Engine, tables: list[Path]) -> dict[str, object]:
    rows = (row.split("\t")[0] for table in tables for row in table.read_text("utf-8").splitlines())
    sentences = [row for row in rows if row.strip()]
    alarms = sum(
        engine.judge_text([sentence], Where.BODY_TEXT).secrecy is not SecrecyState.NONE for sentence in sentences
    )
    return _figure("sentences", alarms, sum(bool(_WORD.search(one)) for one in sentences), len(sentences))


def _files(engine: Engine, files: list[Path]) -> dict[str, object]:
    alarms = by_word = 0
    for file in files:
        data = file.read_bytes()
        alarms += inspect_file(data, file.name, engine).secrecy is not SecrecyState.NONE
        parts = extract(data, file.name, engine.bundle.limits).parts
        by_word += any(_WORD.search(line) for part in parts for page in part.pages for line in page.lines)
    return _figure("files", alarms, by_word, len(files))


def _figure(what: str, alarms: int, by_word: int, count: int) -> dict[str, object]:
    return {
        "name": f"false-alarms ({what})",
        "value": alarms,
        "unit": what,
        "peer": "search for the word",
        "peer_value": by_word,
        "ratio": round(alarms / by_word, 4) if by_word else None,
        "n": count,
    }
