"""The whole demo as one thing: what `make demo` brings up and tests/e2e works on. Needs root.

Order: everything is checked and written before anything is started; then PHP, mail servers, backend, each waited for.
A start that fails takes down what it had started.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from deploy.demo import processes
from deploy.demo.backend import ALL_ROLES, Backend
from deploy.demo.demo_user import DemoUser, ensure_demo_user
from deploy.demo.dovecot import Dovecot
from deploy.demo.extension import Extension
from deploy.demo.installation import find_installation
from deploy.demo.layout import RUNTIME_ROOT, Layout
from deploy.demo.people import accounts, aliases, mailboxes
from deploy.demo.ports import refuse_busy
from deploy.demo.postfix import Postfix
from deploy.demo.processes import ProcessRecord
from deploy.demo.programs import find_programs
from deploy.demo.refusal import Refused
from deploy.demo.webmail import Webmail

SOCKET_PATH_LIMIT_BYTES = 107
LONGEST_SOCKET = "dovecot/srv.stats-writer-reserve"
MARKER = ".congvu-demo"  # a folder without it is not a demo's: reset leaves it alone


class Stack:
    def __init__(self, layout: Layout, extension: Extension | None = None) -> None:
        self.layout = layout
        self._extension = extension
        self.record = ProcessRecord(layout.processes)

    def is_up(self) -> bool:
        """Everything that was started still runs."""
        started = self.record.started()
        return bool(started) and all(processes.is_running(entry) for entry in started)

    def up(self, roles: Sequence[str] = ALL_ROLES) -> Backend:
        """Bring everything up and write demo.json.

        Raises:
            Refused: a package or port is missing, a folder cannot be used, a server does not start.
        """
        programs = find_programs()
        self.stop()  # what an earlier run may have left half running
        refuse_busy(self.layout.ports)
        user = ensure_demo_user()
        self._make_folders(user)
        boxes = mailboxes()
        webmail = Webmail(self.layout, programs, user)
        postfix = Postfix(self.layout, programs, user, boxes, aliases())
        dovecot = Dovecot(self.layout, programs, user, boxes)
        installation = find_installation(self.layout, user)
        extension = None if self._extension is None else self._extension.settings()
        backend = Backend(self.layout, user, installation, roles, extension)
        for server in (postfix, dovecot, backend):
            server.configure()
        webmail.configure(installation.plugin, backend.plugin_configuration())
        try:
            for start in (dovecot.start, backend.start, postfix.start, webmail.start):
                start(self.record)
        except BaseException:
            self.stop()
            raise
        self._describe()
        return backend

    def stop(self) -> bool:
        """Stop what is recorded, the last started first. False if a process could not be ended."""
        ended = True
        for entry in reversed(self.record.started()):
            if processes.stop(entry):
                self.record.forget(entry.name)
            else:
                ended = False
        if ended:
            shutil.rmtree(self.layout.runtime, ignore_errors=True)
        return ended

    def reset(self) -> None:
        """Stop, then remove everything the demo ever wrote.

        Raises:
            Refused: something does not stop, or the folder is not a demo's.
        """
        if not self.stop():
            raise Refused("a process of the demo does not end; nothing was removed")
        if self.layout.home.exists() and any(self.layout.home.iterdir()):
            if not (self.layout.home / MARKER).exists():
                raise Refused(f"{self.layout.home} is not a demo's folder; nothing was removed")
            shutil.rmtree(self.layout.home)

    def _make_folders(self, user: DemoUser) -> None:
        layout = self.layout
        refuse_hidden(layout.home)
        if len(f"{layout.runtime}/{LONGEST_SOCKET}") > SOCKET_PATH_LIMIT_BYTES:
            raise Refused(f"{layout.runtime} is too long for the path of a socket")
        if layout.home.exists() and any(layout.home.iterdir()) and not (layout.home / MARKER).exists():
            raise Refused(f"{layout.home} holds something else: name an empty folder with DEMO_DIR=…")
        for folder in (layout.home, layout.log, layout.log / "mail", RUNTIME_ROOT, layout.runtime):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o755)
        (layout.home / MARKER).touch()
        user.folder(layout.log / "web", 0o755)

    def _describe(self) -> None:
        """demo.json: where everything is, for people's scripts and for tests (contract 1)."""
        layout = self.layout
        fields = ("address", "password", "role", "agency")
        description = {
            "webmail_url": layout.webmail_url,
            "backend_url": layout.backend_url,
            "smtp_port": layout.ports.smtp,
            "submission_port": layout.ports.submission,
            "imap_port": layout.ports.imap,
            "accounts": [{field: asdict(account)[field] for field in fields} for account in accounts()],
            "state_dir": str(layout.state),
            "samples_dir": str(layout.samples),
        }
        draft = layout.description.with_suffix(".new")
        draft.write_text(json.dumps(description, ensure_ascii=False, indent=2) + "\n", "utf-8")
        draft.replace(layout.description)


def refuse_hidden(home: Path) -> None:
    """
    Raises:
        Refused: the servers' users may not enter the folder, because one above it is closed.
    """
    closed = [folder for folder in home.parents if folder.exists() and not folder.stat().st_mode & 0o001]
    if closed:
        raise Refused(f"{home}: other users may not enter {closed[-1]}; name a folder elsewhere with DEMO_DIR=…")
