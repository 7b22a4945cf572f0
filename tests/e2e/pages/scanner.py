"""The browser's scanner on a bare page: built as it ships, under a strict policy.

The page comes over plain http, as many webmails do: no crypto.subtle there. It is served by a server of its own, for
what a worker's worker asks is not shown to Playwright's routes.
"""

import base64
import json
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from joserfc.jwk import OKPKey
from playwright.sync_api import Page

from backend.classification.bundle import DEVELOPMENT_KEY, Province, payload_of, sign
from tests.e2e.pages.scanner_site import ScannerSite

ROOT = Path(__file__).resolve().parents[3]
CONFIGURATIONS = ("webmail-plugin/vite.scan.config.ts", "webmail-plugin/src/scan/testing/vite.config.ts")
POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'none'"
WITH_WASM = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
NamedFile = tuple[str, bytes]


def build_scanner(folder: Path) -> Path:
    """Build worker and page into `folder`, which is returned."""
    for configuration in CONFIGURATIONS:
        command = ["npx", "vite", "build", "--config", configuration, "--outDir", str(folder), "--logLevel", "error"]
        subprocess.run(command, cwd=ROOT, check=True, timeout=120)
    return folder


@dataclass(slots=True)
class ScannerPage:
    """`requested` are the paths that page and worker asked for."""

    page: Page
    built: Path
    policy: str = POLICY
    address: str = ""
    limits: dict[str, float] = field(default_factory=dict)
    requested: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Open the page and give its scanner the rules of this installation, signed by a key made for it. With an
        address, somebody else serves it."""
        if self.address == "":
            site = ScannerSite(self.built, self.policy)
            self.page.once("close", lambda _: site.end())
            self.address, self.requested = site.address, site.requested
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


def _given(file: NamedFile) -> dict[str, str]:
    name, data = file
    return {"name": name, "base64": base64.b64encode(data).decode()}
