"""The stamp of a line written a moment ago, against the moment."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.doctor.mail_log import stamp_faults
from tests.unit.doctor.telling import told

LOG, NOW = Path("/var/log/mail.log"), datetime(2026, 11, 28, 2, 0, 0, tzinfo=UTC)
ZONE = "Asia/Ho_Chi_Minh"


def found(line: str) -> list[str]:
    return told("postfix_log", stamp_faults(LOG, ["no stamp here", line], NOW, ZONE))


@pytest.mark.parametrize("stamp", ["Nov 28 09:00:00", "Nov 28 08:59:45", "2026-11-28T09:00:02.123456+07:00"])
def test_a_stamp_of_now_in_the_zone_of_the_settings_is_fine(stamp: str) -> None:
    assert found(f"{stamp} mail postfix/smtpd[1]: connect from localhost[127.0.0.1]") == []


@pytest.mark.parametrize(
    ("stamp", "reason"),
    [
        ("Nov 28 02:00:01", "zone"),  # UTC, read as Vietnamese time
        ("Nov 28 07:29:59", "zone"),  # UTC+5:30
        ("Nov 28 08:56:00", "skew"),
        ("2026-11-28T09:04:00+07:00", "skew"),
    ],
)
def test_another_zone_is_told_from_a_wrong_clock(stamp: str, reason: str) -> None:
    assert found(f"{stamp} mail postfix/smtpd[1]: connect from localhost[127.0.0.1]") == [reason]


def test_a_log_without_stamps_is_told() -> None:
    assert found("connect from localhost[127.0.0.1]") == ["no_stamp"]
