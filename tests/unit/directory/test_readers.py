"""Reading tables from JSON and LDIF: what is taken, what is refused, and at which line."""

from base64 import b64encode

import pytest
from sqlalchemy import select

from backend.db import Database
from backend.directory.cells import Cells
from backend.directory.import_files import read_file
from backend.directory.ldif_file import escaped, parents, plain_dn, written
from backend.directory.models import Agency, Mailbox, MailboxAlias, Official, RoleAssignment
from backend.directory.queries import former_names
from backend.directory.rows import Tables
from tests.unit.directory.conftest import AGENCIES, PROVINCE, take_over
from tests.unit.directory.test_import import problems as refused

NAME = b64encode("Sở Công Thương".encode()).decode()
LDAP = f"""version: 1
# taken from the province's LDAP
dn: dc=thainguyen,dc=gov,dc=vn
objectClass: dcObject
dc: thainguyen

dn: ou=Sở, OU=Tỉnh,dc=thainguyen,dc=gov,dc=vn
objectClass: organizationalUnit
ou: H55.09
displayName:: {NAME[:8]}
 {NAME[8:]}
mail: SoCT@thainguyen.gov.vn
telephoneNumber: 0208 3855 777

dn: cn=An\\, Nguyễn,ou=Sở,ou=Tỉnh,dc=thainguyen,dc=gov,dc=vn
objectClass: top
objectClass: inetOrgPerson
cn;lang-vi: Nguyễn Văn An
sn: Nguyễn
title: Chuyên viên
mail: An.CT@thainguyen.gov.vn
employeeNumber: 00123
"""


def problems(name: str, text: str | bytes) -> list[str]:
    tables = Tables()
    read_file(name, text if isinstance(text, bytes) else text.encode(), tables)
    return [str(problem) for problem in tables.problems]


async def test_a_provinces_ldap_comes_in(province: Database) -> None:
    report = await take_over(province, {"ldap.ldif": LDAP})

    assert {kind: count for kind, count in report.rows.items() if count} == {
        "agencies": 1,
        "mailboxes": 2,
        "officials": 1,
    }
    async with province.read() as session:
        agency = await session.get(Agency, "H55.09")
        boxes = {row.address: (row.agency_code, row.kind, row.published_at is not None)
                 for row in await session.scalars(select(Mailbox).where(Mailbox.agency_code == "H55.09"))}  # fmt: skip
        an = (await session.scalars(select(Official).where(Official.staff_number == "00123"))).one()
    assert agency is not None
    assert (agency.name, agency.kind, agency.phone) == ("Sở Công Thương", "unit", "0208 3855 777")
    assert boxes == {"soct@thainguyen.gov.vn": ("H55.09", "agency", True),
                     "an.ct@thainguyen.gov.vn": ("H55.09", "personal", False)}  # fmt: skip
    assert (an.name, an.post, an.login, an.agency_code) == (
        "Nguyễn Văn An", "Chuyên viên", "an.ct@thainguyen.gov.vn", "H55.09",
    )  # fmt: skip


async def test_of_what_an_ldap_has_no_attribute_it_says_nothing(province: Database) -> None:
    """The clerks' box stays the agency's published one, and their roles stay."""
    ldap = """dn: ou=H55.05,dc=x
objectClass: organizationalUnit
ou: H55.05
displayName: Sở Khoa học và Công nghệ

dn: cn=van,ou=H55.05,dc=x
objectClass: inetOrgPerson
cn: Nguyễn Thị Vân
title: Văn thư
mail: sokhcn@thainguyen.gov.vn
"""
    report = await take_over(province, {"ldap.ldif": ldap})

    async with province.read() as session:
        agency, box = await session.get(Agency, "H55.05"), await session.get(Mailbox, "sokhcn@thainguyen.gov.vn")
        roles = set(await session.scalars(select(RoleAssignment.role)))
    assert agency is not None
    assert box is not None
    assert (agency.kind, agency.symbol, box.kind, box.published_at is not None) == (
        "department",
        "KHCN",
        "agency",
        True,
    )
    assert "clerk" in roles
    assert report.changed == 0


async def test_aliases_come_with_their_days(province: Database) -> None:
    alias = "alias,address,valid_to\nsokhcn@backan.gov.vn,sokhcn@thainguyen.gov.vn,2027-01-01\n"
    await take_over(province, {"a.csv": alias})

    async with province.read() as session:
        [row] = await session.scalars(select(MailboxAlias))
    assert (row.alias, row.address, str(row.valid_to)) == (
        "sokhcn@backan.gov.vn", "sokhcn@thainguyen.gov.vn", "2027-01-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("dn: ou=a,dc=x\nchangetype: delete\n", "2: is a record of changes, not a directory's content"),
        ("dn: ou=a,dc=x\ncontrol: 1.2 true\n", "2: has a control"),
        (
            "dn: ou=a,dc=x\nobjectClass: referral\nref: ldap://b\n",
            "2: is a referral: export the directory it points to",
        ),
        ("dn: ou=a,dc=x\njpegPhoto:< file:///etc/passwd\n", "2: names a file or address instead of a value"),
        ("dn: ou=a,dc=x\ncn:: ####\n", "2: is no base64 of UTF-8"),
        ("dn: ou=a,dc=x\ncn:: /w==\n", "2: is no base64 of UTF-8"),
        ("version: 2\n", "1: version '2': only version 1 is known"),
        ("cn: x\n", "1: an entry begins with its dn"),
        ("dn: ou=a,dc=x\ncn: a\ndn: ou=b,dc=x\n", "3: no empty line before the next dn"),
        ("dn: ou=a,dc=x\nwhat is this\n", "2: is no attribute"),
        ("dn: ou=a,dc=x\nobjectClass: organizationalUnit\nou: Sở A\n", "1: code '' is not well-formed"),
        ("dn: cn=a,dc=x\nobjectClass: inetOrgPerson\ncn: A\n", "1: agency '' is not well-formed"),
    ],
)
def test_what_is_no_content_of_a_directory_is_refused_at_its_line(text: str, problem: str) -> None:
    assert problems("x.ldif", text) == [f"x.ldif:{problem}"]


def test_ldif_in_another_charset_is_refused() -> None:
    assert problems("x.ldif", b"dn: ou=a\ncn: " + "Phú".encode("cp1258") + b"\n") == [
        "x.ldif:2: is not UTF-8; other values are written in base64"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: is no object of tables: expected '{'"),
        ("[]", "1: is no object of tables: expected '{'"),
        ('{"people": []}', "1: 'people' is no table of the directory"),
        ('{\n"agencies": {}}', "2: is no object of tables: expected '['"),
        ('{"agencies": [\n1]}', "2: an element of agencies is no object"),
        (
            '{"agencies": [\n{"code": "H55", "name": "A", "kind": "x_x"}\n{}]}',
            "3: is no object of tables: expected ','",
        ),
        ('{"agencies": [\n{"code": "H55"\n]}', "3: is no JSON: Expecting ',' delimiter"),
        ('{"agencies": [{"code": "H55", "name": "A", "kind": "x_x"},\n]}', "2: is no JSON: a comma before the end"),
        ('{"agencies": []}\n1', "2: something follows the tables"),
        ('{"agencies": [\n\n{"code": "H55", "name": "A"}]}', "3: agencies: missing or unknown: kind"),
        ('{"agencies": [{"code": "H55", "name": 5, "kind": "x_x"}]}', "1: name is neither text nor list"),
        ('{"agencies": [{"code": "h", "name": "A", "kind": "x_x"}]}', "1: code 'h' is not well-formed"),
        ('{"agencies": ' + "[" * 100_000, "1: is nested too deeply"),
    ],
)
def test_json_that_is_no_directory_is_refused_at_its_line(text: str, problem: str) -> None:
    assert f"x.json:{problem}" in problems("x.json", text)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"s.csv": "predecessor,successor,succession\nH55.05,H99,merged\n"}, "s.csv:2: agency H99 is nowhere"),
        ({"s.csv": "predecessor,successor,succession\nH55,H55,merged\n"},
         "s.csv:2: an agency does not succeed itself"),
        ({"s.csv": "predecessor,successor,succession\nH55.05,H55,sold\n"},
         "s.csv:2: succession 'sold' is none of merged, split, renamed, moved"),
        ({"g.csv": "group,kind,under\nso,department,H55\n"}, "g.csv:2: group so is nowhere"),
        ({"a.csv": "alias,address\nx@backan.gov.vn,y@thainguyen.gov.vn\n"},
         "a.csv:2: y@thainguyen.gov.vn is no mailbox of the directory"),
        ({"a.csv": "alias,address\nphuluong@thainguyen.gov.vn,sokhcn@thainguyen.gov.vn\n"},
         "a.csv:2: phuluong@thainguyen.gov.vn is a mailbox of its own"),
        ({"r.csv": "agency,official,role\nH55.05,Ai Đó,receiver\n"},
         "r.csv:2: nobody in office at H55.05 is Ai Đó; a login tells namesakes apart"),
        ({"r.csv": "agency,official,role,scope\nH55.05,Lê Minh Hà,delegate,Ký thay\n"},
         "r.csv:2: a delegate, and nobody else, has a delegator and a scope"),
        ({"m.csv": "address,agency,kind,published,published_from,published_to\n"
                   "a@x.vn,H55,agency,yes,2026-01-02,2026-01-02\n"},
         "m.csv:2: published_to is not after published_from"),
        ({"n.csv": "agency,former_name,valid_from,valid_to\nH55,Cũ,2020-01-01,2019-01-01\n"},
         "n.csv:2: valid_to is not after valid_from"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_the_directory_is_refused(
    province: Database, files: dict[str, str], problem: str
) -> None:
    assert await refused(province, files) == [problem]


async def test_namesakes_are_told_apart_by_log_in_or_refused(province: Database) -> None:
    two = (
        "name,post,agency,role,login\nLê Minh Hà,Giám đốc,H55.05,head,giamdoc.sokhcn@thainguyen.gov.vn\n"
        "Lê Minh Hà,Kế toán,H55.05,official,tiepdan@thainguyen.gov.vn\n"
    )
    await take_over(province, {"o.csv": two})
    row = "agency,official,role,valid_from\nH55.05,Lê Minh Hà,receiver,2026-01-01\n"

    assert await refused(province, {"r.csv": row}) == [
        "r.csv:2: more than one in office at H55.05 is Lê Minh Hà; a login tells namesakes apart"
    ]


async def test_an_entry_made_by_mistake_is_taken_back(province: Database) -> None:
    names = "agency,former_name,remove\nH55.40,UBND xã Động Đạt,{}\n"
    await take_over(province, {"n.csv": names.format("yes")})

    async with province.read() as session:
        assert (await former_names(session))["H55.40"] == ["Ủy ban nhân dân thị trấn Đu"]


async def test_a_dated_assignment_takes_the_place_of_the_plain_role(province: Database) -> None:
    dated = "agency,official,role,valid_from,decision_number\nH55.05,Lê Minh Hà,head,2026-01-01,7/QĐ-UBND\n"
    report = await take_over(province, {"r.csv": dated})
    again = await take_over(province, PROVINCE)

    assert (report.changed, again.changed) == (1, 0)


async def test_a_column_that_a_file_has_not_changes_nothing(province: Database) -> None:
    await take_over(province, {"a.csv": "code,name,kind,phone\nH55.05,Sở Khoa học và Công nghệ,department,0208\n"})
    report = await take_over(province, {"a.csv": AGENCIES})

    assert report.changed == 0


def test_long_values_are_folded_and_unsafe_ones_written_in_base64() -> None:
    entry = written("ou=a", {"description": ["x" * 100], "cn": [" hai", "Hà", "a "], "sn": [""]})

    assert entry == (f"dn: ou=a\ndescription: {'x' * 63}\n {'x' * 37}\ncn:: IGhhaQ==\ncn:: SMOg\ncn:: YSA=\n\n")


def test_names_of_entries_are_compared_without_spaces_and_case() -> None:
    assert plain_dn("CN=A\\, B , ou = X,dc=y") == "cn=a\\, b,ou=x,dc=y"
    assert list(parents("cn=a\\, b,ou=x,dc=y")) == ["ou=x,dc=y", "dc=y"]
    assert escaped(" a,b+c ") == "\\ a\\,b\\+c\\ "


def test_a_cell_of_nothing_is_no_yes() -> None:
    cells = Cells(2, {"excluded": ""}, frozenset({"excluded"}))

    assert (cells.yes_if_said("excluded"), cells.problems) == (False, [])
