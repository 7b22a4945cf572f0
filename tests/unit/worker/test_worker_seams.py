"""What joins the worker to the gateway says the same on both sides."""

from pathlib import Path

from backend.gateway import smtp_out
from backend.gateway.postfix_log import DeliveryKind
from backend.settings import Settings
from backend.worker.seams import Outcome
from backend.worker_seams import _KINDS, worker_seams


def test_every_outcome_of_a_dialogue_is_known_to_the_worker() -> None:
    assert {outcome.value for outcome in smtp_out.Outcome} == {outcome.value for outcome in Outcome}


def test_every_kind_of_delivery_but_a_delay_becomes_a_fact() -> None:
    assert set(DeliveryKind) - _KINDS.keys() == {DeliveryKind.DEFERRED}


def test_without_a_log_the_worker_has_none_to_read(tmp_path: Path) -> None:
    assert worker_seams(Settings(state_dir=tmp_path)).log is None
    assert worker_seams(Settings(state_dir=tmp_path, postfix_log=tmp_path / "mail.log")).log is not None


def test_an_empty_journal_has_nothing_and_stays_at_its_beginning(tmp_path: Path) -> None:
    batch = worker_seams(Settings(state_dir=tmp_path)).journal.read("")

    assert (list(batch.records), batch.position) == ([], "")
