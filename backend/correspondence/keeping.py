"""How many days personal data are kept: dated rows (rules/deadlines/retention.toml, `[[days]]`). Pure."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from backend.clock import VIETNAM
from backend.rules_folder import rules_dir


class Kept(StrEnum):
    REFUSALS = "refusals"
    SENDERS = "senders"
    STATUS_LINKS = "status_links"
    WRITTEN_TO = "written_to"
    BOX_EVENTS = "box_events"
    CHECKS = "checks"
    DECLARATIONS = "declarations"
    CHOICES = "choices"
    EMERGENCY = "emergency"
    LOOKS = "looks"
    DATA_REQUESTS = "data_requests"
    MAILBOX_CHECKS = "mailbox_checks"
    SUPPORT = "support"
    TRAINING = "training"
    COURSES = "courses"
    DUTY = "duty"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class KeptDays:
    """Stands in [valid_from, valid_to); the row of the day decides for all there is."""

    id: str
    days: int
    basis: str
    status: str
    valid_from: date
    valid_to: date | None = None


def kept_for(what: Kept, now: datetime, rows: Sequence[KeptDays] | None = None) -> timedelta:
    """
    Raises:
        LookupError: no row stands that day: then nothing of it may be forgotten.
    """
    today = now.astimezone(VIETNAM).date()
    found = [
        row
        for row in (kept_days() if rows is None else rows)
        if row.id == what and row.valid_from <= today and (row.valid_to is None or today < row.valid_to)
    ]
    if not found:
        raise LookupError(f"no row of retention.toml stands today for {what}")
    return timedelta(days=max(found, key=lambda row: row.valid_from).days)


def box_events_kept(at: datetime) -> timedelta:
    """Without a row nothing of them is deleted."""
    try:
        return kept_for(Kept.BOX_EVENTS, at)
    except LookupError:
        return timedelta.max


@cache
def kept_days() -> tuple[KeptDays, ...]:
    text = (rules_dir() / "deadlines" / "retention.toml").read_text("utf-8")
    return tuple(KeptDays(**row) for row in tomllib.loads(text)["days"])
