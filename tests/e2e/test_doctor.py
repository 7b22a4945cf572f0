"""Story: `congvu doctor` on real servers. All is fine on a healthy demo; what is broken is found, and how to mend it.

What is broken is a copy: of Postfix's and Dovecot's configuration as the real programs read it, and of a bundle. The
demo that other stories share is not touched.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from backend.classification.bundle import Province, payload_of, sign
from backend.classification.keys import read_key
from backend.exit_status import EXIT_DONE, EXIT_FOUND
from tests.e2e.demo import Demo

ROOT = Path(__file__).resolve().parents[2]
Findings = Mapping[str, list[dict[str, Any]]]


def doctor(demo: Demo, status: int, settings: Path, postfix: Path, dovecot: Path) -> Findings:
    """As root, who may read everything: what each check said."""
    command: list[str | Path] = [sys.executable, "-m", "backend", "doctor", "--json", "--language", "en"]
    command += ["--settings", settings, "--postfix", postfix, "--dovecot", dovecot]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == status, done.stdout + done.stderr
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in json.loads(done.stdout)["findings"]:
        found.setdefault(finding["check"], []).append(finding)
    return found


def wrong(findings: Findings) -> set[tuple[str, str]]:
    return {(one["check"], one["reason"]) for every in findings.values() for one in every if one["state"] == "wrong"}


def other_postfix(demo: Demo, folder: Path) -> Path:
    """A copy whose milter is another program's."""
    etc = Path(shutil.copytree(demo.layout.home / "postfix" / "etc", folder / "etc"))
    subprocess.run(["postconf", "-c", etc, "-e", "congvu_socket=unix:rspamd/milter.sock"], check=True)
    return etc


def other_dovecot(demo: Demo, folder: Path) -> Path:
    """A copy from which two plugins were removed."""
    conf = folder / "dovecot.conf"
    text = (demo.layout.home / "dovecot" / "dovecot.conf").read_text("utf-8")
    conf.write_text(text.replace("notify mail_log imap_sieve", "notify"), "utf-8")
    return conf


def other_bundle(demo: Demo, folder: Path) -> Path:
    """Settings that name an old bundle, which our own key signed."""
    province = Province("thai-nguyen", "Thái Nguyên", ("thainguyen.gov.vn",))
    long_ago = datetime.now(UTC) - timedelta(days=120)
    payload = payload_of(version="2020.1.1", issued_at=long_ago, province=province, fingerprint_keys=[b"k" * 32])
    old = folder / "old.jws"
    old.write_text(sign(payload, read_key(demo.layout.home / "keys" / "province.jwk")), "ascii")
    settings = folder / "congvu.toml"
    settings.write_text(demo.layout.settings.read_text("utf-8") + f'bundle_file = "{old}"\n', "utf-8")
    return settings


def test_the_doctor_finds_nothing_wrong_with_a_healthy_deployment(demo: Demo) -> None:
    home = demo.layout.home
    own = (demo.layout.settings, home / "postfix" / "etc", home / "dovecot" / "dovecot.conf")
    findings = doctor(demo, EXIT_DONE, *own)
    unseen = {name for name, every in findings.items() if any(one["state"] != "ok" for one in every)}
    assert unseen <= {"clock"}  # a machine without a time service has nothing to compare its clock with
    assert {"postfix_milter", "postfix_log", "dovecot_events", "dovecot_append", "extractors", "web"} <= set(findings)


def test_the_doctor_finds_a_wrong_milter_socket_a_removed_plugin_and_an_old_bundle(demo: Demo, tmp_path: Path) -> None:
    etc = other_postfix(demo, tmp_path)
    findings = doctor(demo, EXIT_FOUND, other_bundle(demo, tmp_path), etc, other_dovecot(demo, tmp_path))

    assert wrong(findings) == {
        ("postfix_milter", "other"),
        ("postfix_milter", "service_none"),  # the outside provider's port, whose mail now arrives unchecked
        ("dovecot_events", "no_plugin"),
        ("dovecot_append", "no_plugin"),
        ("bundle", "expired"),
        ("bundle", "older"),
    }
    ports = demo.layout.ports
    other = [one for one in findings["postfix_milter"] if one["reason"] == "other"]
    assert [one["sentence"].split()[0] for one in other] == [
        f"127.0.0.1:{ports.smtp}/inet",
        f"127.0.0.1:{ports.submission}/inet",
        "cleanup/unix",
    ]
    for mend in {one["mend"] for one in other}:
        line = mend.replace("postconf ", f"postconf -c {etc} ").removesuffix(" && postfix reload")
        subprocess.run(line, shell=True, check=True)
    for parameter in ("smtpd_milters", "non_smtpd_milters"):
        named = subprocess.run(["postconf", "-c", etc, "-h", parameter], capture_output=True, text=True, check=True)
        assert named.stdout.startswith(f"{{ unix:{demo.layout.milter_socket}, ")
