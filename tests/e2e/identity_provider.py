"""The province's OpenID provider as a process: certified software (npm oidc-provider) on loopback, our accounts."""

import json
import subprocess
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.demo.layout import CHECKOUT, LOOPBACK
from tests.e2e.canaries import Kind, planted
from tests.e2e.demo import wait_for

NODE = CHECKOUT / ".venv" / "bin" / "node"
PROGRAM = CHECKOUT / "tests" / "e2e" / "oidc_provider" / "provider.mjs"
CLIENT, SECRET = "congvu", planted(Kind.SHARED, "bi-mat-chung-voi-nha-cung-cap-3k7q")


@dataclass
class IdentityProvider:
    """`service_url`: where ours is, without a slash at the end; `certificate`: by which it is known."""

    folder: Path
    port: int
    service_url: str
    certificate: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def issuer(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "provider.log"

    def accounts(self, accounts: dict[str, dict[str, Any]]) -> None:
        """Who there is, from now on."""
        (self.folder / "accounts.json").write_text(json.dumps(accounts), "utf-8")

    def start(self) -> None:
        told = {
            "port": self.port,
            "accounts": str(self.folder / "accounts.json"),
            "key": str(self.folder / "provider.jwk"),
            "client": {
                "client_id": CLIENT,
                "client_secret": SECRET,
                "redirect_uris": [f"{self.service_url}/dang-nhap/ve"],
                "post_logout_redirect_uris": [f"{self.service_url}/"],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"],
                "backchannel_logout_uri": f"{self.service_url}/session/oidc/logout",
                "backchannel_logout_session_required": True,
            },
        }
        before = self.said().count("ready\n")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [NODE, PROGRAM, json.dumps(told)],
                stdout=log,
                stderr=log,
                env={"NODE_EXTRA_CA_CERTS": str(self.certificate)},
                cwd=PROGRAM.parent,
            )
        wait_for(lambda: self.said().count("ready\n") > before, "the provider to begin")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=20)
            self._process = None

    def rotate(self) -> None:
        """It signs with new keys and publishes no old one."""
        request = urllib.request.Request(f"{self.issuer}/control/rotate", method="POST")
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.status == 200

    def said(self) -> str:
        return self.log.read_text("utf-8") if self.log.exists() else ""
