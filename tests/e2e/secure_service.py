"""The web role behind nginx with TLS, as deploy/nginx/congvu.conf has it: no mail servers, the demo's directory."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from deploy.demo.layout import CHECKOUT, LOOPBACK
from deploy.demo.people import PROVINCE
from tests.e2e.demo import wait_for

CONFIGURATION = CHECKOUT / "deploy" / "nginx" / "congvu.conf"


@dataclass(frozen=True, slots=True)
class SecureService:
    folder: Path
    inner_port: int
    port: int
    secret: str  # of the provider, given in the environment

    @property
    def url(self) -> str:
        return f"https://{LOOPBACK}:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "backend.log"

    @property
    def database(self) -> Path:
        return self.folder / "state" / "congvu.db"

    def configure(self, provider: str, further: str = "") -> None:
        """Settings with this issuer, and the demo's directory. `further`: lines of settings."""
        (self.folder / "state").mkdir()
        (self.folder / "congvu.toml").write_text(
            f'state_dir = "{self.folder}/state"\npublic_url = "{self.url}"\nport = {self.inner_port}\n'
            "extractor_processes = 1\npage_requests_per_minute = 200\n"
            f'oidc_issuer = "{provider}"\noidc_client_id = "congvu"\n'
            'oidc_scopes = ["openid", "email", "profile", "congvu"]\n'
            f"{further}"
            '[oidc_role_names]\nvan-thu = "clerk"\nthu-truong = "head"\n',
            "utf-8",
        )
        self.congvu("migrate")
        self.congvu("directory", "import", *(str(file) for file in sorted(PROVINCE.glob("*.csv"))))

    def congvu(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "backend", *words],
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def running(self) -> Iterator[None]:
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "backend", "serve", "--role", "web"]
            backend = subprocess.Popen(command, env=self._environment(), stdout=log, stderr=log)
            nginx = subprocess.Popen(["nginx", "-e", self.folder / "error.log", "-c", self._nginx()])
            try:
                wait_for(self._answers, "the service to answer")
                yield
            finally:
                for process in (nginx, backend):
                    process.terminate()
                    process.wait(timeout=20)

    def vouched(self, ago: timedelta) -> None:
        """Let it be so long ago that the provider last spoke of anybody: nobody waits a quarter of an hour here."""
        then = (datetime.now(UTC) - ago).replace(tzinfo=None).isoformat(" ")
        with closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            connection.execute("update page_session set vouched_at = ?, asked_at = ?", (then, then))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database, timeout=30)) as connection:
            return connection.execute(query).fetchall()

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("CONGVU_")}
        named = {"CONGVU_SETTINGS": str(self.folder / "congvu.toml"), "CONGVU_OIDC_CLIENT_SECRET": self.secret}
        return own | named

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", verify=False).status_code == 200
        except httpx.TransportError:
            return False

    def _nginx(self) -> Path:
        text = CONFIGURATION.read_text("utf-8")
        text = text[: text.rindex("server {")]  # the one that sends http to https
        text = re.sub(r"listen 443 ssl http2;", f"listen {LOOPBACK}:{self.port} ssl http2;", text)
        text = text.replace("/etc/ssl/certs/congvu.pem", str(self.folder / "service.pem"))
        text = text.replace("/etc/ssl/private/congvu.key", str(self.folder / "service.key"))
        text = text.replace("127.0.0.1:8080", f"{LOOPBACK}:{self.inner_port}")
        text = text.replace("/var/log/nginx", str(self.folder))
        file = self.folder / "nginx.conf"
        file.write_text(f"daemon off; pid {self.folder}/pid; events {{}} http {{ {text} }}", "utf-8")
        return file


def certify(folder: Path, address: str = LOOPBACK, lasts: timedelta = timedelta(days=1)) -> Path:
    """A certificate for an address of this machine, begun an hour ago, signed by itself: service.pem, service.key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + lasts)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "service.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "service.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file
