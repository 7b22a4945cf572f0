"""How long a proposal runs in shadow before it may be approved: dated rows (rules/deadlines/shadow.toml)."""

import tomllib
from datetime import date, datetime, timedelta
from functools import cache

from backend.clock import VIETNAM
from backend.rules_folder import rules_dir


def shadow_until(begun: datetime) -> datetime:
    """When a shadow that began then is over; before the first row, by the first row.

    Raises:
        LookupError: there is no row at all.
    """
    day = begun.astimezone(VIETNAM).date()
    rows = _rows()
    if not rows:
        raise LookupError("shadow.toml has no row")
    standing = [time for valid_from, time in rows if valid_from <= day] or [rows[0][1]]
    return begun + standing[-1]


@cache
def _rows() -> tuple[tuple[date, timedelta], ...]:
    written = tomllib.loads((rules_dir() / "deadlines" / "shadow.toml").read_text("utf-8"))["shadow"]
    return tuple(sorted((row["valid_from"], timedelta(hours=row["hours"])) for row in written))
