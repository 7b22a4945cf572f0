"""The servers of `soak`, as a province runs them: web, milter and worker in processes of their own on SQLite, beside
them Postfix and Dovecot, all as the demo starts them but with a made-up province of some hundred agencies.

What is for agencies goes by LMTP into Dovecot's mailboxes, whose log tells of them; what is for people outside is
discarded by Postfix: their mailboxes are not the province's, and nothing is read from them.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from backend.access.models import SignInSession
from backend.access.tokens import token_hash
from backend.clock import SystemClock
from backend.db import Database
from backend.load.province import DOMAIN, Row, make_province, write_tables
from benchmarks.backend_process import free_port
from benchmarks.dashboard_province import visit
from benchmarks.soak_letters import OUTSIDE
from deploy.demo import processes
from deploy.demo.backend import Backend, process_name
from deploy.demo.demo_user import DemoUser, ensure_demo_user
from deploy.demo.dovecot import Dovecot
from deploy.demo.installation import find_installation
from deploy.demo.layout import RUNTIME_ROOT, Layout, Ports
from deploy.demo.ports import busy_ports
from deploy.demo.postfix import Postfix
from deploy.demo.processes import ProcessRecord
from deploy.demo.programs import find_programs

ROLES = ("worker", "milter", "web")  # the worker first: it tells the milter of the directory
OFFICIALS, SEED = 2_000, 1
READERS = 6
SESSION = timedelta(days=1)
START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is signed in: with the plugin, and at the pages."""

    login: str
    bearer: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Servers:
    """`agencies`: the code of each by its mailbox. `pids`: of each role's process, and of Postfix and Dovecot."""

    layout: Layout
    agencies: dict[str, str]
    readers: tuple[Reader, ...]
    pids: dict[str, int]

    @property
    def database(self) -> Path:
        return self.layout.state / "congvu.db"

    def log_of(self, role: str) -> Path:
        return self.layout.log / f"{process_name(role)}.log"


@contextmanager
def servers() -> Iterator[Servers]:
    """Up, and gone afterwards with all they wrote.

    Raises:
        Refused: a package is missing, or a server does not start.
    """
    home = Path(tempfile.mkdtemp(prefix="congvu-soak-", dir="/tmp"))
    layout = Layout(home, _free_ports())
    record = ProcessRecord(layout.processes)
    try:
        yield _started(layout, record)
    finally:
        for entry in reversed(record.started()):
            processes.stop(entry)
        shutil.rmtree(layout.runtime, ignore_errors=True)
        shutil.rmtree(home)


def _started(layout: Layout, record: ProcessRecord) -> Servers:
    user, programs = ensure_demo_user(), find_programs()
    for folder in (layout.home, layout.log, layout.log / "mail", RUNTIME_ROOT, layout.runtime):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    tables = make_province(OFFICIALS, SEED)
    _name_receivers(tables)
    write_tables(layout.home / "directory", tables)
    agencies = {row["address"]: row["agency"] for row in tables["mailboxes"] if row["kind"] == "agency"}
    boxes = list(agencies)
    postfix, dovecot = Postfix(layout, programs, user, boxes, {}), Dovecot(layout, programs, user, boxes)
    backend = Backend(layout, user, find_installation(layout, user), ROLES, province=layout.home / "directory")
    for server in (postfix, dovecot, backend):
        server.configure()
    _let_mail_out(layout)
    heads = [row["login"] for row in tables["officials"] if row["role"] == "head"]
    readers = asyncio.run(_signed_in(layout, user, boxes, heads))
    dovecot.start(record)
    for role in ROLES:
        backend.start_role(role, record)
        _wait_for_directory(layout)
    postfix.start(record)
    pids = {entry.name.removeprefix("backend-"): entry.session for entry in record.started()}
    return Servers(layout, agencies, readers, pids)


def _free_ports() -> Ports:
    while busy_ports((ports := Ports(free_port())).reserved) or ports.reserved[-1] > 65_535:
        pass
    return ports


def _let_mail_out(layout: Layout) -> None:
    """To nowhere."""
    main = layout.home / "postfix" / "etc" / "main.cf"
    discarded = f"relay_domains = {OUTSIDE}\ntransport_maps = inline:{{ {{ {OUTSIDE} = discard: }} }}\n"
    settings = main.read_text("utf-8")
    if "relay_domains =\n" not in settings:
        raise ValueError(f"{main}: no line 'relay_domains ='")
    main.write_text(settings.replace("relay_domains =\n", discarded), "utf-8")


def _name_receivers(tables: dict[str, list[Row]]) -> None:
    """Somebody in each agency whom denunciations are shown to; without one the worker warns every day."""
    for code in [row["agency"] for row in tables["mailboxes"] if row["kind"] == "agency"]:
        box = f"tiep-nhan.{code.lower()}@{DOMAIN}"
        tables["mailboxes"].append({"address": box, "agency": code, "kind": "personal", "published": "no"})
        person = {
            "name": "Nguyễn Tiếp Nhận",
            "post": "Cán bộ tiếp nhận",
            "role": "named_receiver",
            "private_addresses": "",
            "phone": "",
            "competent": "",
        }
        tables["officials"].append(person | {"agency": code, "login": box})


async def _signed_in(layout: Layout, user: DemoUser, boxes: list[str], heads: list[str]) -> tuple[Reader, ...]:
    file, now = layout.state / "congvu.db", SystemClock().now()
    chosen = [number * len(boxes) // READERS for number in range(READERS)]
    readers = tuple(
        [
            Reader(boxes[place], f"soak-{number}", await visit(file, heads[place], now))
            for number, place in enumerate(chosen)
        ]
    )
    database = Database(f"sqlite+aiosqlite:///{file}")
    async with database.write() as session:
        session.add_all(
            [
                SignInSession(token_hash=token_hash(reader.bearer), login=reader.login, expires_at=now + SESSION)
                for reader in readers
            ]
        )
    await database.close()
    for left in layout.state.glob("congvu.db*"):
        user.own(left, 0o600)
    return readers


def _wait_for_directory(layout: Layout) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not (layout.state / "gate.json").exists():
        if time.monotonic() > deadline:
            raise TimeoutError("the worker does not tell the milter of the directory")
        time.sleep(0.05)
