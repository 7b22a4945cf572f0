"""The stamp at the head of a log line, in both forms: "Nov  2 08:15:00" (no year, no zone: both are worked out) and
RFC 3339."""

from datetime import UTC, datetime, timedelta, tzinfo

STAMP = r"(?:(?P<plain>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)|(?P<iso>\d{4}-\d\d-\d\dT\S+))"


def stamped_at(plain: str | None, iso: str | None, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment in UTC, None if it is none. `zone` is the machine's own: stamps without one are meant in it."""
    try:
        if iso:
            parsed = datetime.fromisoformat(iso)
            return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)
        return _with_year(plain or "", now, zone)
    except ValueError:
        return None


def _with_year(stamp: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The latest year in which the stamp is not in the future; a day's grace for clocks that differ."""
    latest = now.astimezone(zone) + timedelta(days=1)
    for year in range(latest.year, latest.year - 9, -1):
        try:
            local = datetime.strptime(f"{year} {stamp}", "%Y %b %d %H:%M:%S").replace(tzinfo=zone)
        except ValueError:  # 29 February of a year that has none
            continue
        if local <= latest:
            return local.astimezone(UTC)
    return None
