"""How our pages and answers write moments."""

from datetime import UTC, datetime

from backend.clock import VIETNAM


def iso(moment: datetime) -> str:
    """For programs: UTC, whole seconds, "2026-01-05T08:00:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def date_and_time(moment: datetime) -> str:
    """For people: Vietnam's time, "15:00, 05/01/2026", alike in both languages."""
    return moment.astimezone(VIETNAM).strftime("%H:%M, %d/%m/%Y")
