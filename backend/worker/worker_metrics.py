"""What the worker counts."""

from prometheus_client import Counter, Gauge

from backend.metrics.registry import REGISTRY

_rounds = Counter(
    "congvu_worker_rounds",
    "Rounds of the worker: done, or waiting for database or disk.",
    ["outcome"],
    registry=REGISTRY,
)
_last_round = Gauge("congvu_worker_last_round_timestamp_seconds", "When a round was last done.", registry=REGISTRY)
_sent = Counter("congvu_mail_sent", "What became of mails of ours, try by try.", ["outcome"], registry=REGISTRY)
_calls = Counter("congvu_alert_calls", "Calls to whoever rings the person on duty.", ["outcome"], registry=REGISTRY)

_lost = Counter("congvu_journal_lost", "What was in the journal and cannot be read.", ["kind"], registry=REGISTRY)
for _kind in ("records", "bytes", "segments"):
    _lost.labels(_kind)  # told as 0, so that the first loss is an increase


def note_round(*, done: bool) -> None:
    _rounds.labels("done" if done else "waiting").inc()
    if done:
        _last_round.set_to_current_time()


def note_sent(outcome: str) -> None:
    _sent.labels(outcome).inc()


def note_call(outcome: str) -> None:
    _calls.labels(outcome).inc()


def note_lost(records: int, lost_bytes: int, segments: int) -> None:
    for kind, count in (("records", records), ("bytes", lost_bytes), ("segments", segments)):
        _lost.labels(kind).inc(count)
