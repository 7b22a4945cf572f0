"""The product itself: `congvu serve` on SQLite, as the demo's user, in one process or with its roles apart."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.demo import processes
from deploy.demo.demo_user import DemoUser
from deploy.demo.installation import Installation
from deploy.demo.layout import LOOPBACK, Layout
from deploy.demo.people import PROVINCE, SUPPORT_DESK
from deploy.demo.processes import ProcessRecord
from deploy.demo.refusal import Refused

ALL_ROLES = ("web,milter,worker",)
WEBMAIL_ID = "webmail-demo"
START_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.05


class Backend:
    """`roles` has one entry for each process: ("web,milter,worker",) or ("milter", "web,worker"). `extension` is what
    the settings say of the browser extension; `province` the folder of the directory's tables."""

    name = "backend"

    def __init__(
        self,
        layout: Layout,
        user: DemoUser,
        installation: Installation,
        roles: Sequence[str] = ALL_ROLES,
        extension: Mapping[str, object] | None = None,
        province: Path = PROVINCE,
    ) -> None:
        self._layout = layout
        self._user = user
        self._installation = installation
        self._roles = tuple(roles)
        self._extension = extension or {}
        self._province = province
        self._keys = layout.home / "keys"

    def configure(self) -> None:
        """Settings, keys, signed bundle, database and directory; everything may be there already."""
        layout = self._layout
        for folder in (self._keys, layout.state):
            self._user.folder(folder, 0o700)
        self._user.folder(layout.milter_socket.parent, 0o755)
        key = self._keys / "province.jwk"
        layout.settings.write_text(self._settings(Path(f"{key}.pub")), "utf-8")
        if not key.exists():
            self.command("rules", "keygen", str(key))
        self.command(
            "rules", "build", "--settings", str(layout.settings), "--key", str(key), "-o", str(layout.state / "new.jws")
        )
        (layout.state / "new.jws").replace(layout.state / "bundle.jws")
        self.command("migrate")
        self.command(
            "directory", "import", *(str(file) for file in self._readable(sorted(self._province.glob("*.csv"))))
        )

    def plugin_configuration(self) -> str:
        """What `congvu webmail add` printed when the webmail was registered; kept, for it holds a key."""
        kept = self._keys / "webmail.inc.php"
        if not kept.exists():
            printed = self.command("webmail", "add", WEBMAIL_ID, "--replace")
            kept.touch(mode=0o600)
            kept.write_text(printed, "utf-8")
        return kept.read_text("utf-8")

    def start(self, record: ProcessRecord) -> None:
        """
        Raises:
            Refused: it ends at once or is not ready in time; the log says why.
        """
        for roles in self._roles:
            self.start_role(roles, record)

    def start_role(self, roles: str, record: ProcessRecord) -> None:
        """Start one process with these roles (comma between them) and wait until it serves. Raises as `start`."""
        log = self.log_of(roles)
        with log.open("ab") as stream:
            os.chmod(log, 0o644)
            process = subprocess.Popen(
                [*self._installation.command, "serve", "--role", roles],
                user=self._user.uid,
                group=self._user.gid,
                extra_groups=[],
                umask=0o027,
                env=self._environment(),
                cwd=self._layout.state,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        record.add(process_name(roles), process.pid)
        self._wait(process, roles, log)

    def log_of(self, roles: str) -> Path:
        return self._layout.log / f"{process_name(roles)}.log"

    def command(self, *words: str) -> str:
        """Run `congvu …` to its end as the demo's user and return what it printed.

        Raises:
            Refused: it failed; with its one line.
        """
        done = self._user.run(
            [*self._installation.command, *words], environment=self._environment(), directory=self._layout.state
        )
        if done.returncode:
            log = self._layout.log / "commands.log"
            log.write_text(done.stderr, "utf-8")
            lines = done.stderr.strip().splitlines()
            one_line = lines[0] if len(lines) == 1 else f"exit status {done.returncode}, see {log}"
            raise Refused(f"congvu {' '.join(words[:2])}: {one_line}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return self._installation.environment | {"CONGVU_SETTINGS": str(self._layout.settings)}

    def _settings(self, public_key: Path) -> str:
        layout = self._layout
        values: dict[str, object] = {
            "state_dir": str(layout.state),
            "public_url": layout.backend_url,
            "host": LOOPBACK,
            "port": layout.ports.backend,
            "trusted_keys": [str(public_key)],
            "webmail_origins": [layout.webmail_url.rstrip("/")],
            "sign_in_imap_host": LOOPBACK,
            "sign_in_imap_port": layout.ports.imap,
            "milter_socket": str(layout.milter_socket),
            "append_socket": str(layout.append_socket),
            "append_peer_users": ["mail"],
            "postfix_log": str(layout.mail_log),
            "dovecot_events": str(layout.dovecot_log),
            "smtp_host": LOOPBACK,
            "smtp_port": layout.ports.smtp,
            "report_agency": "H55.05",
            "support_address": SUPPORT_DESK,
            **self._extension,
        }
        lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
        return "# Written at every start of the demo.\n" + "".join(lines)

    def _readable(self, files: Sequence[Path]) -> list[Path]:
        """Copies where the demo's user may read them."""
        folder = self._user.folder(self._layout.home / "province")
        copies = [folder / file.name for file in files]
        for file, copy in zip(files, copies, strict=True):
            copy.write_bytes(file.read_bytes())
        return copies

    def _wait(self, process: "subprocess.Popen[bytes]", roles: str, log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._serves(roles):
            if process.poll() is not None:
                raise Refused(
                    f"the backend ended with status {process.returncode}: {_last_line(log)} (all of it: {log})"
                )
            if time.monotonic() > deadline:
                raise Refused(f"the backend was not ready within {START_SECONDS:.0f} seconds: {log}")
            time.sleep(LOOK_AGAIN_SECONDS)
        process.returncode = 0  # it goes on without us: no warning when this object ends

    def _serves(self, roles: str) -> bool:
        listens = "milter" not in roles or self._milter_listens()
        return listens and ("web" not in roles or self._is_ready())

    def _milter_listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self._layout.milter_socket)) == 0

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self._layout.backend_url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def process_name(roles: str) -> str:
    """What a process of the backend is called in the record: backend-web-worker."""
    return "-".join(("backend", *roles.split(",")))


def stop_role(roles: str, record: ProcessRecord, *, at_once: bool = False) -> None:
    """Stop one process of the backend, in order or (`at_once`) by SIGKILL, and forget it."""
    for entry in record.started():
        if entry.name == process_name(roles):
            end = processes.kill if at_once else processes.stop
            end(entry)
            record.forget(entry.name)


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1] if lines else "no word in its log"
