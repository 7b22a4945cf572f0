"""What the resolver asks instead of guessing; papers of other days; groups and successors; reasons it gives."""

from datetime import date

import pytest

from backend.directory.recipients import (
    DatedName,
    GroupMember,
    Heir,
    NamedAgency,
    NamedGroup,
    RecipientIndex,
    When,
)
from backend.directory.terms import RecipientEntry

REFORM = date(2025, 7, 1)
TODAY, BEFORE = date(2026, 1, 5), date(2024, 5, 6)
TOP = "H55"


def commune(code: str, name: str, since: date | None = None) -> NamedAgency:
    return NamedAgency(code, f"Ủy ban nhân dân {name}", TOP, address=f"{code}@x", valid_from=since)


INDEX = RecipientIndex(
    [
        NamedAgency(TOP, "Ủy ban nhân dân tỉnh Thái Nguyên", None, address="ubnd@x"),
        NamedAgency(
            "KHCN",
            "Sở Khoa học và Công nghệ",
            TOP,
            address="KHCN@x",
            dated_names=(DatedName("Sở Khoa học", None, REFORM),),
        ),
        NamedAgency("YT", "Sở Y tế", TOP, address="YT@x"),
        NamedAgency("DOAN", "Tỉnh Đoàn Thái Nguyên", TOP, short_names=("TĐTN",), address="DOAN@x"),
        NamedAgency("TTTT", "Sở Thông tin và Truyền thông", TOP, valid_to=REFORM, heirs=(Heir("KHCN"),)),
        NamedAgency("GONE", "Sở Địa chính", TOP, valid_to=REFORM),
        NamedAgency("BK", "Ủy ban nhân dân tỉnh Bắc Kạn", None, valid_to=REFORM, heirs=(Heir(TOP),)),
        NamedAgency("BKYT", "Sở Y tế", "BK", valid_to=REFORM, heirs=(Heir("YT"),)),
        commune("PL", "xã Phú Lương"),
        commune("PLA", "xã Phú Lạc"),
        commune("YB", "xã Yên Bình"),
        commune("VLG", "xã Văn Lang"),
        commune("VLA", "xã Văn Lăng"),
        commune("PDP", "phường Phan Đình Phùng"),
        commune("NEW", "xã Vạn Phú", REFORM),
        NamedAgency(
            "H",
            "Ủy ban nhân dân huyện Phú Lương",
            TOP,
            valid_to=REFORM,
            heirs=(Heir("PL", "split"), Heir("YB", "split")),
        ),
        NamedAgency("OLD", "Ủy ban nhân dân xã Động Đạt", "H", valid_to=REFORM, heirs=(Heir("PL"),)),
        NamedAgency("KT1", "Phòng Kinh tế", "PL", address="KT1@x"),
        NamedAgency("KT2", "Phòng Kinh tế", "YB", address="KT2@x"),
    ],
    [
        NamedGroup(
            ("Các đoàn thể", "Khối đoàn thể"),
            (GroupMember("DOAN"), GroupMember("YT"), GroupMember("TTTT", None, REFORM)),
            excluded=(GroupMember("YT"),),
        )
    ],
)


def entry(text: str, on: date | None = None, sender: str | None = None) -> RecipientEntry:
    return INDEX.resolve(text, When(TODAY, on, sender))


def meant(text: str, on: date | None = None, sender: str | None = None) -> list[tuple[str, str]]:
    return [(match.agency_code, match.reason) for match in entry(text, on, sender).matches]


def asked(text: str, on: date | None = None, sender: str | None = None) -> list[tuple[str, list[str]]]:
    found = entry(text, on, sender)
    assert found.matches == ()
    return [(one.reason, [match.agency_code for match in one.candidates]) for one in found.questions]


def why_nobody(text: str) -> list[str]:
    found = entry(text)
    assert (found.matches, found.questions) == ((), ())
    return [blank.reason for blank in found.blanks]


@pytest.mark.parametrize(
    ("text", "reason", "candidates"),
    [
        ("UBND xa Van Lang", "confusable", ["VLG", "VLA"]),
        ("UBND xã Phú Lang", "confusable", ["PLA", "PL"]),
        ("UBND xã Bình Yên", "confusable", ["YB"]),
        ("UBND xã PL", "confusable", ["PL", "PLA"]),
        ("UBND xã Phủ Lương", "confusable", ["PL"]),
        ("Phú Lương", "type_missing", ["PL"]),
        ("UBND Phú Lương", "type_missing", ["PL"]),
        ("UBND phường Phú Lương", "type_missing", ["PL"]),
        ("UBND xã Yên Bình, huyện Đại Từ", "place", ["YB"]),
        ("UBND xã Yên Bình, Lào Cal", "place", ["YB"]),
        ("UBND huyện Phú Lương", "split", ["PL", "YB"]),
        ("Phòng Kinh tế", "same_name", ["KT1", "KT2"]),
        ("Sở Khoa học và Sáng tạo", "confusable", ["KHCN"]),
        ("Khối đoàn thể (trừ Tỉnh Đoàn)", "exceptions", ["DOAN"]),
    ],
)
def test_what_is_unsure_is_asked(text: str, reason: str, candidates: list[str]) -> None:
    [(why, codes)] = asked(text)
    assert (why, sorted(codes)) == (reason, sorted(candidates))


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("UBND xã Văn Lang", "VLG", "exact_name"),
        ("UBND xa Phu Luong", "PL", "without_accents"),
        ("UBND xãPhú Lương", "PL", "exact_name"),
        ("UBND xã Phúlương", "PL", "spelling"),
        ("UBND phường Phan Đinh Phùng", "PDP", "spelling"),
        ("UBND P. Phan Đình Phùng", "PDP", "exact_name"),
        ("Sở Khoa học và Công ngbệ", "KHCN", "spelling"),
        ("Sở KH&CN", "KHCN", "acronym"),
        ("TĐTN", "DOAN", "acronym"),
        ("Sở TT&TT", "KHCN", "successor"),
        ("Sở Khoa học", "KHCN", "former_name"),
        ("Sở Y tế tỉnh Bắc Kạn", "YT", "successor"),
        ("UBND xã Động Đạt", "PL", "successor"),
        ("UBND xã Yên Bình, huyện Phú Lương", "YB", "exact_name"),
        ("xã Phú Lương", "PL", "short_name"),
        ("Phòng Kinh tế, UBND xã Phú Lương", "KT1", "exact_name"),
    ],
)
def test_what_is_certain_is_settled_and_says_why(text: str, code: str, reason: str) -> None:
    assert meant(text) == [(code, reason)]


def test_a_successor_says_whom_it_stands_in_for() -> None:
    [match] = entry("Sở Thông tin và Truyền thông").matches
    assert match.predecessor is not None
    assert match.predecessor.name == "Sở Thông tin và Truyền thông"


def test_of_units_with_one_name_the_senders_own_is_meant() -> None:
    assert meant("Phòng Kinh tế", sender="YB") == [("KT2", "own_surroundings")]
    assert meant("Các đơn vị trực thuộc", sender="YB") == [("KT2", "group")]
    assert meant("Các đơn vị trực thuộc UBND xã Phú Lương") == [("KT1", "group")]


def test_a_name_is_read_as_of_the_papers_date() -> None:
    assert asked("Sở Y tế", on=BEFORE) == [("same_name", ["YT"])]
    assert meant("Sở Y tế", on=TODAY) == [("YT", "exact_name")]
    assert asked("UBND xã Vạn Phú", on=BEFORE) == [("later", ["NEW"])]


def test_groups_are_expanded_as_of_the_papers_date() -> None:
    communes = {"PL", "PLA", "YB", "VLG", "VLA", "PDP"}
    assert {code for code, _ in meant("UBND các xã, phường")} == {*communes, "NEW"}
    assert {code for code, _ in meant("UBND các xã, phường", on=BEFORE)} == communes
    assert meant("Khối đoàn thể") == [("DOAN", "group")]
    assert meant("Các đoàn thể", on=BEFORE) == [("DOAN", "group"), ("KHCN", "successor")]
    assert asked("UBND các huyện", on=BEFORE) == [("split", ["PL", "YB"])]


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("UBND xã Yên Bình, tỉnh Lào Cai", ["elsewhere"]),
        ("UBND xã Yên Bình (tỉnh Lào Cai)", ["elsewhere"]),
        ("UBND xa Yen Binh, Lao Cai", ["elsewhere"]),
        ("UBND tỉnh Thái Bình", ["elsewhere"]),
        ("VPCP", ["elsewhere"]),
        ("Sở Địa chính", ["ended"]),
        ("Hội Làm vườn", ["unknown"]),
        ("Đảng ủy các xã", ["unknown_group"]),
        ("Như Điều 3", ["article"]),
        ("Lưu; VT, KGVX.", ["file", "file"]),
        ("LưuVT", ["file"]),
        ("Nhu tren", ["as_above"]),
        ("CT, các PCT", ["own_leaders"]),
    ],
)
def test_where_nobody_is_meant_the_reason_is_said(text: str, reasons: list[str]) -> None:
    assert why_nobody(text) == reasons


def test_a_province_said_last_is_not_only_the_last_names() -> None:
    assert asked("Sở Khoa học và Công nghệ, Y tế tỉnh Lào Cai") == [("place", ["KHCN"])]


def test_as_above_means_the_addressees() -> None:
    [match] = INDEX.resolve("Như trên", When(TODAY), addressees=["Sở Y tế"]).matches
    assert (match.agency_code, match.reason) == ("YT", "as_addressed")


def test_what_is_certain_stands_beside_what_is_asked() -> None:
    found = entry("UBND xã Phú Lương, UBND xa Van Lang; Hội Làm vườn")
    assert found.state == "ask"
    assert [match.agency_code for match in found.matches] == ["PL"]
    assert [question.text for question in found.questions] == ["UBND xa Van Lang"]
    assert [blank.text for blank in found.blanks] == ["Hội Làm vườn"]


def test_what_is_said_behind_the_last_tier_belongs_to_those_before() -> None:
    found = entry("Đảng ủy, HĐND, UBND xã Phú Lương")
    assert [match.agency_code for match in found.matches] == ["PL"]
    assert [blank.text for blank in found.blanks] == ["Đảng uỷ xã Phú Lương", "HĐND xã Phú Lương"]
