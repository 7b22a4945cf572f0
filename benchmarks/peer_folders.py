"""What others use, installed where it can be measured and nowhere else: each peer with a lock and a folder of its own.

Python's into a venv, Node's into a node_modules, both under .bootstrap: never shipped, and not in the product's locks.
"""

import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "benchmarks" / "peers"


def python_of(name: str, *, over_ours: bool = False) -> Path | None:
    """The Python of the venv that benchmarks/peers/{name}.lock makes; None when it cannot be installed here.

    `over_ours`: what the venv lacks is taken from our own, and the checkout can be imported.
    """
    lock, folder = (LOCKS / f"{name}.lock").read_text("utf-8"), ROOT / ".bootstrap" / f"peer-{name}"
    python, stamp = folder / "bin" / "python", folder / "installed"
    if not _stands(stamp, lock):
        _say(name)
        venv.create(folder, with_pip=True, clear=True)
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCKS / f"{name}.lock")]
        if subprocess.run([python, *install], check=False).returncode:
            return None
        stamp.write_text(lock, "utf-8")
    if over_ours:  # a .pth is read after the folder it lies in: what the venv has stands before what we have
        behind = next((folder / "lib").glob("python3.*/site-packages")) / "ours.pth"
        behind.write_text(f"{sysconfig.get_path('purelib')}\n{ROOT}\n", "utf-8")
    return python


def node_folder_of(name: str) -> Path | None:
    """A copy of benchmarks/peers/{name} with its locked packages; None when they cannot be installed here."""
    source, folder = LOCKS / name, ROOT / ".bootstrap" / f"peer-{name}"
    lock, stamp = (source / "package-lock.json").read_text("utf-8"), folder / "node_modules" / "installed"
    shutil.copytree(source, folder, dirs_exist_ok=True)
    if not _stands(stamp, lock):
        _say(name)
        install = ["npm", "ci", "--ignore-scripts", "--loglevel=error"]
        if shutil.which("npm") is None or _run(install, folder):
            return None
        stamp.write_text(lock, "utf-8")
    return folder


def _stands(stamp: Path, lock: str) -> bool:
    return stamp.exists() and stamp.read_text("utf-8") == lock


def _run(command: Sequence[str], folder: Path) -> int:
    return subprocess.run(command, cwd=folder, stdout=sys.stderr, check=False).returncode


def _say(name: str) -> None:
    sys.stderr.write(f"Installing {name} to measure against …\n")
