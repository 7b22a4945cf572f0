"""A made-up province must be one that the import takes, and the same each time: figures are compared over it."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.cli import main
from backend.errors import UsageError
from backend.load.offices import province
from backend.load.people import LocalParts, plain
from backend.load.province import make_province, write_tables

OFFICES = len(province().offices)


def test_a_province_has_its_ninety_two_communes() -> None:
    kinds = Counter(row["kind"] for row in make_province(OFFICES, seed=1)["agencies"])

    assert kinds["commune_committee"] == 77
    assert kinds["ward_committee"] == 15
    assert kinds["district_committee"] == 17  # none of them is any more


def test_every_former_district_and_department_has_heirs_that_exist() -> None:
    tables = make_province(OFFICES, seed=1)
    standing = {row["code"] for row in tables["agencies"] if not row["valid_to"]}
    gone = {row["code"] for row in tables["agencies"] if row["valid_to"]}

    assert len(gone) > 17
    assert {row["predecessor"] for row in tables["successions"]} == gone
    assert {row["successor"] for row in tables["successions"]} <= standing


def test_a_district_was_divided_among_its_communes() -> None:
    tables = make_province(OFFICES, seed=1)
    names = {row["code"]: row["name"] for row in tables["agencies"]}
    heirs = {
        names[row["successor"]]
        for row in tables["successions"]
        if names[row["predecessor"]] == "Ủy ban nhân dân huyện Phú Lương"
    }

    assert heirs == {f"Ủy ban nhân dân xã {name}" for name in ("Phú Lương", "Yên Trạch", "Hợp Thành", "Vô Tranh")}


def test_old_addresses_lead_to_those_who_have_the_office_now() -> None:
    aliases = {row["alias"]: row["address"] for row in make_province(OFFICES, seed=1)["aliases"]}

    assert aliases["sotttt@thainguyen.gov.vn"] == "sokhcn@thainguyen.gov.vn"
    assert aliases["chodon@backan.gov.vn"] == "chodon@thainguyen.gov.vn"


@settings(max_examples=10, deadline=None)
@given(st.integers(OFFICES, OFFICES + 3_000), st.integers(0, 9))
def test_it_has_exactly_the_officials_asked_for_each_with_a_mailbox_of_its_own_or_the_offices(
    officials: int, seed: int
) -> None:
    tables = make_province(officials, seed)
    addresses = [row["address"] for row in tables["mailboxes"]]

    assert len(tables["officials"]) == officials
    assert len(set(addresses)) == len(addresses)
    assert {row["login"] for row in tables["officials"]} <= set(addresses)


def test_fewer_officials_than_offices_are_refused() -> None:
    with pytest.raises(UsageError):
        make_province(OFFICES - 1, seed=1)


def test_the_same_seed_writes_the_same_bytes_and_another_one_others(tmp_path: Path) -> None:
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_tables(tmp_path / folder, make_province(OFFICES + 500, seed))
    officials = {folder: (tmp_path / folder / "officials.csv").read_bytes() for folder in "abc"}

    assert officials["a"] == officials["b"] != officials["c"]


def test_the_import_takes_it(
    empty_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables(tmp_path / "province", make_province(OFFICES + 500, 1))
    monkeypatch.setenv("CONGVU_STATE_DIR", str(tmp_path))

    assert main(["directory", "import", str(tmp_path / "province"), "--database", empty_url]) == 0
    assert f"{OFFICES + 500} officials" in capsys.readouterr().out


def test_the_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "generate", str(tmp_path), "--officials", str(OFFICES)]) == 0

    assert f"{OFFICES} officials" in capsys.readouterr().out


def test_two_of_one_name_do_not_get_one_address() -> None:
    local_parts = LocalParts()

    assert local_parts.of("Nông Thị Thu Hà", "syt") == "hantt.syt"
    assert local_parts.of("Nguyễn Thị Thanh Hà", "syt") == "hantt2.syt"


def test_an_address_has_neither_accents_nor_a_bar_through_its_d() -> None:
    assert plain("Điềm Thuỵ") == "diemthuy"
