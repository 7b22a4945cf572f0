"""The units of deploy/systemd: systemd takes them, they are closed, our commands take their words, roles stay apart."""

import argparse
import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backend.app import Role
from backend.commands import serve
from backend.last_moment import END_WITHIN

FOLDER = Path(__file__).resolve().parents[3] / "deploy" / "systemd"
UNITS = {"congvu-web@.service": Role.WEB, "congvu-worker.service": Role.WORKER, "congvu-milter.service": Role.MILTER}
PROGRAM = "/opt/congvu/bin/congvu"
MOST_EXPOSED = 20  # of systemd-analyze security, in tenths: 0 closed, 100 open; a plain unit has 96
INSTANCE = "8080"


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """Copies that start a program which this machine has."""
    for name in UNITS:
        text = (FOLDER / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace(PROGRAM, sys.executable), "utf-8")
    return tmp_path


def read(name: str) -> configparser.RawConfigParser:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = lambda option: option  # type: ignore[assignment,method-assign] # names keep their case
    unit.read(FOLDER / name, "utf-8")
    return unit


def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze is not installed"
    return subprocess.run([program, *words], capture_output=True, text=True, check=False)


def test_there_is_a_unit_for_each_role() -> None:
    assert {file.name for file in FOLDER.glob("*.service")} == set(UNITS)
    assert set(UNITS.values()) == set(Role)


def test_systemd_takes_every_unit_as_it_is_written(units: Path) -> None:
    names = [units / name.replace("@.", f"@{INSTANCE}.") for name in UNITS]
    done = analyze("verify", "--man=no", "--generators=no", *names)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("name", UNITS)
def test_systemd_waits_longer_for_a_unit_to_end_than_that_takes_at_most(name: str) -> None:
    assert float(read(name)["Service"]["TimeoutStopSec"]) >= END_WITHIN.total_seconds() + 5


@pytest.mark.parametrize("name", UNITS)
def test_no_unit_is_more_exposed_than_2_of_10(name: str, units: Path) -> None:
    done = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", units / name)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "role"), UNITS.items())
def test_our_command_takes_what_a_unit_says(name: str, role: Role) -> None:
    program, command, *words = read(name)["Service"]["ExecStart"].replace("%i", INSTANCE).split()
    parser = argparse.ArgumentParser(exit_on_error=False)
    serve.add_arguments(parser)
    arguments = parser.parse_args(words)
    assert (program, command, arguments.role) == (PROGRAM, "serve", role)
    assert arguments.settings == Path("/etc/congvu/congvu.toml")
    assert arguments.port == (int(INSTANCE) if role is Role.WEB else None)


def test_the_milter_knows_no_secret_of_the_database_and_no_other_machine() -> None:
    milter = read("congvu-milter.service")["Service"]
    assert "EnvironmentFile" not in milter
    assert (milter["IPAddressDeny"], milter["IPAddressAllow"]) == ("any", "localhost")
    for name in ("congvu-web@.service", "congvu-worker.service"):
        assert read(name)["Service"]["EnvironmentFile"] == "-/etc/congvu/secrets.env"


def test_the_milter_sees_who_speaks_to_it_and_its_extractors_may_leave_the_network() -> None:
    milter = read("congvu-milter.service")["Service"]
    assert "PrivateUsers" not in milter
    assert set(milter["RestrictNamespaces"].split()) == {"net", "user"}


def test_the_folders_of_its_sockets_are_made_at_boot_and_may_be_written() -> None:
    lines = (FOLDER / "congvu.tmpfiles.conf").read_text("utf-8").splitlines()
    made = dict(line.split()[1:3] for line in lines if line.startswith("d "))
    writable = read("congvu-milter.service")["Service"]["ReadWritePaths"].split()
    assert made == {"/var/spool/postfix/congvu": "0755", "/run/dovecot/congvu": "0755"}
    assert {folder.removeprefix("-") for folder in writable} == set(made)


def test_systemd_makes_the_user_and_the_folders(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    for program, file in (("systemd-sysusers", "congvu.sysusers.conf"), ("systemd-tmpfiles", "congvu.tmpfiles.conf")):
        create = ["--create"] if program == "systemd-tmpfiles" else []
        subprocess.run([program, f"--root={tmp_path}", *create, FOLDER / file], check=True, capture_output=True)
    user = next(line for line in (tmp_path / "etc/passwd").read_text("utf-8").splitlines() if "congvu" in line)
    uid = re.fullmatch(r"congvu:x:(\d+):(\d+):Thu Cong Vu:/var/lib/congvu:/usr/sbin/nologin", user)
    assert uid
    folder = (tmp_path / "var/spool/postfix/congvu").stat()
    assert (folder.st_uid, folder.st_mode & 0o777) == (int(uid[1]), 0o755)
