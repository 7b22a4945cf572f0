"""The demo's stack as the stories see it: addresses, log-ins, processes of the backend, what it stored and logged."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.demo.backend import Backend, stop_role
from deploy.demo.layout import Layout
from deploy.demo.people import Account, accounts
from deploy.demo.stack import Stack

ALL_ROLES = "web,milter,worker"


class RunningStack:
    """Brought up by the fixture `stack`; everything in it is real and on loopback."""

    def __init__(self, stack: Stack, backend: Backend) -> None:
        self._stack = stack
        self._backend = backend
        self.layout: Layout = stack.layout
        self.webmail_url = stack.layout.webmail_url
        self.outside_webmail_url = stack.layout.outside_webmail_url
        self.backend_url = stack.layout.backend_url

    def account(self, address: str) -> Account:
        return next(account for account in accounts() if account.address == address)

    def congvu(self, *words: str) -> str:
        """Run `congvu …` with the stack's settings, as the user of the backend; what it printed."""
        return self._backend.command(*words)

    def readable_copy(self, file: Path) -> Path:
        """A copy in the stack's folder: the backend's user may not enter a test's temporary folder."""
        copy = self.layout.home / "province" / file.name
        copy.write_bytes(file.read_bytes())
        copy.chmod(0o644)
        return copy

    @contextmanager
    def processes(self, *roles: str) -> Iterator[None]:
        """Run the backend as these processes ("milter", "web,worker"), and as one again afterwards."""
        self.stop_process(ALL_ROLES)
        for one in roles:
            self.start_process(one)
        try:
            yield
        finally:
            for one in roles:
                self.stop_process(one)
            self.start_process(ALL_ROLES)

    def start_process(self, roles: str) -> None:
        """Start one process of the backend and wait until it serves."""
        self._backend.start_role(roles, self._stack.record)

    def stop_process(self, roles: str, *, at_once: bool = False) -> None:
        """Stop one process of the backend; `at_once` kills it with its extractors, as a crash would."""
        stop_role(roles, self._stack.record, at_once=at_once)

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """The backend's database, for reading only; rows by column name."""
        connection = sqlite3.connect(f"file:{self.database_file}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with self.database() as connection:
            return list(connection.execute(query, tuple(values)))

    @property
    def database_file(self) -> Path:
        return self.layout.state / "congvu.db"

    def journal(self) -> list[dict[str, Any]]:
        """Every record of the milter's journal, in order."""
        segments = sorted((self.layout.state / "journal").glob("*.jsonl"))
        lines = (line for segment in segments for line in segment.read_text("utf-8").splitlines())
        return [json.loads(line) for line in lines if line.strip()]

    def kept_bytes(self) -> Iterator[tuple[Path, bytes]]:
        """Every file in which the product, its webmail or its mail servers keep or log something; not the mail."""
        logs = [self.layout.home / site / "log" for site in ("webmail", "outside-webmail")]
        for folder in (self.layout.state, self.layout.log, *logs):
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    yield file, file.read_bytes()

    def files_that_hold(self, text: str) -> list[Path]:
        """Where a text stands in what is kept: database, journal, logs; also where JSON spells it in ASCII."""
        needles = {text.encode(), json.dumps(text)[1:-1].encode("ascii")}
        return [file for file, content in self.kept_bytes() if any(needle in content for needle in needles)]

    def mail_log(self) -> str:
        return self.layout.mail_log.read_text("utf-8", "replace")
