"""What is exported imports again: into the same directory it changes nothing, into an empty one it gives the same."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.db import Database
from backend.directory import history_queries
from backend.directory.draft import Draft, Standing
from backend.directory.exporter import as_csv, as_json, as_ldif
from backend.directory.import_checks import check, known
from backend.directory.import_files import read_file
from backend.directory.portable import Portable, portable, public
from backend.directory.recorded import RECORDED
from backend.directory.rows import Tables
from backend.directory.taking_over import take_over_agencies, take_over_calendars, take_over_mailboxes
from backend.directory.taking_over_people import take_over_people
from tests.unit.directory.conftest import NOW, take_over

BASE = "dc=thainguyen,dc=gov,dc=vn"
FULL: Portable = {
    "agencies": [
        {"code": "H55", "name": "Ủy ban nhân dân tỉnh", "kind": "province_committee"},
        {"code": "H55.05", "name": "Sở Khoa học; và Công nghệ", "kind": "department", "parent": "H55",
         "short_names": ["SKHCN", "Sở KH&CN"], "phone": "0208 3855 333", "reference_prefix": "SKHCN"},
        {"code": "H55.06", "name": "Sở Thông tin và Truyền thông", "kind": "department", "parent": "H55",
         "valid_from": "2008-05-01", "valid_to": "2025-03-01"},
    ],
    "names": [{"agency": "H55.05", "former_name": "Ban Khoa học; kỹ thuật", "valid_to": "1990-01-01"}],
    "successions": [{"predecessor": "H55.06", "successor": "H55.05", "succession": "merged", "on_date": "2025-03-01",
                     "decision_number": "12/NQ-HĐND"}],
    "groups": [{"group": "so_ban_nganh", "name": "Các sở, ban, ngành", "spellings": ["Các sở"]}],
    "group_rules": [{"group": "so_ban_nganh", "kind": "department", "under": "H55"}],
    "group_members": [{"group": "so_ban_nganh", "agency": "H55.06", "excluded": True, "valid_from": "2025-03-01"}],
    "readiness": [{"agency": "H55.05", "item": "trained_clerk", "valid_from": "2026-01-01", "source": "Báo cáo 3"}],
    "mailboxes": [
        {"address": "sokhcn@thainguyen.gov.vn", "agency": "H55.05", "kind": "agency", "published": True,
         "published_from": "2025-03-01", "decision_number": "12/QĐ-UBND"},
        {"address": "motcua@thainguyen.gov.vn", "agency": "H55.05", "kind": "role", "published": True,
         "display": "Bộ phận Một cửa"},
        {"address": "sotttt@thainguyen.gov.vn", "agency": "H55.06", "kind": "agency", "published": True,
         "withdrawn": True, "published_to": "2025-03-01"},
        {"address": "ha.le@thainguyen.gov.vn", "agency": "H55.05", "kind": "personal", "published": True},
        {"address": "an@thainguyen.gov.vn", "agency": "H55.05", "kind": "personal", "published": False},
    ],
    "logins": [{"login": "an@thainguyen.gov.vn", "address": "motcua@thainguyen.gov.vn"}],
    "aliases": [{"alias": "sokhcn@backan.gov.vn", "address": "sokhcn@thainguyen.gov.vn", "valid_to": "2026-07-01"}],
    "officials": [
        {"name": "Lê Minh Hà", "post": "Giám đốc", "agency": "H55.05", "role": "head", "competent": True,
         "login": "ha.le@thainguyen.gov.vn", "phone": "0912", "staff_number": "TN-7", "valid_from": "2025-03-01"},
        {"name": "Lê Minh Hà", "post": "Giám đốc", "agency": "H55.05", "role": "unit_head", "competent": True,
         "login": "ha.le@thainguyen.gov.vn", "phone": "0912", "staff_number": "TN-7", "valid_from": "2025-03-01"},
        {"name": "Nguyễn Văn An", "post": "Chuyên viên", "agency": "H55.05", "role": "",
         "login": "an@thainguyen.gov.vn", "private_addresses": ["an@thu.example", "b@thu.example"]},
        {"name": "Nguyễn Văn An", "post": "Lái xe", "agency": "H55.05", "role": "official"},
    ],
    "assignments": [
        {"agency": "H55.05", "official": "Nguyễn Văn An", "login": "an@thainguyen.gov.vn", "role": "receiver",
         "valid_from": "2026-01-01", "decision_number": "3/QĐ-SKHCN"},
        {"agency": "H55", "official": "Nguyễn Văn An", "login": "an@thainguyen.gov.vn", "official_agency": "H55.05",
         "role": "delegate", "delegator": "Lê Minh Hà", "scope": "Ký thay phiếu chuyển", "valid_to": "2026-06-01"},
    ],
    "businesses": [{"address": "@cty.example", "name": "Công ty Mẫu", "agency": "H55"}],
    "weeks": [{"agency": "H55", "valid_from": "2026-01-01", "hours": "mon-fri 07:00-11:00", "source": "QĐ 1",
               "season": "04-16..10-15"}],
    "days": [{"agency": "H55", "day": "2026-03-03", "kind": "off", "name": "Lễ hội", "decision_number": "2/QĐ"}],
    "terms": [{"agency": "H55.05", "valid_from": "2026-01-01", "days": "3", "decision_number": "4/QĐ-SKHCN"}],
    "channels": [{"agency": "H55", "kind": "CV", "channel": "QLVB&ĐH", "valid_from": "2026-01-01", "source": "QĐ 5"}],
}  # fmt: skip


def files_of(tables: Portable, form: str) -> dict[str, str]:
    if form == "json":
        return {"all.json": as_json(tables).decode()}
    if form == "ldif":
        return {"all.ldif": "".join(as_ldif(tables, BASE))}
    return {f"{table}.csv": as_csv(lines) for table, lines in tables.items()}


async def standing(database: Database) -> Standing:
    async with database.read() as session:
        return await history_queries.standing(session)


@pytest.fixture
async def full(database: Database) -> Database:
    await take_over(database, {"full.json": as_json(FULL).decode()})
    return database


@pytest.mark.parametrize("form", ["csv", "json", "ldif"])
async def test_a_full_export_imports_to_no_change(full: Database, form: str) -> None:
    files = files_of(portable(await standing(full)), form)

    assert (await take_over(full, files)).changed == 0


@pytest.mark.parametrize("form", ["csv", "json", "ldif"])
async def test_a_public_export_imports_to_no_change(full: Database, form: str) -> None:
    files = files_of(public(await standing(full), date(2026, 1, 5)), form)

    assert (await take_over(full, files)).changed == 0


async def test_every_table_is_exported(full: Database) -> None:
    assert {table: len(lines) for table, lines in portable(await standing(full)).items()} == {
        table: len(lines) for table, lines in FULL.items()
    }


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_an_export_into_an_empty_directory_gives_the_same_export(
    full: Database, tmp_path: Path, form: str
) -> None:
    exported = portable(await standing(full))

    assert portable(imported(files_of(exported, form))) == exported


async def test_a_public_export_holds_no_private_address_no_role_and_nobody_without_authority(full: Database) -> None:
    exported = public(await standing(full), date(2026, 1, 5))

    assert exported["officials"] == [
        {"name": "Lê Minh Hà", "post": "Giám đốc", "agency": "H55.05", "login": "ha.le@thainguyen.gov.vn",
         "phone": "0912", "competent": True, "valid_from": "2025-03-01", "valid_to": ""},
    ]  # fmt: skip
    assert [line["address"] for line in exported["mailboxes"]] == [
        "ha.le@thainguyen.gov.vn",
        "motcua@thainguyen.gov.vn",
        "sokhcn@thainguyen.gov.vn",
    ]
    assert not exported.keys() & {"logins", "assignments", "businesses", "readiness"}
    assert "an@" not in as_json(exported).decode()


def imported(files: Mapping[str, str], onto: Standing | None = None) -> Standing:
    """What an import of these files makes, without a database."""
    tables = Tables()
    for name, text in files.items():
        read_file(name, text.encode(), tables)
    before: Standing = onto or {recorded.name: {} for recorded in RECORDED}
    check(tables, known(before))
    assert tables.problems == []
    draft = Draft(before)
    take_over_agencies(draft, tables)
    take_over_mailboxes(draft, tables, NOW)
    take_over_people(draft, tables)
    take_over_calendars(draft, tables, NOW)
    return {recorded.name: {recorded.key_of(row): row for row in draft.rows(recorded)} for recorded in RECORDED}


NAMES = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=120
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1))


@st.composite
def directories(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    codes = ["H55", *(f"H55.{number}" for number in range(draw(st.integers(0, 4))))]
    agencies = [
        {"code": code, "name": draw(NAMES), "kind": "unit", "parent": "H55" if code != "H55" else "", **period(draw)}
        for code in codes
    ]
    boxes = [f"b{number}@x.gov.vn" for number in range(draw(st.integers(0, 5)))]
    mailboxes = [
        {"address": box, "agency": draw(st.sampled_from(codes)), "kind": draw(st.sampled_from(["agency", "personal"])),
         "published": draw(st.booleans()), "withdrawn": draw(st.booleans()), "display": draw(NAMES | st.just(""))}
        for box in boxes
    ]  # fmt: skip
    officials = [
        {"name": draw(NAMES), "post": draw(NAMES), "agency": draw(st.sampled_from(codes)), "login": box,
         "role": draw(st.sampled_from(["", "head", "clerk"])), "competent": draw(st.booleans()), **period(draw)}
        for box in boxes
    ]  # fmt: skip
    aliases = [{"alias": f"a-{box}", "address": box, **period(draw)} for box in boxes if draw(st.booleans())]
    return {"agencies": agencies, "mailboxes": mailboxes, "officials": officials, "aliases": aliases}


def period(draw: st.DrawFn) -> dict[str, str]:
    begins, ends = draw(DAYS), draw(DAYS)
    if begins and ends and ends <= begins:
        ends = None
    return {"valid_from": str(begins or ""), "valid_to": str(ends or "")}


@pytest.mark.parametrize("form", ["csv", "json", "ldif"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(directory=directories())
def test_whatever_is_exported_imports_to_no_change(form: str, directory: dict[str, list[dict[str, Any]]]) -> None:
    held = imported({"all.json": as_json(directory).decode()})
    files = files_of(portable(held), form)

    assert imported(files, held) == held
    assert portable(imported(files)) == portable(held)
