"""The generated corpus at both gates: nothing marked passes, nothing harmless is stopped."""

import json
from collections.abc import Sequence

import pytest

from tests.corpus.card import CARD, SUMS, card, sums, version
from tests.corpus.judging import Judged, Seen, judge_all
from tests.corpus.samples import CONTAINERS, harmless, marked


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Judged]:
    return judge_all(tmp_path_factory.mktemp("corpus"))


def test_the_corpus_holds_every_container_mark_and_spelling() -> None:
    samples = list(marked())

    assert {one.name for one in CONTAINERS} <= {sample.container for sample in samples}
    assert len({sample.level for sample in samples}) == 3
    assert len(samples) > 1_100
    assert sum(1 for _ in harmless()) > 900


def test_every_marked_file_is_found_with_its_level_at_the_mail_server(judged: Sequence[Judged]) -> None:
    missed = {
        one.sample.name: one.server for one in judged if one.sample.level and not one.server.is_right_for(one.sample)
    }
    assert missed == {}


def test_every_marked_file_is_found_in_the_browser_or_asked_about(judged: Sequence[Judged]) -> None:
    marks = [one for one in judged if one.sample.level]
    read = [one for one in marks if one.sample.browser]

    assert {one.sample.name: one.browser for one in read if not one.browser.is_right_for(one.sample)} == {}
    assert {one.sample.name: one.browser for one in marks if one.browser.passes} == {}


@pytest.mark.parametrize("gate", ["server", "browser"])
def test_no_harmless_twin_is_stopped_or_asked_about(judged: Sequence[Judged], gate: str) -> None:
    twins = [one for one in judged if one.sample.level is None and (gate == "server" or one.sample.browser)]
    troubled: dict[str, Seen] = {one.sample.name: getattr(one, gate) for one in twins}

    assert {name: seen for name, seen in troubled.items() if not seen.passes} == {}


def test_the_accuracy_card_is_of_these_rules_and_these_figures(judged: Sequence[Judged]) -> None:
    assert CARD.read_text("utf-8") == card(judged, version()), "run `make accuracy`"
    assert json.loads(SUMS.read_text("utf-8")) == {"rules": version(), **sums(judged)}, "run `make accuracy`"
