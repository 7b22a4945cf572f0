"""SOGo's database: a PostgreSQL cluster of the demo's own, with the people who sign in.

Over TCP only the role `sogo` gets in, and only to its database; the demo's user rules by the socket.
"""

from collections.abc import Iterable
from pathlib import Path

from deploy.demo.daemons import launch, pid_in
from deploy.demo.demo_user import DemoUser
from deploy.demo.layout import LOOPBACK, Layout
from deploy.demo.people import Account
from deploy.demo.processes import ProcessRecord

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
WHO_MAY = f"local all all peer\nhost sogo sogo {LOOPBACK}/32 trust\n"
USERS = "sogo_users(c_uid text primary key, c_name text, c_password text, c_cn text, mail text)"


class SogoDatabase:
    """`programs` is the folder of Debian's PostgreSQL programs."""

    name = "sogo-database"

    def __init__(self, layout: Layout, programs: Path, user: DemoUser) -> None:
        self._programs = programs
        self._user = user
        self._port = layout.ports.sogo_database
        self._cluster = layout.home / "sogo" / "database"
        self._log = layout.log / "web" / "sogo-database.log"
        self._sockets = layout.runtime / "sogo"

    def address(self, table: str) -> str:
        """How SOGo names a table."""
        return f"postgresql://sogo@{LOOPBACK}:{self._port}/sogo/{table}"

    def start(self, record: ProcessRecord, people: Iterable[Account]) -> None:
        """
        Raises:
            Refused: PostgreSQL does not start, or does not take what it is told.
        """
        new = not self._cluster.exists()
        if new:
            self._run("initdb", "-D", self._cluster, "-A", "peer", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
            (self._cluster / "pg_hba.conf").write_text(WHO_MAY, "ascii")
        options = f"-p {self._port} -k {self._sockets} -c listen_addresses={LOOPBACK} -c fsync=off"
        self._run("pg_ctl", "-D", self._cluster, "-w", "-l", self._log, "-o", options, "start")
        pid_file = self._sockets / "database.pid"
        pid_file.write_text((self._cluster / "postmaster.pid").read_text("ascii").splitlines()[0], "ascii")
        record.add(self.name, pid_in(pid_file, self.name))
        if new:
            self._sql("postgres", "create role sogo login", "create database sogo owner sogo")
        self._sql(
            "sogo",
            "set role sogo",
            f"create table if not exists {USERS}",
            "delete from sogo_users",
            *(f"insert into sogo_users values ({_row(person)})" for person in people),
        )

    def _sql(self, database: str, *commands: str) -> None:
        words = [word for command in commands for word in ("-c", command)]
        self._run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", self._sockets, "-p", str(self._port), *words, database)

    def _run(self, program: str, *words: str | Path) -> None:
        launch(program, [self._programs / program, *words], user=self._user, environment=ENVIRONMENT)


def _row(person: Account) -> str:
    values = (person.address, person.address, person.password, person.shown, person.address)
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)
