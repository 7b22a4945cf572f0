"""An OpenLDAP of our own for one run: configuration and data in a scratch folder, on a loopback port."""

import base64
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PROGRAM, SCHEMAS = Path("/usr/sbin/slapd"), Path("/etc/ldap/schema")
BASE = "dc=thainguyen,dc=gov,dc=vn"
SEARCHED = ("cn", "mail", "ou", "title", "telephoneNumber")  # what a webmail's address book would search
_STARTS_WITHIN_SECONDS = 20.0
_CONFIGURATION = """\
include {schemas}/core.schema
include {schemas}/cosine.schema
include {schemas}/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {home}/slapd.pid
argsfile {home}/slapd.args
threads 4
database mdb
maxsize 4294967296
suffix "{base}"
directory {home}/data
index objectClass eq
index cn,mail,ou,title,telephoneNumber eq,sub
sizelimit unlimited
"""
Tables = Mapping[str, Sequence[Mapping[str, str]]]


@contextmanager
def private_slapd(tables: Tables) -> Iterator[int | None]:
    """The port of a server that holds these agencies and officials; None where slapd is not installed."""
    if not PROGRAM.exists():
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="congvu-slapd-"))
    try:
        (home / "data").mkdir()
        configuration = home / "slapd.conf"
        configuration.write_text(_CONFIGURATION.format(schemas=SCHEMAS, home=home, base=BASE), "ascii")
        (home / "province.ldif").write_text("".join(_entries(tables)), "ascii")
        load: list[str | Path] = [PROGRAM, "-T", "add", "-q", "-f", configuration, "-l", home / "province.ldif"]
        subprocess.run(load, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = _free_port()
        running = subprocess.Popen(
            [PROGRAM, "-d", "0", "-h", f"ldap://127.0.0.1:{port}", "-f", configuration],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            yield port
        finally:
            running.terminate()
            running.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _entries(tables: Tables) -> Iterator[str]:
    yield f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: thainguyen\no: Thai Nguyen\n\n"
    names = {row["code"]: row["name"] for row in tables["agencies"]}
    phones = {row["code"]: row["phone"] for row in tables["agencies"]}
    for row in tables["mailboxes"]:
        if row["kind"] == "agency":
            name = names[row["agency"]]
            yield _entry(row["address"], name, name, "", phones[row["agency"]])
    for row in tables["officials"]:
        if row["role"] != "clerk":  # whose mailbox is the agency's
            yield _entry(row["login"], row["name"], names[row["agency"]], row["post"], row["phone"])


def _entry(address: str, name: str, agency: str, post: str, phone: str) -> str:
    values = [("cn", name), ("sn", name.split()[0]), ("mail", address), ("ou", agency), ("title", post)]
    lines = [f"{key}:: {base64.b64encode(value.encode()).decode()}" for key, value in values if value]
    lines += [f"telephoneNumber: {phone}"] if phone else []
    return "\n".join([f"dn: mail={address},{BASE}", "objectClass: inetOrgPerson", *lines, "", ""])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
