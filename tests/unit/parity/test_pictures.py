"""Scans under one rule set in two engines: what each recogniser makes of a letter differs, what the page is does not.

The server reads the print of a page too, so that only secrecy and readability are compared.
"""

import pytest

from backend.classification.bundle import Bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from tests.unit.documents.stamp_pictures import PICTURES, Group, Picture
from tests.unit.parity.findings import PAYLOAD, Fields, python_fields, typescript_findings

COMPARED = ("sha256", "fingerprint", "media_type", "secrecy", "level", "unreadable_reason")
EVERY = {Group.EASY: 3, Group.HARD: 6, Group.HARMLESS: 6}  # one of so many: the whole set is judged in a browser (e2e)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Picture, Fields, Fields]]:
    """The picture, and what Python and TypeScript found, by name."""
    folder = tmp_path_factory.mktemp("pictures")
    chosen = [picture for group, step in EVERY.items() for picture in _of(group)[::step]]
    engine = Engine(Bundle.from_payload(PAYLOAD))
    python, questions = [], []
    for picture in chosen:
        path = folder / f"{picture.name}.png"
        path.write_bytes(picture.png())
        python.append(python_fields(inspect_file(path.read_bytes(), path.name, engine)))
        questions.append({"path": str(path), "name": path.name})
    found = zip(chosen, python, typescript_findings(questions), strict=True)
    return {picture.name: (picture, ours, theirs) for picture, ours, theirs in found}


def _of(group: Group) -> list[Picture]:
    return [picture for picture in PICTURES if picture.group is group]


def test_plain_stamps_are_the_same_at_both_gates(judged: dict[str, tuple[Picture, Fields, Fields]]) -> None:
    easy = {name: (ours, theirs) for name, (picture, ours, theirs) in judged.items() if picture.group is Group.EASY}

    assert {
        name: differing
        for name, (ours, theirs) in easy.items()
        if (differing := {key: (ours[key], theirs[key]) for key in COMPARED if ours[key] != theirs[key]})
    } == {}
    assert {ours["secrecy"] for ours, _ in easy.values()} == {"marked", "declassified"}


def test_what_is_harmless_bears_no_mark_at_either_gate(judged: dict[str, tuple[Picture, Fields, Fields]]) -> None:
    states = [
        {ours["secrecy"], theirs["secrecy"]}
        for picture, ours, theirs in judged.values()
        if picture.group is Group.HARMLESS
    ]

    assert all("marked" not in state for state in states)


def test_no_stamp_passes_for_clean_in_the_browser(judged: dict[str, tuple[Picture, Fields, Fields]]) -> None:
    states = {name: theirs["secrecy"] for name, (picture, _, theirs) in judged.items() if picture.group is Group.HARD}

    assert [name for name, state in states.items() if state == "none"] == []
