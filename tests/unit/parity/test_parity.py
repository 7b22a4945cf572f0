"""One rule set, two engines: generated papers and files, judged in Python and in TypeScript, field by field."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from backend.classification.bundle import Bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from backend.classification.verdict import SecrecyState, Where
from backend.documents.model import UnreadableReason
from tests.unit.parity import files, office_files, old_files
from tests.unit.parity.findings import PAYLOAD, Fields, python_fields, typescript_findings
from tests.unit.parity.papers import pages

# Kinds of which the server reads more: print that is no text
MORE_AT_THE_SERVER = {"drawn pdf": files.drawn_pdf_file}
SEED = 20261103
TEXTS, FILES = 150, 30  # of each kind
MAKERS: dict[str, Callable[[Random, str], files.GeneratedFile]] = {
    "text": files.text_file,
    "docx": files.docx_file,
    "workbook": office_files.workbook_file,
    "presentation": office_files.presentation_file,
    "opendocument": office_files.opendocument_file,
    "rtf": old_files.rtf_file,
    "doc": old_files.doc_file,
    "xls": old_files.xls_file,
    "pdf": files.pdf_file,
    "old pdf": files.old_pdf_file,
    "html": files.html_file,
    "letter": files.letter_file,
    "zip": files.zip_file,
    "tar": files.tar_file,
    "gz": files.gz_file,
    "packed": files.packed_file,
    "unread": files.unread_file,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What both engines said of one generated text or file."""

    name: str
    python: Fields
    typescript: Fields

    @property
    def differences(self) -> Fields:
        return {
            key: (value, self.typescript[key]) for key, value in self.python.items() if value != self.typescript[key]
        }


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Judged]]:
    """Everything, by kind, judged by one engine and one node process."""
    engine = Engine(Bundle.from_payload(PAYLOAD))
    folder = tmp_path_factory.mktemp("parity")
    asked: list[tuple[str, str, Fields, Fields]] = []
    for where in (Where.BODY_TEXT, Where.SUBJECT):
        asked += [_text(engine, where, number) for number in range(TEXTS)]
    for kind, maker in (MAKERS | MORE_AT_THE_SERVER).items():
        asked += [_file(engine, folder, kind, maker(Random(f"{SEED}{kind}{n}"), f"{kind} {n}")) for n in range(FILES)]
    answers = typescript_findings(question for _, _, question, _ in asked)
    found: dict[str, list[Judged]] = {}
    for (kind, name, _, python), typescript in zip(asked, answers, strict=True):
        found.setdefault(kind, []).append(Judged(name, python, typescript))
    return found


def _text(engine: Engine, where: Where, number: int) -> tuple[str, str, Fields, Fields]:
    lines = [line for page in pages(Random(f"{SEED}{where}{number}")) for line in page]
    question = {"lines": lines, "where": where}
    return where, f"{where} {number}", question, python_fields(engine.judge_text(lines, where))


def _file(engine: Engine, folder: Path, kind: str, file: files.GeneratedFile) -> tuple[str, str, Fields, Fields]:
    path = folder / file.name
    path.write_bytes(file.data)
    question = {"path": str(path), "name": file.name}
    return kind, file.name, question, python_fields(inspect_file(file.data, file.name, engine))


@pytest.mark.parametrize("kind", [Where.BODY_TEXT, Where.SUBJECT, *MAKERS])
def test_both_engines_find_the_same(judged: dict[str, list[Judged]], kind: str) -> None:
    assert {one.name: one.differences for one in judged[kind] if one.differences} == {}


@pytest.mark.parametrize("kind", MORE_AT_THE_SERVER)
def test_the_server_finds_at_least_what_the_browser_finds(judged: dict[str, list[Judged]], kind: str) -> None:
    severity = [SecrecyState.NONE, SecrecyState.DECLASSIFIED, SecrecyState.UNCERTAIN, SecrecyState.MARKED]
    less = {
        one.name: one.differences
        for one in judged[kind]
        if severity.index(one.python["secrecy"]) < severity.index(SecrecyState(one.typescript["secrecy"]))
    }
    assert less == {}
    assert {one.typescript["unreadable_reason"] for one in judged[kind]} == {None}


def test_the_generated_files_are_of_every_outcome(judged: dict[str, list[Judged]]) -> None:
    everything = [one.python for kind in judged.values() for one in kind]

    assert {fields["secrecy"] for fields in everything} == {
        SecrecyState.NONE,
        SecrecyState.MARKED,
        SecrecyState.DECLASSIFIED,
        SecrecyState.UNCERTAIN,  # letters drawn on their side
    }
    assert {fields["unreadable_reason"] for fields in everything} >= {
        None,
        UnreadableReason.ENCRYPTED,
        UnreadableReason.CORRUPT,
        UnreadableReason.UNSUPPORTED,
        UnreadableReason.TEXT_LAYER,
    }
    assert {fields["obligation"] for fields in everything} == {"mandatory", "encouraged", "none"}
    assert len({fields["kind"] for fields in everything}) > 5
