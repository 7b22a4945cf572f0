"""What is compared before other people's GraphQL servers are timed, and what runs them."""

import copy
from typing import Any

import pytest

from benchmarks.graphql_throughput import refuse_other_answers
from benchmarks.peer_folders import LOCKS
from benchmarks.recipients_asked import ADDRESSES


def answer() -> dict[str, Any]:
    return {"data": {"checkRecipients": [{"address": address, "ring": "PROVINCE"} for address in ADDRESSES]}}


def test_the_same_answer_may_be_timed() -> None:
    refuse_other_answers({"ours": answer(), "peer": answer()})


def test_a_peer_that_answers_something_else_is_not_timed() -> None:
    other = copy.deepcopy(answer())
    other["data"]["checkRecipients"][19]["ring"] = "OTHER"

    with pytest.raises(ValueError, match="peer answers"):
        refuse_other_answers({"ours": answer(), "peer": other})


def test_nothing_is_timed_when_all_answer_too_little() -> None:
    with pytest.raises(ValueError, match="not every address"):
        refuse_other_answers({name: {"data": {"checkRecipients": []}} for name in ("ours", "peer")})


@pytest.mark.parametrize("name", ["ariadne", "duckdb", "extraction", "graphene"])
def test_a_peers_python_packages_are_locked_by_their_hashes(name: str) -> None:
    asked = [line for line in (LOCKS / f"{name}.lock").read_text("utf-8").splitlines() if "==" in line]

    assert asked
    assert all(line.endswith(" \\") for line in asked)  # --hash= follows


def test_a_peers_node_packages_are_locked_by_their_hashes() -> None:
    lock = (LOCKS / "mercurius" / "package-lock.json").read_text("utf-8")

    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')
