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
dn: cn=config
objectClass: olcGlobal
cn: config
olcPidFile: {home}/slapd.pid
olcArgsFile: {home}/slapd.args
olcThreads: 4
olcSizeLimit: unlimited

dn: cn=module,cn=config
objectClass: olcModuleList
cn: module
olcModulePath: /usr/lib/ldap
olcModuleLoad: back_mdb

dn: cn=schema,cn=config
objectClass: olcSchemaConfig
cn: schema

{schemas}
dn: olcDatabase=mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: mdb
olcDbMaxSize: 4294967296
olcSuffix: {base}
olcDbDirectory: {home}/data
olcDbIndex: objectClass eq
olcDbIndex: cn,mail,ou,title,telephoneNumber,description eq,sub
"""
_OF_THE_BASE = f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: thainguyen\no: Thai Nguyen\n\n"
Tables = Mapping[str, Sequence[Mapping[str, str]]]


@contextmanager
def private_slapd(entries: str, schemas: Sequence[Path] = ()) -> Iterator[int | None]:
    """The port of a server that holds these entries (LDIF), which stand below BASE; None where slapd is not installed.

    Raises:
        CalledProcessError: it refused an entry or a schema; what it says is in `stderr`.
    """
    if not PROGRAM.exists():
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="congvu-slapd-"))
    try:
        _load(home, entries, schemas)
        port = _free_port()
        running = subprocess.Popen(
            [PROGRAM, "-d", "0", "-h", f"ldap://127.0.0.1:{port}", "-F", home / "config"],
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


def _load(home: Path, entries: str, schemas: Sequence[Path]) -> None:
    for folder in ("data", "config"):
        (home / folder).mkdir()
    files = [SCHEMAS / f"{name}.ldif" for name in ("core", "cosine", "inetorgperson")]
    included = "".join(f"include: file://{file.absolute()}\n\n" for file in (*files, *schemas))
    (home / "config.ldif").write_text(_CONFIGURATION.format(schemas=included, home=home, base=BASE), "ascii")
    (home / "province.ldif").write_text(_OF_THE_BASE + entries.removeprefix("version: 1\n\n"), "ascii")
    add: list[str | Path] = [PROGRAM, "-T", "add", "-F", home / "config"]
    for database, file in (("0", "config.ldif"), ("1", "province.ldif")):
        subprocess.run([*add, "-n", database, "-l", home / file], check=True, capture_output=True, text=True)


def ldif_of(tables: Tables) -> str:
    """Agencies and officials as a webmail's address book has them."""
    return "".join(_entries(tables))


def _entries(tables: Tables) -> Iterator[str]:
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
