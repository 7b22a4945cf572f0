"""The demo's own Postfix: a port for mail from outside, one for submission, one that plays a citizen's provider.

It runs as root, as Postfix must; its queue and configuration lie in the demo's folder and /etc/postfix is only read.
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.demo.daemons import launch, pid_in
from deploy.demo.demo_user import DemoUser
from deploy.demo.filling import fill
from deploy.demo.layout import CHECKOUT, MAIL_HOST, Layout
from deploy.demo.processes import ProcessRecord
from deploy.demo.programs import Programs
from deploy.demo.refusal import Refused

SHIPPED_SETTINGS = CHECKOUT / "deploy" / "postfix" / "main.cf"  # what an administrator adds to a Postfix
SOCKET_THERE = "congvu_socket = unix:congvu/milter.sock"


class Postfix:
    name = "postfix"

    def __init__(
        self,
        layout: Layout,
        programs: Programs,
        user: DemoUser,
        mailboxes: Sequence[str],
        aliases: Mapping[str, str],
    ) -> None:
        self._layout = layout
        self._programs = programs
        self._user = user
        self._mailboxes = mailboxes
        self._aliases = aliases
        self._root = layout.home / "postfix"

    def configure(self) -> None:
        layout, etc = self._layout, self._root / "etc"
        for name in ("etc", "spool", "data"):
            (self._root / name).mkdir(parents=True, exist_ok=True)
        shutil.chown(self._root / "data", "postfix")
        domains = dict.fromkeys(address.rpartition("@")[2] for address in self._mailboxes)
        other = dict.fromkeys(alias.rpartition("@")[2] for alias in self._aliases)
        own = fill(
            "main.cf",
            home=layout.home,
            runtime=layout.runtime,
            mail_log=layout.mail_log,
            mail_host=MAIL_HOST,
            domains=" ".join(domains),
            alias_domains=" ".join(one for one in other if one not in domains),
        )
        (etc / "main.cf").write_text(own + self._milter_settings(), "utf-8")
        ports = layout.ports
        services = fill(
            "master.cf",
            smtp_port=ports.smtp,
            submission_port=ports.submission,
            outside_submission_port=ports.outside_submission,
        )
        (etc / "master.cf").write_text(services, "utf-8")
        (etc / "mailboxes").write_text("".join(f"{address} box\n" for address in self._mailboxes), "utf-8")
        led = "".join(f"{alias} {address}\n" for alias, address in self._aliases.items())
        (etc / "aliases").write_text(led, "utf-8")
        self._copy_package_files(etc)
        self._open_log()

    def start(self, record: ProcessRecord) -> None:
        """
        Raises:
            Refused: Postfix does not start; with its own reason.
        """
        launch("Postfix", [self._programs.postfix, "-c", self._root / "etc", "start"])
        record.add(self.name, pid_in(self._root / "spool" / "pid" / "master.pid", "Postfix"))

    def _milter_settings(self) -> str:
        shipped = SHIPPED_SETTINGS.read_text("utf-8")
        if SOCKET_THERE not in shipped:
            raise Refused(f"{SHIPPED_SETTINGS}: no line {SOCKET_THERE!r}")
        return shipped.replace(SOCKET_THERE, f"congvu_socket = unix:{self._layout.milter_socket}")

    def _copy_package_files(self, etc: Path) -> None:
        """What the commands of Postfix look for beside main.cf."""
        for name in ("dynamicmaps.cf", "postfix-files"):
            shutil.copy(self._programs.postfix_files / name, etc)
        for name in ("dynamicmaps.cf.d", "postfix-files.d"):
            shutil.copytree(self._programs.postfix_files / name, etc / name, dirs_exist_ok=True)

    def _open_log(self) -> None:
        """The worker reads it, Postfix appends to it as root."""
        log = self._layout.mail_log
        log.touch(exist_ok=True)
        shutil.chown(log, "root", self._user.gid)
        log.chmod(0o640)
