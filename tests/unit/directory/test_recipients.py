"""Which agencies an entry of Nơi nhận means; when unsure, none."""

from datetime import date

import pytest

from backend.db import Database
from backend.directory import service
from backend.directory.models import Agency, AgencySuccession
from backend.directory.recipients import NamedAgency, RecipientIndex, When
from tests.unit.directory.conftest import NOW

TOP = "H55"
TODAY = When(date(2026, 1, 5))
DEPARTMENTS = {
    "VP": "Văn phòng Ủy ban nhân dân tỉnh",
    "KHCN": "Sở Khoa học và Công nghệ",
    "TC": "Sở Tài chính",
    "NV": "Sở Nội vụ",
    "YT": "Sở Y tế",
    "VHTTDL": "Sở Văn hóa, Thể thao và Du lịch",
    "TTR": "Thanh tra tỉnh",
    "KCN": "Ban Quản lý các khu công nghiệp",
}
COMMUNES = {
    "PL": "Ủy ban nhân dân xã Phú Lương",
    "PB": "Ủy ban nhân dân xã Phú Bình",
    "PLA": "Ủy ban nhân dân xã Phú Lạc",
    "VLA": "Ủy ban nhân dân xã Văn Lăng",
    "YB": "Ủy ban nhân dân xã Yên Bình",
    "BY": "Ủy ban nhân dân xã Bình Yên",
    "DT": "Ủy ban nhân dân xã Điềm Thuỵ",
    "PDP": "Ủy ban nhân dân phường Phan Đình Phùng",
}
INDEX = RecipientIndex(
    [
        NamedAgency(TOP, "Ủy ban nhân dân tỉnh Thái Nguyên", None, address="ubnd@x", symbol="UBND"),
        *(
            NamedAgency(
                code,
                name,
                TOP,
                former_names=("Sở Thông tin và Truyền thông",) if code == "KHCN" else (),
                address=f"{code}@x",
                symbol="SKHCN" if code == "KHCN" else "",
            )
            for code, name in DEPARTMENTS.items()
        ),
        *(NamedAgency(code, name, TOP, address=f"{code}@x") for code, name in COMMUNES.items()),
        NamedAgency("HIDDEN", "Ủy ban nhân dân xã Tân Cương", TOP),
    ]
)


def meant(entry: str, index: RecipientIndex = INDEX) -> list[str]:
    return [match.agency_code for match in index.resolve(entry, TODAY).matches]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("Sở Khoa học và Công nghệ", "KHCN"),
        ("- Sở Khoa học và Công nghệ;", "KHCN"),
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "KHCN"),
        ("Sở Khoa học và Công nghệ tỉnh Thái Nguyên", "KHCN"),
        ("So Khoa hoc va Cong nghe", "KHCN"),
        ("Sở KH&CN", "KHCN"),
        ("Sở KH & CN (để phối hợp)", "KHCN"),
        ("Sở KHCN", "KHCN"),
        ("SKHCN", "KHCN"),
        ("Sở Thông tin và Truyền thông", "KHCN"),
        ("Sở TT&TT", "KHCN"),
        ("Sở TC", "TC"),
        ("Sở Văn hoá, Thể thao và Du lịch", "VHTTDL"),
        ("Sở VHTT&DL", "VHTTDL"),
        ("Sở VH,TT&DL", "VHTTDL"),
        ("UBND tỉnh", TOP),
        ("Uỷ ban nhân dân tỉnh Thái Nguyên (để b/c)", TOP),
        ("uy ban nhan dan tinh thai nguyen", TOP),
        ("Sở\u200b Y tế\u00a0tỉnh", "YT"),
        ("Chủ tịch, các PCT UBND tỉnh;", TOP),
        ("Thường trực UBND tỉnh", TOP),
        ("Giám đốc Sở Y tế", "YT"),
        ("Đ/c Chủ tịch UBND xã Phú Lương", "PL"),
        ("VP UBND tỉnh", "VP"),
        ("VPUBND tỉnh: LĐVP, KGVX", "VP"),
        ("Văn phòng UBND tỉnh Thái Nguyên", "VP"),
        ("Thanh tra tỉnh Thái Nguyên", "TTR"),
        ("BQL các KCN tỉnh", "KCN"),
        ("UBND xã Phú Lương", "PL"),
        ("UBND xa Phu Luong", "PL"),
        ("Uỷ ban nhân dân xã Phú Lạc", "PLA"),
        ("UBND xã Yên Bình", "YB"),
        ("UBND xã Bình Yên", "BY"),
        ("UBND xã Điềm Thụy", "DT"),
        ("xã Phú Bình", "PB"),
        ("UBND phường Phan Đình Phùng.", "PDP"),
    ],
)
def test_one_agency_is_meant(entry: str, code: str) -> None:
    assert meant(entry) == [code]


@pytest.mark.parametrize(
    "entry",
    [
        "Phú Lương",
        "UBND xã Phú Lang",
        "UBND xã Phú",
        "UBND xã PL",
        "UBND xã Văn Lang",
        "UBND huyện Phú Lương",
        "UBND phường Phú Lương",
        "Đảng ủy xã Phú Lương",
        "Công an xã Phú Lương",
        "Trung tâm Y tế Phú Lương",
        "HĐND tỉnh",
        "Thường trực Tỉnh ủy",
        "UBND tỉnh Bắc Ninh",
        "Sở Y tế tỉnh Bắc Ninh",
        "Bộ Khoa học và Công nghệ",
        "Bộ Y tế",
        "Sở",
        "UBND",
        "UBND xã",
        "Cổng Thông tin điện tử tỉnh",
        "Ông Nguyễn Văn An",
        "",
        "-",
    ],
)
def test_when_unsure_nobody_is_meant(entry: str) -> None:
    resolved = INDEX.resolve(entry, TODAY)
    assert (resolved.matches, resolved.group, resolved.internal) == ((), False, False)


@pytest.mark.parametrize(
    "entry", ["Như trên;", "Nhu tren;", "- Như Điều 3;", "Như Kính gửi", "Lưu: VT, KGVX.", "- Lưu VT.", "LƯU: VT"]
)
def test_internal_lines_ask_for_nobody(entry: str) -> None:
    resolved = INDEX.resolve(entry, TODAY)
    assert resolved.internal
    assert resolved.matches == ()


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        ("Các sở, ban, ngành;", {*DEPARTMENTS}),
        ("Các sở, ban, ngành, đoàn thể tỉnh", {*DEPARTMENTS}),
        ("Các Sở, Ban, Ngành cấp tỉnh", {*DEPARTMENTS}),
        ("UBND các xã, phường;", {*COMMUNES}),
        ("UBND 92 xã, phường", {*COMMUNES}),
        ("UBND các xã, phường trên địa bàn tỉnh Thái Nguyên", {*COMMUNES}),
        ("UBND các phường", {"PDP"}),
        ("UBND các xã", {*COMMUNES} - {"PDP"}),
        ("Các sở, ban, ngành; UBND các xã, phường;", {*DEPARTMENTS, *COMMUNES}),
        ("Các đơn vị trực thuộc", set()),
        ("UBND các huyện, thành phố", set()),
        ("HĐND, UBND tỉnh, thành phố trực thuộc TƯ", set()),
        ("Sở Y tế các tỉnh, thành phố", set()),
        ("Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", set()),
    ],
)
def test_group_lines_mean_all_of_a_kind(entry: str, codes: set[str]) -> None:
    resolved = INDEX.resolve(entry, TODAY)
    assert resolved.group
    assert {match.agency_code for match in resolved.matches} == codes


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        ("Các Sở: Tài chính, Nội vụ, Y tế;", ["TC", "NV", "YT"]),
        ("Các sở Tài chính, Nội vụ và Y tế", ["TC", "NV", "YT"]),
        ("Các Sở: TC, NV, KH&CN", ["TC", "NV", "KHCN"]),
        ("Sở Tài chính, Sở Nội vụ, UBND xã Phú Lạc", ["TC", "NV", "PLA"]),
        ("UBND các xã: Phú Lương, Phú Bình;", ["PL", "PB"]),
        ("UBND các xã, phường: Phú Lương, Phan Đình Phùng", ["PL", "PDP"]),
        ("VP: Tỉnh ủy, UBND tỉnh", ["VP"]),
        ("Thường trực Tỉnh ủy, UBND tỉnh", [TOP]),
    ],
)
def test_a_list_means_each_it_names_and_is_no_group(entry: str, codes: list[str]) -> None:
    resolved = INDEX.resolve(entry, TODAY)
    assert [match.agency_code for match in resolved.matches] == codes
    assert not resolved.group


def test_the_surer_the_higher_the_score() -> None:
    scores = [
        INDEX.resolve(entry, TODAY).matches[0].score
        for entry in ("Sở Khoa học và Công nghệ", "Sở Thông tin và Truyền thông", "Sở KH&CN", "xã Phú Lương")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4
    assert scores[0] == 1.0


def test_an_agency_without_a_published_mailbox_is_not_offered() -> None:
    assert meant("UBND xã Tân Cương") == []


def test_two_that_fit_are_none() -> None:
    twins = RecipientIndex(
        [
            NamedAgency("A", "Ủy ban nhân dân xã Văn Lang", None, address="a@x"),
            NamedAgency("B", "Ủy ban nhân dân xã Văn Lăng", None, address="b@x"),
        ]
    )
    assert meant("UBND xã Văn Lang", twins) == ["A"]
    assert meant("UBND xã Văn Lăng", twins) == ["B"]
    assert meant("UBND xa Van Lang", twins) == []


async def test_a_merged_agencys_name_means_its_successor(province: Database) -> None:
    async with province.write() as session:
        ended = date(2025, 7, 1)
        session.add(Agency(code="H55.06", name="Sở Khoa học và Đổi mới", kind="department", valid_to=ended))
        await session.flush()
        session.add(AgencySuccession(predecessor="H55.06", successor="H55.05", kind="merged", on_date=ended))
    async with province.read() as session:
        [entry] = await service.resolve_recipients(session, ["Sở Khoa học và Đổi mới"], NOW)

    assert [(match.agency_code, match.address) for match in entry.matches] == [("H55.05", "sokhcn@thainguyen.gov.vn")]


async def test_the_name_of_an_agency_that_was_divided_means_none_of_its_successors(province: Database) -> None:
    async with province.write() as session:
        session.add(Agency(code="H55.06", name="Sở Khoa học và Đổi mới", kind="department", valid_to=date(2025, 7, 1)))
        await session.flush()
        for successor in ("H55.05", "H55.40"):
            session.add(AgencySuccession(predecessor="H55.06", successor=successor, kind="split"))
    async with province.read() as session:
        [entry] = await service.resolve_recipients(session, ["Sở Khoa học và Đổi mới"], NOW)

    assert entry.matches == ()
