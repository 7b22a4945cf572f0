"""How time was counted, said in words."""

from datetime import date, datetime

from backend.clock import VIETNAM
from backend.workingtime.calendar import Calendar, DatedWeek, DayKind, SpecialDay
from backend.workingtime.data import calendar_with, default_calendar
from backend.workingtime.season import parse_season
from backend.workingtime.steps import steps_between
from backend.workingtime.week import parse_day, parse_hours


def said(
    start: str, end: str, language: str = "vi", calendar: Calendar | None = None
) -> list[tuple[str, str, bool, str]]:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=VIETNAM) for text in (start, end))
    steps = steps_between(first, last, calendar or default_calendar(), language)
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


def own_calendar() -> Calendar:
    year, summer = "mon-fri 08:00-12:00", "mon-fri 07:00-11:00"
    special = {
        date(2026, 3, 4): SpecialDay(DayKind.HOLIDAY, "Lễ hội", "x", "K", None, "12/QĐ-UBND"),
        date(2026, 3, 5): SpecialDay(DayKind.SWAPPED_OFF, "Nghỉ bù", "x", "K", date(2026, 3, 7), "12/QĐ-UBND"),
        date(2026, 3, 7): SpecialDay(DayKind.SWAPPED_IN, "Nghỉ bù", "x", "K", date(2026, 3, 5), "12/QĐ-UBND"),
        date(2026, 3, 8): SpecialDay(
            DayKind.DECIDED, "Trực lễ hội", "x", "K", None, "13/TB-UBND", parse_day("08:00-10:00")
        ),
    }
    weeks = [
        DatedWeek(date(2026, 1, 1), parse_hours(year), source="Quyết định 1/QĐ-UBND"),
        DatedWeek(date(2026, 1, 1), parse_hours(summer), parse_season("04-16..10-15"), None, "Quyết định 2/QĐ-UBND"),
    ]
    return calendar_with(weeks, special)


def test_an_agencys_own_days_are_told_with_the_number_of_their_paper() -> None:
    assert said("2026-03-04 00:00", "2026-03-09 00:00", calendar=own_calendar()) == [
        ("04 00:00", "05 00:00", False, "Ngày nghỉ: Lễ hội, theo văn bản số 12/QĐ-UBND"),
        ("05 00:00", "06 00:00", False,
         "Ngày nghỉ hoán đổi: Nghỉ bù (làm bù ngày 07/03/2026), theo văn bản số 12/QĐ-UBND"),
        ("06 00:00", "06 08:00", False, "Ngoài giờ làm việc"),
        ("06 08:00", "06 12:00", True, "Giờ làm việc (Quyết định 1/QĐ-UBND)"),
        ("06 12:00", "07 08:00", False, "Ngoài giờ làm việc"),
        ("07 08:00", "07 12:00", True, "Giờ làm việc (làm bù cho ngày 05/03/2026), theo văn bản số 12/QĐ-UBND"),
        ("07 12:00", "08 08:00", False, "Ngoài giờ làm việc"),
        ("08 08:00", "08 10:00", True, "Giờ làm việc riêng của ngày này: Trực lễ hội, theo văn bản số 13/TB-UBND"),
        ("08 10:00", "09 00:00", False, "Ngoài giờ làm việc"),
    ]  # fmt: skip


def test_hours_of_a_season_say_which_one_and_by_which_paper() -> None:
    [step] = said("2026-04-16 07:00", "2026-04-16 08:00", calendar=own_calendar())
    assert step == ("16 07:00", "16 08:00", True, "Giờ làm việc theo mùa 16/04-15/10 (Quyết định 2/QĐ-UBND)")


def test_a_saturday_for_a_day_the_agency_never_works_is_an_ordinary_day_off() -> None:
    calendar = calendar_with([DatedWeek(date(2026, 1, 1), parse_hours("tue-fri 08:00-12:00"))])
    [step] = said("2026-08-22 08:00", "2026-08-22 09:00", calendar=calendar)
    assert step == ("22 08:00", "22 09:00", False, "Ngày nghỉ hằng tuần")


def test_english_tells_own_days_and_seasons_too() -> None:
    reasons = [
        reason
        for start, end in (("2026-03-04 08:00", "2026-03-04 09:00"), ("2026-04-16 07:00", "2026-04-16 08:00"))
        for *_, reason in said(start, end, "en", own_calendar())
    ]
    assert reasons == [
        "Day off: Lễ hội, by paper no. 12/QĐ-UBND",
        "Working hours of the season 16/04-15/10 (Quyết định 2/QĐ-UBND)",
    ]


def test_english_is_there_too() -> None:
    assert [reason for *_, reason in said("2026-03-02 11:00", "2026-03-02 12:00", "en")] == [
        "Working hours",
        "Lunch break",
    ]


def test_no_time_has_no_steps() -> None:
    assert said("2026-03-02 08:00", "2026-03-02 08:00") == []
