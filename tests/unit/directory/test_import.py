"""`congvu directory import`: all or nothing, with every problem in one report; again without harm."""

from pathlib import Path

import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.cli import main
from backend.db import Database
from backend.directory import queries
from backend.directory.importer import ImportRefused, import_files
from backend.directory.models import Agency, Mailbox, Official, RoleAssignment
from backend.directory.terms import OfficialRole
from tests.unit.directory.conftest import AGENCIES, MAILBOXES, NOW, OFFICIALS, PROVINCE, take_over
from tests.unit.directory_key import DIRECTORY_KEY

BOX = "phuluong@thainguyen.gov.vn"


async def problems(database: Database, files: dict[str, str]) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        await take_over(database, files)
    return [str(problem) for problem in refused.value.problems]


async def test_a_province_is_taken_over_with_parents_that_come_later_in_the_file(province: Database) -> None:
    async with province.read() as session:
        agencies = {row.code: row.parent for row in await session.scalars(select(Agency))}
        former = await queries.former_names(session)
        published = await queries.published_agency_boxes(session, NOW.date())
        officials = list(await session.scalars(select(Official.name).order_by(Official.name)))

    assert agencies == {"H55": None, "H55.05": "H55", "H55.40": "H55"}
    assert former == {
        "H55.05": ["Sở Thông tin và Truyền thông"],
        "H55.40": ["UBND xã Động Đạt", "Ủy ban nhân dân thị trấn Đu"],
    }
    assert published == {"H55.05": "sokhcn@thainguyen.gov.vn", "H55.40": "phuluong@thainguyen.gov.vn"}
    assert len(officials) == 5


async def test_the_same_import_again_changes_nothing(province: Database) -> None:
    async with province.read() as session:
        before = await queries.revision(session)

    report = await take_over(province, PROVINCE)

    assert report.changed == 0
    async with province.read() as session:
        assert await queries.revision(session) == before == 1
        assert len(list(await session.scalars(select(AuditEntry)))) == 1


CHANNELS = """agency,kind,channel,valid_from,valid_to,source
H55.40,,giấy,2025-07-01,2026-01-01,Quyết định 1/QĐ-UBND
H55.40,CV,QLVB&ĐH,2026-01-01,,Quyết định 2/QĐ-UBND
"""


async def test_channels_are_taken_over_by_kind_and_day(province: Database) -> None:
    report = await take_over(province, {"channels.csv": CHANNELS})
    again = await take_over(province, {"channels.csv": CHANNELS})
    ended = await take_over(province, {"channels.csv": CHANNELS.replace("2026-01-01,,", "2026-01-01,2026-06-01,")})

    assert (report.rows["channels"], report.changed, again.changed, ended.changed) == (2, 2, 0, 1)
    async with province.read() as session:
        rows = (await queries.agency_channels(session, {"H55.40"}))["H55.40"]
    assert sorted((row.document_kind, row.channel, str(row.valid_to)) for row in rows) == [
        ("", "paper", "2026-01-01"),
        ("CV", "system", "2026-06-01"),
    ]


async def test_a_channel_that_makes_no_sense_is_refused_with_its_line(province: Database) -> None:
    bad = """agency,kind,channel,valid_from,valid_to,source
H55.40,CV,fax,2026-01-01,,x
H55.40,C-V,thư,,,x
H55.40,BC,thư,2026-01-02,2026-01-02,x
H99,GM,thư,2026-01-01,,x
H55.40,GM,thư,2026-01-01,,x
H55.40,GM,giấy,2026-01-01,,x
"""

    assert await problems(province, {"channels.csv": bad}) == [
        "channels.csv:2: channel 'fax' is none of thư, qlvb&đh, giấy",
        "channels.csv:3: kind 'C-V' is not well-formed",
        "channels.csv:3: valid_from is empty",
        "channels.csv:4: valid_to is not after valid_from",
        "channels.csv:5: agency H99 is nowhere",
        "channels.csv:7: agency, kind and valid_from stands in line 6 already",
    ]


async def test_a_changed_row_is_an_update_and_others_stay(province: Database) -> None:
    renamed = AGENCIES.replace("Sở Khoa học và Công nghệ,", "Sở Khoa học và Chuyển đổi số,")
    promoted = "name,post,agency,role,login\nNguyễn Thị Vân,Trưởng phòng,H55.05,unit_head,sokhcn@thainguyen.gov.vn\n"

    report = await take_over(province, {"agencies.csv": renamed, "officials.csv": promoted})

    assert report.changed == 4  # a name, a post, a role that goes, one that comes
    async with province.read() as session:
        names = dict((await session.execute(select(Agency.code, Agency.name))).all())
        van = (await session.scalars(select(Official).where(Official.name == "Nguyễn Thị Vân"))).one()
        roles = list(await session.scalars(select(RoleAssignment.role).where(RoleAssignment.official_id == van.id)))
        count = len(list(await session.scalars(select(Official))))
    assert names["H55.05"] == "Sở Khoa học và Chuyển đổi số"
    assert (van.post, roles, count) == ("Trưởng phòng", ["unit_head"], 5)


async def test_a_person_whose_log_in_moves_stays_the_same_person(province: Database) -> None:
    async with province.read() as session:
        before = (await session.scalars(select(Official.id).where(Official.name == "Nguyễn Văn An"))).one()
    moved = "name,post,agency,role,login\nNguyễn Văn An,Chuyên viên,H55.05,official,tiepdan@thainguyen.gov.vn\n"
    await take_over(province, {"officials.csv": moved})

    async with province.read() as session:
        rows = (
            await session.execute(select(Official.id, Official.login).where(Official.name == "Nguyễn Văn An"))
        ).all()
    assert [tuple(row) for row in rows] == [(before, "tiepdan@thainguyen.gov.vn")]


async def test_namesakes_with_different_log_ins_are_two_people(province: Database) -> None:
    two = (
        "name,post,agency,role,login\n"
        "Nguyễn Văn An,Chuyên viên,H55.05,official,an.nguyen@thainguyen.gov.vn\n"
        "Nguyễn Văn An,Kế toán,H55.05,official,tiepdan@thainguyen.gov.vn\n"
    )
    await take_over(province, {"officials.csv": two})

    async with province.read() as session:
        posts = list(await session.scalars(select(Official.post).where(Official.name == "Nguyễn Văn An")))
    assert sorted(posts) == ["Chuyên viên", "Kế toán"]


async def test_a_mailbox_keeps_the_day_it_was_published(province: Database) -> None:
    await take_over(province, PROVINCE, NOW.replace(year=2027))

    async with province.read() as session:
        mailbox = await session.get(Mailbox, "sokhcn@thainguyen.gov.vn")
    assert mailbox is not None
    assert mailbox.published_at == NOW


async def test_every_problem_of_every_file_is_reported_with_its_line(database: Database) -> None:
    found = await problems(
        database,
        {
            "a.csv": "code,name,kind,parent\nh55,Tên,department,\nH55.1,,department,H99\nH55.2,B,department,H55.2\n",
            "m.csv": "address,agency,kind,published\nnot an address,H55.2,agenci,maybe\nb@x.vn,H98,agency,no\n",
            "o.csv": "name,post,agency,role,login\nAn,Văn thư,H55.2,king,\nBa,Văn thư,H55.2,clerk,c@x.vn\n",
        },
    )

    assert found == [
        "a.csv:2: code 'h55' is not well-formed",
        "a.csv:3: name is empty or longer than 300 characters",
        "a.csv:4: agency H55.2 stands above itself",
        "m.csv:2: address 'not an address' is not well-formed",
        "m.csv:2: kind 'agenci' is none of agency, role, personal",
        "m.csv:2: published 'maybe' is neither yes nor no",
        "m.csv:3: agency H98 is nowhere",
        "o.csv:2: role 'king' is none of " + ", ".join(OfficialRole),
        "o.csv:3: login c@x.vn is no mailbox of the directory",
    ]


async def test_one_problem_stops_everything(database: Database) -> None:
    await problems(database, PROVINCE | {"more.csv": "address,name,agency\n@x.example,X,H99\n"})

    async with database.read() as session:
        assert list(await session.scalars(select(Agency))) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.csv": AGENCIES + "H55,Khác,x_x,,,\n"}, "a.csv:5: code stands in line 3 already"),
        ({"a.csv": AGENCIES, "m.csv": MAILBOXES + "SoKHCN@thainguyen.gov.vn,H55,role,no\n"},
         "m.csv:8: address stands in line 2 already"),
        ({"a.csv": AGENCIES, "m.csv": MAILBOXES, "o.csv": OFFICIALS + OFFICIALS.splitlines()[1] + "\n"},
         "o.csv:7: official stands in line 2 already"),
        ({"a.csv": AGENCIES, "m.csv": MAILBOXES, "o.csv": OFFICIALS.replace("an@thu.example", BOX)},
         "o.csv:5: private_addresses has an official mailbox"),
        ({"a.csv": AGENCIES, "m.csv": MAILBOXES, "o.csv": OFFICIALS.replace(",an@thu.example", ",le.ha@thu.example")},
         "o.csv:5: private_addresses has one of another official"),
        ({"a.csv": AGENCIES, "m.csv": MAILBOXES, "b.csv": "address,name,agency\n@thainguyen.gov.vn,X,H55\n"},
         "b.csv:2: @thainguyen.gov.vn is official"),
        ({"a.csv": AGENCIES, "w.csv": "agency,valid_from,hours,source\nH55,2026-01-01,mon 9-5,QĐ 1\n"},
         "w.csv:2: hours: '9-5' is not a span like 07:30-11:30"),
        ({"a.csv": AGENCIES.replace("H55,Sở Thông", "H55.05,Sở Thông")}, "a.csv:2: agency H55.05 stands above itself"),
        ({"x.csv": "who,what\n1,2\n"}, "x.csv:1: columns what, who: no table of the directory"),
        ({"x.csv": ""}, "x.csv:1: columns none: no table of the directory"),
        ({"a.csv": AGENCIES + "H55.9,Một,x_x,,,,,quá nhiều\n"}, "a.csv:5: more cells than columns"),
    ],
)  # fmt: skip
async def test_what_stands_in_the_way_is_named(database: Database, files: dict[str, str], expected: str) -> None:
    assert expected in await problems(database, files)


async def test_a_file_that_is_not_utf_8_is_refused_at_its_line(database: Database) -> None:
    data = AGENCIES.encode().replace("Phú".encode(), "Phú".encode("cp1258"))

    async def take_over_bytes() -> None:
        async with database.write() as session:
            await import_files(session, {"a.csv": data}, NOW, DIRECTORY_KEY)

    with pytest.raises(ImportRefused) as refused:
        await take_over_bytes()
    assert [str(problem) for problem in refused.value.problems] == ["a.csv:4: is not UTF-8"]


def test_a_byte_order_mark_and_windows_line_ends_are_welcome(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "agencies.csv"
    file.write_bytes(b"\xef\xbb\xbf" + AGENCIES.replace("\n", "\r\n").encode())

    assert main(["directory", "import", str(file), "--database", url]) == 0
    assert capsys.readouterr().out.startswith("3 agencies; ")


def test_a_folder_is_imported_and_a_bad_one_reported(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "province"
    folder.mkdir()
    assert main(["directory", "import", str(folder), "--database", url]) == 2
    for name, text in PROVINCE.items():
        (folder / name).write_text(text, "utf-8")
    assert main(["directory", "import", str(folder), "--database", url]) == 0
    capsys.readouterr()

    (folder / "mailboxes.csv").write_text(MAILBOXES.replace("H55.40", "H55.99"), "utf-8")
    assert main(["directory", "import", str(folder), "--database", url]) == 2
    report = capsys.readouterr().err
    assert report.startswith("congvu: nothing was imported, 1 problem(s):\n")
    assert "mailboxes.csv:6: agency H55.99 is nowhere" in report


async def test_thousands_of_officials_are_taken_over_in_one_go(database: Database) -> None:
    boxes = "".join(f"o{number}@thainguyen.gov.vn,H55,personal,no\n" for number in range(3000))
    people = "".join(f"Người {number},Chuyên viên,H55,official,o{number}@thainguyen.gov.vn\n" for number in range(3000))
    files = {
        "agencies.csv": "code,name,kind\nH55,Ủy ban nhân dân tỉnh Thái Nguyên,province_committee\n",
        "mailboxes.csv": "address,agency,kind,published\n" + boxes,
        "officials.csv": "name,post,agency,role,login\n" + people,
    }

    assert (await take_over(database, files)).rows["officials"] == 3000
    assert (await take_over(database, files)).changed == 0
