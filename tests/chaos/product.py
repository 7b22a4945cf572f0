"""The product of the run: two web roles, two milters, two workers, on the demo's province and one PostgreSQL."""

import json
import shutil
import socket
from pathlib import Path

from deploy.demo.demo_user import ensure_demo_user
from deploy.demo.installation import find_installation
from deploy.demo.layout import Layout, Ports
from deploy.demo.people import PROVINCE
from tests.chaos.database import WEB, as_user, database_url, is_ok
from tests.chaos.keeper import Keeper, Program
from tests.chaos.mail_servers import SERVERS, SMTP, MailServers
from tests.chaos.network import Network, address
from tests.chaos.patience import wait_for

WEBS = ("web1", "web2")
START_SECONDS = 120.0


class Product:
    def __init__(self, root: Path, network: Network, keeper: Keeper) -> None:
        self._root = root
        self._network = network
        self._keeper = keeper
        self._user = ensure_demo_user()
        self._installation = find_installation(Layout(root / "product", Ports(0)), self._user)
        self.mail = MailServers(root, network, self._user.gid)

    @property
    def owner(self) -> tuple[int, int]:
        """User and group that the roles run as."""
        return self._user.uid, self._user.gid

    def state(self, host: str) -> Path:
        return self._root / host / "state"

    def configure(self) -> None:
        """Keys, rules, directory: made once, as the demo makes them; each machine gets what it needs of them."""
        for host in (*WEBS, *SERVERS):
            (self._root / host).mkdir()
            for folder in (self.state(host), self._root / host / "run"):
                self._user.folder(folder)
        keys = self._user.folder(self._root / "keys", 0o700)
        for host in (*WEBS, *SERVERS):
            self._write_settings(host, keys / "province.jwk.pub")
        self._congvu("rules", "keygen", str(keys / "province.jwk"))
        bundle = self.state("web1") / "bundle.jws"
        settings = ("--settings", str(self._settings("web1")))
        self._congvu("rules", "build", *settings, "--key", str(keys / "province.jwk"), "-o", str(bundle))
        (self.state("web1") / "gate.token").write_text("mot-bi-mat-chung-cua-cac-may\n", "ascii")
        for host in (*WEBS[1:], *SERVERS):
            for name in ("bundle.jws", "gate.token"):
                shutil.copy(self.state("web1") / name, self.state(host))
        for host in (*WEBS, *SERVERS):
            for file in self.state(host).iterdir():
                self._user.own(file, 0o600)
        self.migrate()
        self._congvu("directory", "import", *(str(file) for file in sorted(PROVINCE.glob("*.csv"))))

    def start(self) -> None:
        """Workers first: they tell the milters of the directory."""
        for number, server in enumerate(SERVERS, start=1):
            self._keep(server, "worker", f"worker{number}")
        for server in SERVERS:
            wait_for((self.state(server) / "gate.json").exists, f"the directory at {server}", START_SECONDS)
        for number, server in enumerate(SERVERS, start=1):
            self._keep(server, "milter", f"milter{number}")
        for web in WEBS:
            self._keep(web, "web", web)
        for server in SERVERS:
            wait_for(lambda server=server: self.milter_listens(server), f"the milter of {server}", START_SECONDS)  # type: ignore[misc]
        for web in WEBS:
            wait_for(lambda web=web: self.web_is_ready(web), web, START_SECONDS)  # type: ignore[misc]

    def migrate(self) -> None:
        self._congvu("migrate")

    def milter_listens(self, server: str) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.mail.milter_socket(server))) == 0

    def web_is_ready(self, web: str) -> bool:
        return is_ok(f"http://{address(web)}:{WEB}/readyz")

    def _keep(self, host: str, role: str, name: str) -> None:
        user = as_user((self._user.uid, self._user.gid))
        command = (*self._network.inside(host), *user, *self._installation.command, "serve", "--role", role)
        self._keeper.keep(Program(name, command, self._environment(host)))

    def _congvu(self, *words: str) -> None:
        done = self._user.run(
            [*self._installation.command, *words], environment=self._environment("web1"), directory=self.state("web1")
        )
        if done.returncode:
            raise RuntimeError(f"congvu {' '.join(words[:2])}: {done.stderr}")

    def _environment(self, host: str) -> dict[str, str]:
        return self._installation.environment | {"CONGVU_SETTINGS": str(self._settings(host))}

    def _settings(self, host: str) -> Path:
        return self._root / host / "congvu.toml"

    def _write_settings(self, host: str, public_key: Path) -> None:
        values: dict[str, object] = {
            "state_dir": str(self.state(host)),
            "database_url": database_url().replace("postgresql://", "postgresql+asyncpg://"),
            "trusted_keys": [str(public_key)],
            "host": address(host),
            "port": WEB,
            "trusted_proxies": [address("lb")],
            "smtp_host": "127.0.0.1" if host in SERVERS else address("mx1"),
            "smtp_port": SMTP,
        }
        if host in SERVERS:
            values |= {
                "milter_socket": str(self.mail.milter_socket(host)),
                "backend_url": f"http://{address('lb')}:{WEB}",
                "postfix_log": str(self.mail.log(host)),
                "extractor_processes": 1,
                "mail_server": SERVERS.index(host) + 1,
            }
        if host == SERVERS[0]:  # the mailboxes' log is read by one worker, whatever mail server a letter came by
            values["dovecot_events"] = str(self.mail.mailbox_log)
        lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
        self._settings(host).write_text("".join(lines), "utf-8")
