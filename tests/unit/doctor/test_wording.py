"""Everything the doctor can say is said in both languages, and what is wrong has a line that mends it."""

import re
import string

from backend.doctor import wording
from backend.doctor.examination import CHECKS, PLUGIN

FINE = {"title", "ok"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things_of_the_same_values() -> None:
    vietnamese, english = wording.tables("locales/vi"), wording.tables("locales/en")
    assert {name: table.keys() for name, table in vietnamese.items()} == {
        name: table.keys() for name, table in english.items()
    }
    for name, table in vietnamese.items():
        for reason, text in table.items():
            assert fields(text) == fields(english[name][reason]), f"{name}.{reason}"


def test_every_check_has_a_title_and_every_fault_one_line_that_mends_it() -> None:
    names = [check.name for check in (*CHECKS, PLUGIN)]
    assert len(set(names)) == len(names)
    said, mends = wording.tables("locales/vi"), wording.tables("mends")
    assert set(said) - {wording.SHARED} == set(names)
    for name in names:
        assert set(mends.get(name, {})) == set(said[name]) - FINE, name
        for mend in mends.get(name, {}).values():
            assert re.fullmatch(r"[^\n]+", mend)


def test_the_shared_reason_has_both() -> None:
    assert "unseen" in wording.tables("mends")[wording.SHARED]
