"""Debian packages: which are missing, and installing them as root without disturbing what runs on the machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence

from deploy.demo.refusal import Refused

_DEMO = (
    "postfix",
    "dovecot-core",
    "dovecot-imapd",
    "dovecot-lmtpd",
    "dovecot-sieve",
    "nginx",
    "php-fpm",
    "php-cli",
    "php-curl",
    "php-intl",
    "php-mbstring",
    "php-sqlite3",
    "php-xml",
    "roundcube-core",
    "roundcube-sqlite3",
    "fonts-liberation2",  # the sample papers are set in it
    "libarchive13",  # 7z, rar, tar and what they are packed with
    "tesseract-ocr-vie",  # the letters of stamps on pictures
)
_TEST = (
    "chromium",
    "curl",  # docs/install.md
    "firefox-esr",  # the extension's other browser
    "fonts-noto-core",
    "libatomic1",  # Playwright's own Node
    "memcached",  # SOGo's sessions
    "miltertest",
    "phpunit",
    "python3-venv",  # docs/install.md
    "postgresql",  # benchmarks and tests run a cluster of their own
    "prometheus",  # promtool tries the alert rules
    "slapd",  # measured against, by a server of the benchmark's own
    "systemd",  # systemd-analyze: the units of deploy/systemd
    "sogo",  # the other webmail of the extension's stories
)
_CHAOS = (
    "etcd-client",
    "etcd-server",
    "haproxy",
    "iproute2",
    "nftables",
    "patroni",
    "postgresql-15",
)
PACKAGES = {"demo": _DEMO, "test": (*_DEMO, *_TEST), "chaos": (*_DEMO, *_CHAOS)}


def missing(packages: Iterable[str]) -> list[str]:
    """Those that are not installed, in their order.

    Raises:
        Refused: this is no Debian.
    """
    if not shutil.which("dpkg-query"):
        raise Refused("this is made for Debian 12: there is no dpkg here")
    wanted = list(dict.fromkeys(packages))
    here = installed()
    return [package for package in wanted if package not in here]


def installed() -> set[str]:
    """Every installed package of the machine, by name."""
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n"], capture_output=True, text=True, check=True
    )
    lines = (line.partition(" ") for line in listing.stdout.splitlines())
    return {name for status, _, name in lines if status == "installed"}


def install_as_root(packages: Sequence[str]) -> None:
    """
    Raises:
        Refused: neither root nor sudo, or apt fails.
    """
    command = [sys.executable, "-B", "-m", "deploy.demo.bootstrap.apt", *packages]
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise Refused("Debian packages are missing: run as root, or install sudo")
        command = ["sudo", *command]
    if subprocess.run(command, check=False).returncode:
        raise Refused("the Debian packages could not be installed; the reason stands above")
