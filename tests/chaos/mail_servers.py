"""The mail servers of the run: two Postfix, each with a milter beside it, and a Dovecot that holds every mailbox."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deploy.postfix.private_postfix import SUBMISSION, PrivatePostfix, Service
from tests.chaos.database import DEPLOY
from tests.chaos.network import Network, address
from tests.chaos.patience import wait_for

SMTP, SUBMITTING, LMTP = 25, 587, 24
SERVERS = ("mx1", "mx2")
START_SECONDS = 30.0
RELAY = ("smtpd_relay_restrictions=permit_mynetworks,reject_unauth_destination",)
SETTINGS = """
inet_interfaces = all
mynetworks = 127.0.0.0/8
virtual_transport = lmtp:inet:{box}:{port}
smtputf8_enable = no
minimal_backoff_time = 5s
maximal_backoff_time = 20s
queue_run_delay = 5s
"""
DOVECOT_CONF = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
protocols = lmtp
listen = {listen}
ssl = no
first_valid_uid = 1
mail_uid = mail
mail_gid = mail
mail_location = maildir:~/Maildir
passdb {{
  driver = static
  args = nopassword=y
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={root}/mail/%Ld/%Ln allow_all_users=yes
}}
service lmtp {{
  inet_listener lmtp {{
    address = {listen}
    port = {port}
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
!include {shipped}
"""


class MailServers:
    """`group` is the product's, which reads the logs."""

    def __init__(self, root: Path, network: Network, group: int) -> None:
        self._root = root
        self._network = network
        self._group = group
        self.mail = root / "box" / "mail"

    @property
    def mailbox_log(self) -> Path:
        return self._root / "box" / "dovecot.log"

    def log(self, server: str) -> Path:
        return self._home(server) / "mail.log"

    def spool(self, server: str) -> Path:
        return self._home(server) / "spool"

    def milter_socket(self, server: str) -> Path:
        return self._root / server / "run" / "milter.sock"

    def _home(self, server: str) -> Path:
        return self._root / server / "postfix"

    @contextmanager
    def running(self) -> Iterator[None]:
        with ExitStack() as stack:
            stack.enter_context(self._dovecot())
            for server in SERVERS:
                self._readable(self.log(server))
                stack.enter_context(self._postfix(server))
            yield

    def _postfix(self, server: str) -> PrivatePostfix:
        host = address(server)
        services = [
            Service(SMTP, RELAY, host),
            Service(SMTP, RELAY),  # the worker's, on the machine itself
            Service(SUBMITTING, SUBMISSION, host),
        ]
        settings = SETTINGS.format(box=address("box"), port=LMTP)
        inside = (*self._network.inside(server), "env", "TZ=Asia/Ho_Chi_Minh")  # what a log's stamps are meant in
        return PrivatePostfix(self._home(server), services, self.milter_socket(server), settings, inside)

    @contextmanager
    def _dovecot(self) -> Iterator[None]:
        root = self._root / "box"
        for folder in (root, root / "state", self.mail):
            folder.mkdir()
        shutil.chown(self.mail, "mail", "mail")
        self._readable(self.mailbox_log)
        conf = root / "dovecot.conf"
        shipped = DEPLOY / "dovecot" / "congvu.conf"
        text = DOVECOT_CONF.format(root=root, listen=address("box"), port=LMTP, shipped=shipped)
        conf.write_text(text, "utf-8")
        inside = self._network.inside("box")
        with (root / "commands.log").open("wb") as said:  # a pipe would be held open by the daemons
            subprocess.run([*inside, "dovecot", "-c", conf], check=True, stdout=said, stderr=said)
        try:
            wait_for(lambda: "starting up" in self.mailbox_log.read_text("utf-8"), "Dovecot", START_SECONDS)
            yield
        finally:
            subprocess.run([*inside, "doveadm", "-c", conf, "stop"], check=False)

    def _readable(self, log: Path) -> None:
        """The worker reads it, the server appends to it as root."""
        log.parent.mkdir(parents=True, exist_ok=True)
        log.touch()
        shutil.chown(log, "root", self._group)
        log.chmod(0o640)
