"""What the gate at the mail server counts. Canary letters are mail like any other and are counted here too."""

from datetime import datetime

from prometheus_client import Counter, Gauge, Histogram

from backend.metrics.registry import REGISTRY

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 120.0)

_seen = Counter("congvu_mail_seen", "Messages the milter was asked about.", ["direction"], registry=REGISTRY)
_verdicts = Counter("congvu_verdicts", "Verdicts of the milter.", ["direction", "action", "state"], registry=REGISTRY)
_answers = Counter(
    "congvu_mail_answers",
    "What the mail server was answered: accepted, refused, later (451).",
    ["answer"],
    registry=REGISTRY,
)
_stored = Counter(
    "congvu_stored_messages", "Messages stored by IMAP APPEND: keep, remove, unchecked.", ["outcome"], registry=REGISTRY
)
_scan_seconds = Histogram(
    "congvu_scan_seconds", "From a message's end to its findings, waiting included.", registry=REGISTRY, buckets=SECONDS
)
_failures = Counter(
    "congvu_extractor_failures",
    "Messages an extractor broke on (crash) or ran out of time with.",
    ["reason"],
    registry=REGISTRY,
)
_restarts = Counter(
    "congvu_extractor_restarts", "Extractor processes replaced: used_up is routine.", ["reason"], registry=REGISTRY
)
_journal_failures = Counter(
    "congvu_journal_failures",
    "Records that could not be written: the mail was answered 451, or what became of it is noted once it can be.",
    registry=REGISTRY,
)
_bundle_expires = Gauge(
    "congvu_bundle_expires_timestamp_seconds", "When the rules in force expire.", ["role"], registry=REGISTRY
)
_bundle_issued = Gauge(
    "congvu_bundle_issued_timestamp_seconds", "When the rules in force were issued.", ["role"], registry=REGISTRY
)
_in_force = Gauge("congvu_milter_rules_in_force", "0: every message gets 451.", registry=REGISTRY)


def note_seen(direction: str) -> None:
    _seen.labels(direction).inc()


def note_verdict(direction: str, action: str, state: str) -> None:
    _verdicts.labels(direction, action, state).inc()


def note_answer(code: int | None) -> None:
    """`code`: SMTP's; None for a message that was accepted."""
    _answers.labels("accepted" if code is None else "refused" if code >= 500 else "later").inc()


def note_stored(outcome: str) -> None:
    _stored.labels(outcome).inc()


def note_scan(seconds: float) -> None:
    _scan_seconds.observe(seconds)


def note_extractor_failure(*, timed_out: bool) -> None:
    _failures.labels("timeout" if timed_out else "crash").inc()


def note_extractor_restart(reason: str) -> None:
    _restarts.labels(reason).inc()


def note_journal_failure() -> None:
    _journal_failures.inc()


def note_bundle(issued_at: datetime | None, expires_at: datetime | None) -> None:
    _in_force.set(1)
    if issued_at is not None and expires_at is not None:
        _bundle_issued.labels("milter").set(issued_at.timestamp())
        _bundle_expires.labels("milter").set(expires_at.timestamp())
