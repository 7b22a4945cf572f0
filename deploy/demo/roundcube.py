"""One webmail site: Debian's Roundcube by links, with configuration, database and plugins of its own."""

import secrets
import shutil
import sqlite3
import string
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from deploy.demo.demo_user import DemoUser
from deploy.demo.filling import fill
from deploy.demo.layout import Layout

SHARED = ("index.php", "program", "SQL")
SYSTEM_CONFIGURATION = Path("/etc/roundcube")
SHIPPED_PLUGINS = ("filesystem_attachments", "jqueryui")


@dataclass(frozen=True, slots=True)
class Site:
    """`plugin` is the folder linked in as `congvu`, None for a webmail that has none."""

    folder: Path
    product_name: str
    submission_port: int
    plugin: Path | None


def write_site(site: Site, layout: Layout, system: Path, user: DemoUser) -> None:
    """Lay the site out anew; its database and its secret stay. `system` is Debian's /usr/share/roundcube."""
    _link_program(site.folder, system, site.plugin)
    log = user.folder(layout.log / site.folder.name, 0o750)
    user.folder(site.folder / "temp", 0o750)
    configuration = site.folder / "config"
    configuration.mkdir(exist_ok=True)
    for name in ("defaults.inc.php", "mimetypes.php"):
        _link(configuration / name, SYSTEM_CONFIGURATION / name)
    text = fill(
        "roundcube.php",
        site=site.folder,
        log=log,
        imap_port=layout.ports.imap,
        submission_port=site.submission_port,
        product_name=site.product_name,
        des_key=_secret(site.folder / "secret"),
        plugins="'congvu'" if site.plugin else "",
    )
    write_for_php(configuration / "config.inc.php", text, user)
    _create_database(site.folder, system, user)


def write_for_php(file: Path, text: str, user: DemoUser) -> None:
    """A file that PHP may read and only root may change; it holds secrets."""
    file.touch(mode=0o640, exist_ok=True)
    shutil.chown(file, "root", user.gid)
    file.chmod(0o640)
    file.write_text(text, "utf-8")


def _link_program(folder: Path, system: Path, plugin: Path | None) -> None:
    public = folder / "public_html"
    for name in ("plugins", "skins", "public_html/program"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in SHARED:
        _link(folder / name, system / name)
    _link(folder / "skins" / "elastic", system / "skins" / "elastic")
    for name in SHIPPED_PLUGINS:
        _link(folder / "plugins" / name, system / "plugins" / name)
    if plugin:
        _link(folder / "plugins" / "congvu", plugin)
    for name in ("plugins", "skins"):
        _link(public / name, folder / name)
    for name in ("js", "resources"):
        _link(public / "program" / name, system / "program" / name)
    (public / "index.php").write_text(fill("index.php"), "utf-8")


def _link(link: Path, target: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target)


def _secret(file: Path) -> str:
    """24 letters that encrypt the passwords of running sessions; kept, so that they survive a restart."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text("".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(24)), "ascii")
    return file.read_text("ascii")


def _create_database(folder: Path, system: Path, user: DemoUser) -> None:
    file = folder / "roundcube.db"
    if not file.exists():
        draft = folder / "roundcube.new"
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(draft)) as database:
            database.executescript((system / "SQL" / "sqlite.initial.sql").read_text("utf-8"))
        draft.replace(file)
    user.own(file, 0o640)
    user.own(folder, 0o755)  # SQLite keeps its journal beside the file
