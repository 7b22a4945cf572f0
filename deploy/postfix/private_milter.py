"""The milter as a process of its own, for tests and benchmarks: rules, keys and gate.json made on the spot."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from joserfc.jwk import OKPKey

from backend.classification.bundle import Province, payload_of, sign
from backend.gateway.journal_reader import JournalPosition, JournalReader

START_SECONDS = 30.0
STOP_SECONDS = 15.0
NOBODY_LISTENS = "http://127.0.0.1:9"
PROVINCE = Province("thai-nguyen", "Thái Nguyên", ("thainguyen.gov.vn",))


class PrivateMilter:
    """`congvu serve --role milter` under `root`; there is no backend that it could ask for declarations."""

    def __init__(self, root: Path, gate: Mapping[str, object] | None = None, extractor_processes: int = 1) -> None:
        self.socket = root / "milter.sock"
        self._state_dir = root / "state"
        self._settings = root / "congvu.toml"
        self._key = OKPKey.generate_key("Ed25519", private=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._state_dir.mkdir(parents=True)
        (root / "key.pub").write_text(json.dumps(self._key.as_dict(private=False)), "utf-8")
        if gate:
            (self._state_dir / "gate.json").write_text(json.dumps(gate), "utf-8")
        self._settings.write_text(
            f'state_dir = "{self._state_dir}"\n'
            f'trusted_keys = ["{root}/key.pub"]\n'
            f'milter_socket = "{self.socket}"\n'
            f'backend_url = "{NOBODY_LISTENS}"\n'
            f"extractor_processes = {extractor_processes}\n",
            "utf-8",
        )

    def publish(self, version: str) -> None:
        """Put a bundle of this version, with the rules of this installation, in force."""
        payload = payload_of(
            version=version, issued_at=datetime.now(UTC), province=PROVINCE, fingerprint_keys=[b"k" * 32]
        )
        fresh = self._state_dir / "bundle.fresh"
        fresh.write_text(sign(payload, self._key), "ascii")
        fresh.replace(self._state_dir / "bundle.jws")

    def start(self) -> None:
        """Return when it listens.

        Raises:
            RuntimeError: it ended or does not listen in time.
        """
        command = [sys.executable, "-m", "backend", "serve", "--role", "milter", "--settings", str(self._settings)]
        self._process = subprocess.Popen(command)  # noqa: S603
        deadline = time.monotonic() + START_SECONDS
        while not self.socket.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the milter does not start")
            time.sleep(0.05)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        os.kill(self._process.pid, how)
        self._process.wait(STOP_SECONDS)
        self.socket.unlink(missing_ok=True)  # a killed one leaves it behind

    def journal(self) -> list[dict[str, object]]:
        return list(JournalReader(self._state_dir / "journal").read(JournalPosition(), 100_000).records)
