"""Debian's SOGo on the demo's mailboxes: sogod behind nginx, with a database and a memcached of its own.

`make demo` does not bring it up and does not install it: it is where the browser extension's stories happen.
"""

import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from grp import getgrnam
from pathlib import Path

from deploy.demo import processes
from deploy.demo.daemons import launch, pid_in
from deploy.demo.demo_user import DemoUser
from deploy.demo.filling import fill
from deploy.demo.layout import LOOPBACK, Layout
from deploy.demo.people import accounts
from deploy.demo.processes import ProcessRecord
from deploy.demo.programs import SEARCH
from deploy.demo.refusal import Refused
from deploy.demo.sogo_database import SogoDatabase
from deploy.demo.webmail import ENVIRONMENT, NGINX_FILES

POSTGRESQL = Path("/usr/lib/postgresql")
START_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class SogoPrograms:
    sogod: Path
    memcached: Path
    nginx: Path
    postgresql: Path


def find_sogo_programs() -> SogoPrograms:
    """
    Raises:
        Refused: a Debian package is not installed.
    """
    clusters = sorted(POSTGRESQL.glob("*/bin/initdb"), key=lambda program: float(program.parts[-3]))
    found = {name: shutil.which(name, path=SEARCH) for name in ("sogod", "memcached", "nginx")}
    missing = [name for name, program in found.items() if not program] + ([] if clusters else ["postgresql"])
    if missing:
        raise Refused(f"not installed: {' '.join(missing)} (`make test` installs what is missing)")
    sogod, memcached, nginx = (Path(str(program)) for program in found.values())
    return SogoPrograms(sogod, memcached, nginx, postgresql=clusters[-1].parent)


class Sogo:
    """Everything of it runs as the demo's user and keeps its things below `home`/sogo."""

    def __init__(self, layout: Layout, programs: SogoPrograms, user: DemoUser) -> None:
        self._layout = layout
        self._programs = programs
        self._user = user
        self._folder = layout.home / "sogo"
        self._runtime = layout.runtime / "sogo"
        self._database = SogoDatabase(layout, programs.postgresql, user)

    def start(self, record: ProcessRecord) -> None:
        """The demo itself has to be up.

        Raises:
            Refused: one of its servers does not start, or SOGo does not answer in time.
        """
        self._user.folder(self._folder)
        self._user.folder(self._folder / "spool")
        self._user.folder(self._runtime, 0o700)
        self._database.start(record, accounts())
        self._start_memcached(record)
        self._start_sogod(record)
        self._start_nginx(record)
        self._wait()

    def stop(self, record: ProcessRecord) -> None:
        """sogod does not end when asked (seen for 15 s and more): it holds nothing that is not in the database."""
        for entry in reversed(record.started()):
            if entry.name.startswith("sogo"):
                end = processes.kill if entry.name == "sogod" else processes.stop
                if end(entry):
                    record.forget(entry.name)

    def _start_memcached(self, record: ProcessRecord) -> None:
        pid, socket = self._runtime / "memcached.pid", self._runtime / "memcached.sock"
        pid.unlink(missing_ok=True)
        launch(
            "memcached",
            [self._programs.memcached, "-d", "-s", socket, "-m", "32", "-P", pid],
            user=self._user,
            environment=ENVIRONMENT,
        )
        record.add("sogo-memcached", pid_in(pid, "memcached"))

    def _start_sogod(self, record: ProcessRecord) -> None:
        """Settings come on the command line, where they stand above /etc/sogo/sogo.conf: sogod insists on reading
        that file, which is open to its group only."""
        words = [word for key, value in self._settings().items() for word in (f"-{key}", value)]
        with (self._layout.log / "web" / "sogod.log").open("ab") as log:
            sogod = subprocess.Popen(
                [self._programs.sogod, *words],
                user=self._user.uid,
                group=self._user.gid,
                extra_groups=[getgrnam("sogo").gr_gid],
                env=ENVIRONMENT | {"HOME": str(self._folder), "TZ": "Asia/Ho_Chi_Minh"},
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        record.add("sogod", sogod.pid)
        sogod.returncode = 0  # it goes on without us: no warning when this object ends

    def _settings(self) -> Mapping[str, str]:
        """As property lists."""
        ports, table = self._layout.ports, self._database.address
        source = (
            f'{{type = sql; id = directory; viewURL = "{table("sogo_users")}"; canAuthenticate = YES;'
            ' isAddressBook = YES; displayName = "Danh ba"; userPasswordAlgorithm = plain;}'
        )
        return {
            "WONoDetach": "YES",
            "WOPort": f'"{LOOPBACK}:{ports.sogo_server}"',
            "WOWorkersCount": "3",
            "WOPidFile": f'"{self._runtime / "sogod.pid"}"',
            "WOLogFile": "-",
            "SOGoProfileURL": f'"{table("sogo_user_profile")}"',
            "OCSFolderInfoURL": f'"{table("sogo_folder_info")}"',
            "OCSSessionsFolderURL": f'"{table("sogo_sessions_folder")}"',
            "OCSEMailAlarmsFolderURL": f'"{table("sogo_alarms_folder")}"',
            "OCSAdminURL": f'"{table("sogo_admin")}"',
            "SOGoUserSources": f"({source})",
            "SOGoForceExternalLoginWithEmail": "YES",
            "SOGoMemcachedHost": f'"{self._runtime / "memcached.sock"}"',
            "SOGoMailSpoolPath": f'"{self._folder / "spool"}"',
            "SOGoMailingMechanism": "smtp",
            "SOGoSMTPServer": f'"smtp://{LOOPBACK}:{ports.submission}"',
            "SOGoSMTPAuthenticationType": "PLAIN",
            "SOGoIMAPServer": f'"imap://{LOOPBACK}:{ports.imap}"',
            "SOGoTimeZone": '"Asia/Ho_Chi_Minh"',
            "SOGoMaximumMessageSizeLimit": "51200",  # kB
        }

    def _start_nginx(self, record: ProcessRecord) -> None:
        configuration = self._folder / "nginx.conf"
        text = fill(
            "sogo-nginx.conf",
            home=self._layout.home,
            runtime=self._runtime,
            mime_types=NGINX_FILES / "mime.types",
            sogo_port=self._layout.ports.sogo,
            server_port=self._layout.ports.sogo_server,
        )
        configuration.write_text(text, "utf-8")
        errors = self._layout.log / "web" / "sogo-nginx-error.log"
        launch(
            "nginx", [self._programs.nginx, "-e", errors, "-c", configuration], user=self._user, environment=ENVIRONMENT
        )
        record.add("sogo-nginx", pid_in(self._runtime / "nginx.pid", "nginx"))

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise Refused(f"SOGo was not ready within {START_SECONDS:.0f} seconds: {self._layout.log / 'web'}")
            time.sleep(LOOK_AGAIN_SECONDS)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self._layout.sogo_url, timeout=20) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
