"""The signed regulation is cited by rules that say what must be mailed, and by no other."""

import pytest

from backend.classification.bundle import Bundle, packaged_payload
from backend.classification.citing import citing
from backend.errors import UsageError

SIGNED = "Quyết định số 957/QĐ-UBND ngày 05/06/2013"


def test_only_mandatory_rules_cite_it_beside_the_directive() -> None:
    payload = citing(packaged_payload(), SIGNED)

    assert {rule["id"]: rule["source"] for rule in payload["rules"] if SIGNED in rule["source"]} == {
        f"obligation.{name}": f"Chỉ thị, khoản 1 điểm e; {SIGNED}"
        for name in ("for_information", "meeting_paper", "work_schedule", "working_paper")
    }
    assert Bundle.from_payload(payload).rules


def test_it_is_cited_once() -> None:
    once = citing(packaged_payload(), SIGNED)

    assert citing(once, SIGNED) == once


def test_nothing_else_of_the_rules_changes() -> None:
    before = packaged_payload()
    after = citing(before, SIGNED)

    assert [{**rule, "source": ""} for rule in after["rules"]] == [{**rule, "source": ""} for rule in before["rules"]]
    assert after["version"] == before["version"]


@pytest.mark.parametrize("words", [" ", "x" * 121, "Quyết định\nsố 1"])
def test_what_is_no_line_is_refused(words: str) -> None:
    with pytest.raises(UsageError):
        citing(packaged_payload(), words)
