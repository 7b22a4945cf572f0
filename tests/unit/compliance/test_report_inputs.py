"""What a province states beside the figures: dated rows with a source, checked row by row."""

from datetime import date
from pathlib import Path

import pytest

from backend.compliance.report_inputs import Target, read_inputs
from backend.correspondence.terms import Period
from backend.errors import UsageError

ROWS = """
[[price]]
what = "sheet"
dong = 350
source = "Báo giá văn phòng phẩm số 12"
valid_from = 2026-01-01
valid_to = 2026-07-01

[[price]]
what = "sheet"
dong = 400
source = "Báo giá số 30"
valid_from = 2026-07-01

[[outage]]
what = "Máy chủ thư"
from = 2026-03-02T08:00:00
until = 2026-03-02T09:30:00
source = "Sổ trực"

[[outage]]
what = "Đường truyền"
from = 2026-04-01T00:00:00
until = 2026-04-01T00:10:00
source = "Sổ trực"
"""


def file(tmp_path: Path, text: str) -> Path:
    written = tmp_path / "inputs.toml"
    written.write_text(text, "utf-8")
    return written


def test_rows_hold_from_their_day_on(tmp_path: Path) -> None:
    found = read_inputs(file(tmp_path, ROWS))

    prices = {day: found.price(day) for day in (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1))}
    assert [one and one.number for one in prices.values()] == [None, 350, 400]
    [outage] = found.outages_in(Period(date(2026, 1, 1), date(2026, 3, 31)))
    assert (outage.what, outage.lasted.total_seconds(), outage.begins_at.isoformat()) == (
        "Máy chủ thư",
        5400,
        "2026-03-02T08:00:00+07:00",
    )


def test_what_ships_states_targets_and_no_price() -> None:
    found = read_inputs(None)
    today = date(2026, 11, 27)

    assert found.price(today) is None
    assert found.outages == ()
    for one in (found.target(Target.ON_TIME, today), found.target(Target.CHECKS, today)):
        assert one is not None
        assert (one.number, one.source) == (80, "Mặc định của phần mềm, chưa có văn bản quy định")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[cost]]\nwhat = 'x'", "unknown rows"),
        ("[[price]]\nwhat = 'stamp'\ndong = 1\nsource = 'x'\nvalid_from = 2026-01-01", "what = 'stamp'"),
        ("[[price]]\nwhat = 'sheet'\ndong = -1\nsource = 'x'\nvalid_from = 2026-01-01", "dong = -1"),
        ("[[price]]\nwhat = 'sheet'\ndong = true\nsource = 'x'\nvalid_from = 2026-01-01", "dong = True"),
        ("[[price]]\nwhat = 'sheet'\ndong = 1\nvalid_from = 2026-01-01", "source = None"),
        ("[[price]]\nwhat = 'sheet'\ndong = 1\nsource = 'x'\nvalid_from = '2026'", "valid_from a day"),
        ("[[target]]\nwhat = 'checks'\npercent = 101\nsource = 'x'\nvalid_from = 2026-01-01", "percent = 101"),
        ("[[outage]]\nwhat = 'x'\nsource = 'y'\nfrom = 2026-01-01T08:00:00\nuntil = 2026-01-01T08:00:00", "not after"),
        ("[[outage]]\nwhat = 'x'\nsource = 'y'\nfrom = 2026-01-01\nuntil = 2026-01-02", "from and until"),
        ("[[price", "inputs.toml"),
    ],
)
def test_a_row_that_is_wrong_is_told(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_inputs(file(tmp_path, text))
    assert reason in str(raised.value)
