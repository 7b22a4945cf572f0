"""Debian's LDAP server takes what the directory exports, and finds in it what SOGo's address book asks for.

SOGo (LDAPSource.m, `_qualifierForFilter`) asks for what was typed as it is, anywhere in one of its SearchFieldNames, in
`mail` or in `cn`.
"""

import subprocess
import sys
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from backend.directory.exporter import as_json
from benchmarks.ldap_client import LdapClient, search_request
from benchmarks.private_slapd import BASE, private_slapd
from tests.unit.directory.conftest import PROVINCE
from tests.unit.directory.test_round_trip import FULL

SCHEMA = Path(__file__).parents[2] / "deploy" / "ldap" / "congvu.ldif"
SOGO_FIELDS = ("cn", "mail", "description", "telephoneNumber", "o")  # SearchFieldNames of the guide


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CONGVU_STATE_DIR", str(tmp_path))
    return f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"


def congvu(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "backend", *arguments], check=True, capture_output=True)


def imported(folder: Path, files: dict[str, str], url: str) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    congvu("directory", "import", str(folder), "--database", url)


def exported(file: Path, url: str, *options: str) -> str:
    congvu("directory", "export", "-o", str(file), "--database", url, *options)
    return file.read_text("ascii")


def test_an_address_book_is_taken_as_it_is_and_found_as_sogo_asks(tmp_path: Path, url: str) -> None:
    imported(tmp_path / "province", PROVINCE, url)
    book = exported(tmp_path / "book.ldif", url, "--format", "address-book")

    with private_slapd(book) as port:
        assert port is not None, "slapd is not installed"
        client = LdapClient(port)
        found = {
            typed: sorted(client.mails(search_request(BASE, SOGO_FIELDS, [typed], 20)))
            for typed in (
                "Nguyễn Văn An",
                "nguyen van an",
                "NGUYỄN",
                "an.nguyen",
                "so khoa hoc",
                "phú lương",
                "zzz",
            )
        }
        client.close()

    an = "an.nguyen@thainguyen.gov.vn"
    assert found["Nguyễn Văn An"] == found["nguyen van an"] == found["an.nguyen"] == [an]
    assert an in found["NGUYỄN"]
    assert "sokhcn@thainguyen.gov.vn" in found["so khoa hoc"]
    assert found["phú lương"] == ["phuluong@thainguyen.gov.vn"]
    assert found["zzz"] == []


def test_private_addresses_are_in_no_address_book(tmp_path: Path, url: str) -> None:
    imported(tmp_path / "province", PROVINCE, url)
    book = exported(tmp_path / "book.ldif", url, "--format", "address-book")

    assert "x-congvu" not in book
    for private in ("an@thu.example", "ha.le@gmail.com", "le.ha@thu.example", "binh@thu.example"):
        assert private not in book.lower()
    assert (tmp_path / "book.ldif").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("options", [("--full",), ()])
def test_a_whole_export_is_taken_with_our_schema(tmp_path: Path, url: str, options: tuple[str, ...]) -> None:
    imported(tmp_path / "province", {"full.json": as_json(FULL).decode()}, url)
    whole = exported(tmp_path / "whole.ldif", url, "--format", "ldif", *options)

    with private_slapd(whole, [SCHEMA]) as port:
        assert port is not None, "slapd is not installed"
        client = LdapClient(port)
        found = client.mails(search_request(BASE, ("x-congvu-mailboxKind",), ["agency"], 20))
        client.close()

    assert "sokhcn@thainguyen.gov.vn" in found


def test_a_server_that_does_not_know_our_schema_refuses_a_whole_export(tmp_path: Path, url: str) -> None:
    imported(tmp_path / "province", PROVINCE, url)
    whole = exported(tmp_path / "whole.ldif", url, "--format", "ldif")

    with pytest.raises(CalledProcessError) as refused, private_slapd(whole):
        raise AssertionError("it took an attribute it does not know")
    assert "x-congvu-" in refused.value.stderr
