"""The browser's scanner on a bare page: built as it ships, served without a server, under a strict policy.

The page comes over plain http, as many webmails do: no crypto.subtle there.
"""

import base64
import json
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from joserfc.jwk import OKPKey
from playwright.sync_api import Page, Route

from backend.classification.bundle import DEVELOPMENT_KEY, Province, payload_of, sign

ROOT = Path(__file__).resolve().parents[3]
CONFIGURATIONS = ("webmail-plugin/vite.scan.config.ts", "webmail-plugin/src/scan/testing/vite.config.ts")
ADDRESS = "http://webmail.example/"
POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'none'"
WITH_WASM = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
PAGE = "<!DOCTYPE html><title>Soạn thư</title><script type=module src=/page.js></script>"
NamedFile = tuple[str, bytes]


def build_scanner(folder: Path) -> Path:
    """Build worker and page into `folder`, which is returned."""
    for configuration in CONFIGURATIONS:
        command = ["npx", "vite", "build", "--config", configuration, "--outDir", str(folder), "--logLevel", "error"]
        subprocess.run(command, cwd=ROOT, check=True, timeout=120)
    return folder


@dataclass  # without slots: Playwright keeps its wrapper of `_serve` on the instance
class ScannerPage:
    """`requested` are the paths that page and worker asked for."""

    page: Page
    built: Path
    policy: str = POLICY
    address: str = ADDRESS
    limits: dict[str, float] = field(default_factory=dict)
    requested: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Open the page and give its scanner the rules of this installation, signed by a key made for it. Another
        address than ADDRESS is served by somebody else."""
        if self.address == ADDRESS:
            self.page.route("**/*", self._serve)
        self.page.goto(self.address)
        key = OKPKey.generate_key("Ed25519", private=True)
        payload = payload_of(
            version="1",
            issued_at=datetime.now(UTC),
            province=Province("thainguyen", "Tỉnh Thái Nguyên", ("thainguyen.gov.vn",)),
            fingerprint_keys=[DEVELOPMENT_KEY],
        )
        payload["limits"] |= self.limits
        self.call("start", sign(payload, key), key.as_dict(private=False))

    def judge(self, *files: NamedFile) -> list[dict[str, Any]]:
        """Findings in the order of the files, as the page gets them."""
        found: list[dict[str, Any]] = self.call("judge", [_given(file) for file in files])
        return found

    def time(self, function: str, file: NamedFile, turns: int) -> dict[str, Any]:
        """`function` is "time" or "peerTime"; milliseconds of each turn and the page's longest task."""
        timed: dict[str, Any] = self.call(function, _given(file), turns)
        return timed

    def call(self, function: str, *arguments: object) -> Any:
        return self.page.evaluate(
            "([name, given]) => congvuScan[name](...given)", [function, json.loads(json.dumps(arguments))]
        )

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        self.requested.append(path)
        if path == "":
            route.fulfill(body=PAGE, content_type="text/html; charset=utf-8", headers=self._headers("text/html"))
        elif (self.built / path).is_file():
            route.fulfill(path=self.built / path, headers=self._headers("text/javascript"))
        else:
            route.abort()

    def _headers(self, content_type: str) -> dict[str, str]:
        return {"Content-Type": f"{content_type}; charset=utf-8", "Content-Security-Policy": self.policy}


def _given(file: NamedFile) -> dict[str, str]:
    name, data = file
    return {"name": name, "base64": base64.b64encode(data).decode()}
