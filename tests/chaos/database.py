"""The database of the run: etcd, Patroni and PostgreSQL on three machines, HAProxy before them, configured by the files
that deploy/ ships."""

import os
import pwd
import shutil
import signal
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import asyncpg

from tests.chaos.keeper import Keeper, Program
from tests.chaos.network import Network, address
from tests.chaos.patience import wait_for

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NODES = ("db1", "db2", "db3")
NAME, PASSWORD = "congvu", "mot-mat-khau-thu"
PATRONI, POSTGRES, WEB = 8008, 5432, 8080
SUPERUSER = "postgres"
START_SECONDS = 90.0
_OWN_SOCKETS = 'mount --bind "$0" /run/postgresql && exec "$@"'  # Debian's folder of sockets, one for each machine
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never by a proxy that the environment names
PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"}


def database_url(host: str = "lb", user: str = NAME, database: str = NAME) -> str:
    return f"postgresql://{user}:{PASSWORD}@{address(host)}:{POSTGRES}/{database}"


class DatabaseCluster:
    def __init__(self, root: Path, network: Network, keeper: Keeper) -> None:
        self._root = root
        self._network = network
        self._keeper = keeper
        entry = pwd.getpwnam("postgres")
        self.user = (entry.pw_uid, entry.pw_gid)

    def start(self) -> None:
        """Return when all three are there, two of them following. Each node's folder is there."""
        for node in NODES:
            folder = self._root / node / "etcd"
            folder.mkdir(mode=0o700)
            shutil.chown(folder, *self.user)
        for node in NODES:
            self._keep(node, "etcd", "/usr/bin/etcd")
        for node in NODES:
            self._keep(node, "patroni", "/usr/bin/patroni", str(DEPLOY / "patroni/patroni.yml"))
        self._start_proxy()
        wait_for(self.is_whole, "a leader and two followers", START_SECONDS)

    def _keep(self, node: str, name: str, *command: str) -> None:
        own = ("unshare", "--mount", "sh", "-c", _OWN_SOCKETS, str(self._root / node))
        words = (*self._network.inside(node), *own, *as_user(self.user), *command)
        self._keeper.keep(Program(f"{name}-{node}", words, self._environment(node)))

    def _start_proxy(self) -> None:
        ours = {f"CONGVU_{node.upper()}": address(node) for node in NODES}
        ours |= {f"CONGVU_{web.upper()}": f"{address(web)}:{WEB}" for web in ("web1", "web2")}
        ours |= {"CONGVU_DATABASE_BIND": f"{address('lb')}:{POSTGRES}", "CONGVU_WEB_BIND": f"{address('lb')}:{WEB}"}
        command = (*self._network.inside("lb"), "/usr/sbin/haproxy", "-db", "-f", str(DEPLOY / "haproxy/haproxy.cfg"))
        self._keeper.keep(Program("haproxy", command, PLAIN | ours))

    def _environment(self, node: str) -> Mapping[str, str]:
        """node.env with this run's addresses instead of those it shows."""
        return PLAIN | values_of_node((DEPLOY / "patroni/node.env").read_text("utf-8"), node, self._root / node)

    def leader(self) -> str | None:
        """Who holds the leader's key, by its own word."""
        return next((node for node in NODES if is_ok(f"http://{address(node)}:{PATRONI}/primary")), None)

    def followers(self) -> list[str]:
        """Nodes that follow closely, by their own word."""
        return [node for node in NODES if is_ok(f"http://{address(node)}:{PATRONI}/replica?lag=1MB")]

    def synchronous(self) -> str | None:
        """Who has to have everything before the leader acknowledges it."""
        return next((node for node in NODES if is_ok(f"http://{address(node)}:{PATRONI}/sync")), None)

    def is_whole(self) -> bool:
        return self.leader() is not None and len(self.followers()) == 2 and self.synchronous() is not None

    def lose(self, node: str) -> None:
        """Patroni and PostgreSQL end at once and stay away, as when the power is gone."""
        postmaster = self._postmaster(node)
        if postmaster is None:
            raise RuntimeError(f"no PostgreSQL runs on {node}")
        self._keeper.hold(f"patroni-{node}")  # first: it would start the other again
        _kill(postmaster)

    def bring_back(self, node: str) -> None:
        self._keeper.release(f"patroni-{node}")

    def stop(self) -> None:
        """What Patroni may have left: it was told to stop before."""
        for node in NODES:
            postmaster = self._postmaster(node)
            if postmaster is not None:
                _kill(postmaster)

    def _postmaster(self, node: str) -> int | None:
        """Its process id, if it lives: what a killed one wrote may be another's number by now."""
        data = self._root / node / "data"
        try:
            pid = int((data / "postmaster.pid").read_text("ascii").split("\n", 1)[0])
            return pid if Path(f"/proc/{pid}/cwd").samefile(data) else None
        except (OSError, ValueError):
            return None

    async def make_database(self) -> None:
        """The product's role and its empty database."""
        connection = await asyncpg.connect(database_url(user=SUPERUSER, database="postgres"))
        try:
            await connection.execute(f"CREATE ROLE {NAME} LOGIN PASSWORD '{PASSWORD}'")
            await connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")
        finally:
            await connection.close()


def values_of_node(example: str, node: str, home: Path) -> dict[str, str]:
    """What node.env shows for db1, for another node with its own folders. Pure."""
    lines = (line.partition("=") for line in example.splitlines() if line and not line.startswith("#"))
    values = {name: value for name, _, value in lines}
    for number, other in enumerate(NODES, start=11):
        values = {name: value.replace(f"10.0.0.{number}:", f"{address(other)}:") for name, value in values.items()}
    own = {name: value.replace(f"{address('db1')}:", f"{address(node)}:") for name, value in values.items()}
    own |= {name: values[name] for name in ("ETCD_INITIAL_CLUSTER", "PATRONI_ETCD3_HOSTS")}
    own |= {name: PASSWORD for name in values if name.endswith("_PASSWORD")}
    return own | {
        "ETCD_NAME": node,
        "PATRONI_NAME": node,
        "ETCD_DATA_DIR": str(home / "etcd"),
        "PATRONI_POSTGRESQL_DATA_DIR": str(home / "data"),
        "PATRONI_POSTGRESQL_PGPASS": str(home / "pgpass"),
    }


def is_ok(url: str) -> bool:
    """Whether it answers 200 within two seconds."""
    try:
        with DIRECT.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _kill(postmaster: int) -> None:
    """At once, with everybody who works for it."""
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text("ascii").split()
    for pid in (postmaster, *map(int, children)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def as_user(user: tuple[int, int]) -> tuple[str, ...]:
    """Words between nsenter, which needs root, and a command that is another user's."""
    return ("setpriv", f"--reuid={user[0]}", f"--regid={user[1]}", "--clear-groups")
