"""Where a demo keeps its things and on which ports it listens; nothing here touches the disk.

Two folders: `home` survives a stop (mail, database, keys, logs), `runtime` holds sockets and process records and is
short, because the path of a unix socket may have 107 bytes and no more.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
DEFAULT_HOME = Path("/var/lib/congvu-demo")
DEFAULT_PORT_BASE = 8800
PORTS_RESERVED = 20
RUNTIME_ROOT = Path("/run/congvu-demo")
LOOPBACK = "127.0.0.1"
MAIL_HOST = "mail.thainguyen.gov.vn"


@dataclass(frozen=True, slots=True)
class Ports:
    base: int

    @property
    def webmail(self) -> int:
        return self.base

    @property
    def backend(self) -> int:
        return self.base + 1

    @property
    def smtp(self) -> int:
        return self.base + 2

    @property
    def submission(self) -> int:
        return self.base + 3

    @property
    def imap(self) -> int:
        return self.base + 4

    @property
    def outside_webmail(self) -> int:
        """The webmail of citizens and businesses: another provider's, without the plugin."""
        return self.base + 5

    @property
    def outside_submission(self) -> int:
        """Where that provider takes its customers' mail; it goes on to `smtp` like any mail from outside."""
        return self.base + 6

    @property
    def sogo(self) -> int:
        """The other webmail, for the browser extension's stories; only tests bring it up."""
        return self.base + 10

    @property
    def sogo_server(self) -> int:
        return self.base + 11

    @property
    def sogo_database(self) -> int:
        return self.base + 12

    @property
    def reserved(self) -> range:
        return range(self.base, self.base + PORTS_RESERVED)


@dataclass(frozen=True, slots=True)
class Layout:
    """`home` is absolute and resolved."""

    home: Path
    ports: Ports

    @property
    def runtime(self) -> Path:
        return RUNTIME_ROOT / hashlib.sha256(str(self.home).encode()).hexdigest()[:8]

    @property
    def description(self) -> Path:
        return self.home / "demo.json"

    @property
    def processes(self) -> Path:
        return self.runtime / "processes.json"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def mail_log(self) -> Path:
        return self.log / "mail" / "mail.log"

    @property
    def dovecot_log(self) -> Path:
        return self.log / "mail" / "dovecot.log"

    @property
    def samples(self) -> Path:
        return self.home / "samples"

    @property
    def extension(self) -> Path:
        """The browser extension, packed for this demo; absent where it was not built."""
        return self.home / "extension"

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def settings(self) -> Path:
        return self.home / "congvu.toml"

    @property
    def milter_socket(self) -> Path:
        return self.runtime / "backend" / "milter.sock"

    @property
    def append_socket(self) -> Path:
        """Below Dovecot's base_dir, where its scripts look."""
        return self.runtime / "dovecot" / "congvu" / "append"

    @property
    def webmail_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports.webmail}/"

    @property
    def outside_webmail_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports.outside_webmail}/"

    @property
    def sogo_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports.sogo}/SOGo/"

    @property
    def backend_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports.backend}"
