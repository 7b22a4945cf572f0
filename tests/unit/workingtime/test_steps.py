"""How time was counted, said in words."""

from datetime import datetime

from backend.clock import VIETNAM
from backend.workingtime.data import default_calendar
from backend.workingtime.steps import steps_between


def said(start: str, end: str, language: str = "vi") -> list[tuple[str, str, bool, str]]:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=VIETNAM) for text in (start, end))
    steps = steps_between(first, last, default_calendar(), language)
    return [(f"{step.start:%d %H:%M}", f"{step.end:%d %H:%M}", step.counted, step.reason) for step in steps]


def test_a_day_is_work_lunch_work_and_night() -> None:
    assert said("2026-03-02 08:00", "2026-03-03 08:00") == [
        ("02 08:00", "02 11:30", True, "Giờ làm việc"),
        ("02 11:30", "02 13:00", False, "Nghỉ trưa"),
        ("02 13:00", "02 17:00", True, "Giờ làm việc"),
        ("02 17:00", "03 07:30", False, "Ngoài giờ làm việc"),
        ("03 07:30", "03 08:00", True, "Giờ làm việc"),
    ]


def test_days_off_are_named_one_by_one_and_alike_ones_together() -> None:
    assert said("2026-01-01 10:00", "2026-01-05 07:00") == [
        ("01 10:00", "02 00:00", False, "Ngày nghỉ: Tết Dương lịch"),
        ("02 00:00", "03 00:00", False, "Ngày nghỉ hoán đổi: Nghỉ liền Tết Dương lịch 2026 (làm bù ngày 10/01/2026)"),
        ("03 00:00", "05 00:00", False, "Ngày nghỉ hằng tuần"),
        ("05 00:00", "05 07:00", False, "Ngoài giờ làm việc"),
    ]


def test_a_saturday_worked_instead_says_for_which_day() -> None:
    [step] = said("2026-08-22 08:00", "2026-08-22 09:00")
    assert step == ("22 08:00", "22 09:00", True, "Giờ làm việc (làm bù cho ngày 31/08/2026)")


def test_english_is_there_too() -> None:
    assert [reason for *_, reason in said("2026-03-02 11:00", "2026-03-02 12:00", "en")] == [
        "Working hours",
        "Lunch break",
    ]


def test_no_time_has_no_steps() -> None:
    assert said("2026-03-02 08:00", "2026-03-02 08:00") == []
