"""The demo's own Dovecot: mailboxes over IMAP, delivery over LMTP with Sieve, and the log-ins of everyone.

Runs as root, as Dovecot must; the mail itself belongs to Debian's user `mail`.
"""

import shutil
import subprocess
from collections.abc import Sequence

from deploy.demo.daemons import launch, pid_in
from deploy.demo.demo_user import DemoUser
from deploy.demo.filling import fill
from deploy.demo.layout import CHECKOUT, MAIL_HOST, Layout
from deploy.demo.people import PASSWORD
from deploy.demo.processes import ProcessRecord
from deploy.demo.programs import Programs
from deploy.demo.refusal import Refused

APPEND_SCRIPT = CHECKOUT / "deploy" / "dovecot" / "congvu-append.sieve"


class Dovecot:
    name = "dovecot"

    def __init__(self, layout: Layout, programs: Programs, user: DemoUser, mailboxes: Sequence[str]) -> None:
        self._layout = layout
        self._programs = programs
        self._user = user
        self._mailboxes = mailboxes
        self._root = layout.home / "dovecot"

    def configure(self) -> None:
        """
        Raises:
            Refused: Dovecot's compiler does not take our script.
        """
        layout = self._layout
        self._root.mkdir(exist_ok=True)
        mail = layout.home / "mail"
        mail.mkdir(exist_ok=True)
        mail.chmod(0o700)
        shutil.chown(mail, "mail", "mail")
        users = self._root / "users"
        users.write_text("".join(f"{address}:{{PLAIN}}{PASSWORD}::::::\n" for address in self._mailboxes), "utf-8")
        shutil.chown(users, "root", "dovecot")
        users.chmod(0o640)
        text = fill(
            "dovecot.conf",
            home=layout.home,
            runtime=layout.runtime,
            mail_host=MAIL_HOST,
            smtp_port=layout.ports.smtp,
            imap_port=layout.ports.imap,
        )
        (self._root / "dovecot.conf").write_text(text, "utf-8")
        self._open_log()
        layout.append_socket.parent.parent.mkdir(parents=True, exist_ok=True)
        self._user.folder(layout.append_socket.parent, 0o755)
        self._compile_append_script()

    def _open_log(self) -> None:
        """The worker reads it, Dovecot appends to it as root."""
        log = self._layout.dovecot_log
        log.touch(exist_ok=True)
        shutil.chown(log, "root", self._user.gid)
        log.chmod(0o640)

    def _compile_append_script(self) -> None:
        """Whoever runs it, an imap process, may not write beside it."""
        script = self._root / APPEND_SCRIPT.name
        script.write_text(APPEND_SCRIPT.read_text("utf-8"), "utf-8")
        done = subprocess.run(
            [self._programs.sievec, "-c", self._root / "dovecot.conf", script], capture_output=True, check=False
        )
        if done.returncode:
            raise Refused(f"{script.name}: {done.stderr.decode('utf-8', 'replace').strip().splitlines()[-1]}")

    def start(self, record: ProcessRecord) -> None:
        """
        Raises:
            Refused: Dovecot does not start; with its own reason.
        """
        launch("Dovecot", [self._programs.dovecot, "-c", self._root / "dovecot.conf"])
        record.add(self.name, pid_in(self._layout.runtime / "dovecot" / "master.pid", "Dovecot"))
