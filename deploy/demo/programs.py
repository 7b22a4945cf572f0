"""Finds the servers' programs where Debian puts them; names everything that is missing at once."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from deploy.demo.refusal import Refused

SEARCH = "/usr/sbin:/usr/bin:/sbin:/bin"
ROUNDCUBE = Path("/usr/share/roundcube")


@dataclass(frozen=True, slots=True)
class Programs:
    postfix: Path
    dovecot: Path
    sievec: Path
    nginx: Path
    php_fpm: Path
    php: Path
    postfix_files: Path
    roundcube: Path


def find_programs() -> Programs:
    """
    Raises:
        Refused: a Debian package of the demo is not installed.
    """
    wanted = {
        "postfix": _program("postfix"),
        "dovecot-core": _program("dovecot"),
        "dovecot-imapd": _present(Path("/usr/lib/dovecot/imap")),
        "dovecot-lmtpd": _present(Path("/usr/lib/dovecot/lmtp")),
        "dovecot-sieve": _present(Path("/usr/bin/sievec")),
        "nginx": _program("nginx"),
        "php-fpm": _newest_php_fpm(),
        "php-cli": _program("php"),
        "roundcube-core": _present(ROUNDCUBE / "index.php"),
        "roundcube-sqlite3": _present(ROUNDCUBE / "SQL" / "sqlite.initial.sql"),
    }
    missing = [package for package, path in wanted.items() if path is None]
    if missing:
        raise Refused(f"not installed: {' '.join(missing)} (`make demo` installs what is missing)")
    found = {package: path for package, path in wanted.items() if path is not None}
    return Programs(
        postfix=found["postfix"],
        dovecot=found["dovecot-core"],
        sievec=found["dovecot-sieve"],
        nginx=found["nginx"],
        php_fpm=found["php-fpm"],
        php=found["php-cli"],
        postfix_files=Path("/etc/postfix"),
        roundcube=ROUNDCUBE,
    )


def _program(name: str) -> Path | None:
    found = shutil.which(name, path=SEARCH)
    return Path(found) if found else None


def _present(path: Path) -> Path | None:
    return path if path.exists() else None


def _newest_php_fpm() -> Path | None:
    """Debian names it by its version: php-fpm8.2."""
    return max(Path("/usr/sbin").glob("php-fpm[0-9]*"), default=None)
