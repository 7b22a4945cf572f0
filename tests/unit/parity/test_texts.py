"""Twenty thousand generated texts: both engines read and judge each alike; no mark is missed, nothing else is one."""

import base64
from collections import Counter
from dataclasses import dataclass
from random import Random

import pytest

from backend.classification.bundle import Bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from backend.classification.verdict import SecrecyState, Where
from backend.text.legacy_tables import LegacyCharset
from backend.text.legacy_text import read_text
from backend.text.normalise import accented_lines
from tests.unit.parity.findings import PAYLOAD, Fields, python_fields, typescript_answers, typescript_fields
from tests.unit.parity.texts import WRITINGS, WrittenText, written_text

SEED = 20261127
TEXTS = 20_000
IN_BYTES = {charset.value for charset in LegacyCharset} - {LegacyCharset.VIQR}
ENGINE = Engine(Bundle.from_payload(PAYLOAD))


@dataclass(frozen=True, slots=True)
class Judged:
    writing: str
    text: WrittenText
    python: Fields
    typescript: Fields


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    """Every writing in turn; two texts of three as a letter's body, the third as a file."""
    names = list(WRITINGS)
    made = [(names[n % len(names)], n // len(names) % 3 == 2, n) for n in range(TEXTS)]
    texts = [written_text(Random(f"{SEED}{writing}{n}"), WRITINGS[writing]) for writing, _, n in made]
    python, questions = [], []
    for (writing, is_file, _), text in zip(made, texts, strict=True):
        found, question = _file(writing, text) if is_file else _body(text)
        python.append(found)
        questions.append(question)
    answers = typescript_answers(questions)
    typescript = [typescript_fields(answer) | {"read": answer.get("read")} for answer in answers]
    names_of = [writing for writing, _, _ in made]
    return [Judged(*one) for one in zip(names_of, texts, python, typescript, strict=True)]


def _body(text: WrittenText) -> tuple[Fields, Fields]:
    found = python_fields(ENGINE.judge_text(text.lines, Where.BODY_TEXT))
    read = list(accented_lines(read_text(text.lines).lines))
    return found | {"read": read}, {"lines": text.lines, "where": Where.BODY_TEXT}


def _file(writing: str, text: WrittenText) -> tuple[Fields, Fields]:
    data = "\n".join(text.lines).encode("latin-1" if writing in IN_BYTES else "utf-8")
    found = python_fields(inspect_file(data, "a.txt", ENGINE))
    return found | {"read": None}, {"base64": base64.b64encode(data).decode()}


def test_both_engines_read_and_judge_every_text_alike(judged: list[Judged]) -> None:
    assert len(judged) == TEXTS
    assert [(one.writing, one.text) for one in judged if one.python != one.typescript] == []


def test_no_mark_is_missed_however_it_is_written(judged: list[Judged]) -> None:
    marked = [one for one in judged if one.text.level is not None]
    missed = [
        (one.writing, one.text)
        for one in marked
        if (one.python["secrecy"], one.python["level"]) != (SecrecyState.MARKED, one.text.level)
    ]

    assert missed == []
    assert len(marked) > TEXTS / 2


def test_nothing_else_is_taken_for_a_mark(judged: list[Judged]) -> None:
    harmless = [one for one in judged if one.text.level is None]

    assert [(one.writing, one.text) for one in harmless if one.python["secrecy"] == SecrecyState.MARKED] == []
    assert len(harmless) > TEXTS / 8


def test_the_charset_of_every_old_text_is_reported(judged: list[Judged]) -> None:
    told = Counter(one.writing for one in judged if one.writing == one.python["charset"])
    written = Counter(one.writing for one in judged)

    assert {charset for charset in LegacyCharset if told[charset] < 0.9 * written[charset]} == set()
