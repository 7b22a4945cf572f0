"""The Python environment: .venv with exactly the packages of requirements.lock, and the checkout itself."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.demo.bootstrap import stamps
from deploy.demo.refusal import Refused

DEBIAN_PYTHON = Path("/usr/bin/python3")
_FACTS = (
    "import sys, importlib.util as u;"
    "print(sys.version_info >= (3, 11), bool(u.find_spec('ensurepip')), sys.base_prefix)"
)


def find_interpreter() -> Path:
    """What the venv is made with: a Python that other users may run too, for the backend runs as one of them.

    A Python below somebody's closed home (pyenv as root) is the last choice; Debian's can always be installed.
    """
    running = Path(getattr(sys, "_base_executable", sys.executable))  # never a venv's own: it may be this very venv
    for candidate in (running, DEBIAN_PYTHON):
        if candidate.exists() and _facts(candidate)[0] == "True" and _others_may_run(candidate):
            return candidate
    return DEBIAN_PYTHON


def packages_for(interpreter: Path, root: Path) -> list[str]:
    """Debian packages without which that interpreter makes no venv."""
    if _runs(root) or interpreter != DEBIAN_PYTHON:
        return []
    if not interpreter.exists():
        return ["python3", "python3-venv"]
    return [] if _facts(interpreter)[1] == "True" else ["python3-venv"]


def is_stale(root: Path) -> bool:
    return not (_runs(root) and stamps.stands(_stamp(root), _value(root)))


def update(root: Path, interpreter: Path) -> None:
    """Make the venv if it is missing or broken, and install what the lock file names.

    Raises:
        Refused: the venv cannot be made, or pip fails.
    """
    if not is_stale(root):
        return
    if not _runs(root):
        _run("the venv", [str(interpreter), "-m", "venv", "--clear", str(root / ".venv")], root)
    pip = [str(_python(root)), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    print("Installing Python packages …", flush=True)
    _run("pip", [*pip, "--require-hashes", "-r", "requirements.lock"], root)
    _run("pip", [*pip, "--no-deps", "-e", "."], root)
    stamps.put(_stamp(root), _value(root))


def _python(root: Path) -> Path:
    return root / ".venv" / "bin" / "python"


def _stamp(root: Path) -> Path:
    return root / ".venv" / "congvu-stamp"


def _value(root: Path) -> str:
    return stamps.digest([root / "requirements.lock", root / "pyproject.toml"], str(root))


def _runs(root: Path) -> bool:
    """Whether there is a venv with pip in it; a Python that went away leaves a broken one behind."""
    if not _python(root).exists():
        return False
    tried = subprocess.run([_python(root), "-c", "import pip"], capture_output=True, check=False)
    return tried.returncode == 0


def _facts(python: Path) -> Sequence[str]:
    """Is it new enough, can it make venvs, where does it lie."""
    asked = subprocess.run([python, "-c", _FACTS], capture_output=True, text=True, check=False)
    facts = asked.stdout.strip().split(" ", 2)
    return facts if len(facts) == 3 else ("False", "False", "")


def _others_may_run(python: Path) -> bool:
    places = [python.resolve(), Path(_facts(python)[2]) / "lib"]
    folders = [folder for place in places for folder in (place, *place.parents)]
    return all(os.stat(folder).st_mode & 0o001 for folder in folders)


def _run(what: str, command: Sequence[str], root: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(command, cwd=root, env=environment, check=False)
    if done.returncode:
        raise Refused(f"{what}: exit status {done.returncode}, its own words stand above")
