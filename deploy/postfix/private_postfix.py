"""A Postfix of its own on loopback, for tests and benchmarks of the milter: real daemons, nothing of /etc touched.

Needs root and Debian's postfix, dovecot-core (for SASL) and dovecot-lmtpd. Delivers into Maildirs; what is for
hop-thu.example goes by LMTP into Dovecot's; nothing leaves the machine.
"""

import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

HERE = Path(__file__).parent
DOMAINS = ("thainguyen.gov.vn", "nguoidan.example", "bo.gov.vn")
PASSWORD = "mat-khau-thu"  # noqa: S105 - of a test instance that lives for seconds
START_SECONDS = 20.0

MAIN_CF = """
compatibility_level = 3.6
queue_directory = {root}/spool
data_directory = {root}/data
config_directory = {root}/etc
meta_directory = {root}/etc
maillog_file = {root}/mail.log
maillog_file_prefixes = {root}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.thainguyen.gov.vn
mydestination =
local_recipient_maps =
alias_maps =
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {root}/boxes
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:8
virtual_gid_maps = static:8
virtual_mailbox_limit = 0
virtual_minimum_uid = 1
default_transport = error:5.7.0 nothing leaves this machine
transport_maps = inline:{{ {{ discard.example = discard: }}, {{ hop-thu.example = lmtp:unix:{root}/dovecot/lmtp }} }}
relay_transport = error:5.7.0 nothing leaves this machine
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_sasl_type = dovecot
smtpd_sasl_path = {root}/dovecot/auth
smtpd_client_connection_count_limit = 0
smtpd_peername_lookup = no
in_flow_delay = 0
"""

SERVICES = """
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

DOVECOT_CONF = """
base_dir = {root}/dovecot
log_path = {root}/dovecot.log
state_dir = {root}/dovecot
protocols = lmtp
listen = 127.0.0.1
ssl = no
mail_location = maildir:{root}/lmtp/%n
first_valid_uid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home=/nonexistent
}}
service auth {{
  unix_listener auth {{
    mode = 0666
  }}
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0666
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Service:
    """One smtpd: `options` are main.cf parameters of it alone."""

    port: int
    options: tuple[str, ...] = ()
    host: str = "127.0.0.1"


SUBMISSION = ("smtpd_sasl_auth_enable=yes", "smtpd_relay_restrictions=permit_sasl_authenticated,reject")


class PrivatePostfix:
    """Started by `with`; `root` must be an absolute path that the user postfix may enter. `settings` are lines that
    follow in main.cf; `inside` are words before each command, which put it into another network namespace."""

    def __init__(
        self,
        root: Path,
        services: Sequence[Service],
        milter_socket: Path,
        settings: str = "",
        inside: Sequence[str] = (),
    ) -> None:
        self._root = root
        self._services = services
        self._milter_socket = milter_socket
        self._settings = settings
        self._inside = inside

    @property
    def log(self) -> Path:
        return self._root / "mail.log"

    def __enter__(self) -> "PrivatePostfix":
        for folder in ("etc", "spool", "data", "boxes/all", "lmtp", "dovecot"):
            (self._root / folder).mkdir(parents=True)
        self._root.chmod(0o755)
        shutil.chown(self._root / "data", "postfix")
        for folder in ("boxes", "boxes/all", "lmtp"):
            shutil.chown(self._root / folder, 8, 8)
        self._write_configuration()
        self._run("dovecot", "-c", str(self._root / "dovecot.conf"))
        self._run("postfix", "-c", str(self._root / "etc"), "start")
        self._wait_for("daemon started")
        return self

    def __exit__(self, *_: object) -> None:
        self._run("postfix", "-c", str(self._root / "etc"), "stop")
        self._run("doveadm", "-c", str(self._root / "dovecot.conf"), "stop")

    def maildir(self, box: str) -> Path:
        """Where letters to {box}@hop-thu.example arrive; it is there when one has."""
        return self._root / "lmtp" / box / "new"

    def delivered(self) -> list[EmailMessage]:
        """What is in the mailboxes, in no order."""
        files = (self._root / "boxes" / "all" / "new").glob("*")
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def wait_until_empty(self) -> None:
        """Return when every queued message is delivered or bounced; raises TimeoutError."""
        deadline = time.monotonic() + START_SECONDS
        while any(
            any((self._root / "spool" / queue).rglob("*[0-9A-Za-z]")) for queue in ("incoming", "active", "maildrop")
        ):
            if time.monotonic() > deadline:
                raise TimeoutError("the queue does not empty")
            time.sleep(0.02)

    def submit_locally(self, message: bytes, recipient: str) -> None:
        """Hand a message to sendmail(1), as a Sieve redirect does."""
        etc = str(self._root / "etc")
        command = ("sendmail", "-C", etc, "-i", "-f", "congdan@nguoidan.example", recipient)
        subprocess.run(command, input=message, check=True, capture_output=True)  # noqa: S603

    def _write_configuration(self) -> None:
        etc = self._root / "etc"
        ours = (HERE / "main.cf").read_text("utf-8")
        ours = ours.replace("congvu_socket = unix:congvu/milter.sock", f"congvu_socket = unix:{self._milter_socket}")
        (etc / "main.cf").write_text(
            MAIN_CF.format(root=self._root, domains=" ".join(DOMAINS)) + ours + self._settings, "utf-8"
        )
        smtpds = "".join(
            f"{service.host}:{service.port} inet n - n - - smtpd\n"
            + "".join(f"  -o {option}\n" for option in service.options)
            for service in self._services
        )
        (etc / "master.cf").write_text(smtpds + SERVICES.lstrip(), "utf-8")
        for name in ("dynamicmaps.cf", "postfix-files"):
            shutil.copy(f"/etc/postfix/{name}", etc)
        for name in ("dynamicmaps.cf.d", "postfix-files.d"):
            shutil.copytree(f"/etc/postfix/{name}", etc / name)
        conf = DOVECOT_CONF.format(root=self._root, password=PASSWORD)
        (self._root / "dovecot.conf").write_text(conf, "utf-8")

    def _run(self, *command: str) -> None:
        with (self._root / "commands.log").open("ab") as output:  # a pipe would be held open by the daemons
            words = [*self._inside, *command]
            subprocess.run(words, check=True, stdin=subprocess.DEVNULL, stdout=output, stderr=output)  # noqa: S603

    def _wait_for(self, words: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not (self.log.exists() and words in self.log.read_text("utf-8")):
            if time.monotonic() > deadline:
                raise TimeoutError(f"Postfix did not log {words!r}")
            time.sleep(0.02)
