"""Which Python and which files the backend runs from, so that an unprivileged user may read them.

A checkout often lies in a home that nobody else may enter (/root, /home/…), and so may the Python that made its venv.
Tried in this order, by really running it as that user: the venv as it is; another Python of the same version with the
venv's packages; the same with a copy of the packages and the program in the demo's folder.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from deploy.demo.demo_user import DemoUser
from deploy.demo.layout import CHECKOUT, Layout
from deploy.demo.refusal import Refused
from deploy.demo.requirements import Requirement, requirements_in

PLUGIN = Path("webmail-plugin") / "roundcube"
COPIED = ("backend", "rules", str(PLUGIN))
_PROBE = "import backend.app, uvloop"


@dataclass(frozen=True, slots=True)
class Installation:
    """`search_path` goes into PYTHONPATH; empty for a venv, which knows its packages itself."""

    python: Path
    root: Path
    search_path: tuple[Path, ...]

    @property
    def command(self) -> list[str]:
        return [str(self.python), "-m", "backend"]

    @property
    def plugin(self) -> Path:
        return self.root / PLUGIN

    @property
    def environment(self) -> dict[str, str]:
        found = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"}
        found |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
        if self.search_path:
            found["PYTHONPATH"] = os.pathsep.join(map(str, self.search_path))
        return found


def find_installation(layout: Layout, user: DemoUser) -> Installation:
    """
    Raises:
        Refused: no Python that the demo's user may run.
    """
    if _installed("starlette") is None:
        raise Refused(f"{sys.executable} has none of the demo's packages: call it by `make demo`")
    venv = Installation(Path(sys.executable), CHECKOUT, ())
    packages = Path(str(distribution("starlette").locate_file("")))
    if _runs(venv, user):
        return venv
    pythons = [python for python in _same_version() if _may_run(python, user)]
    if not pythons:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Refused(f"the user {user.name} may not run {sys.executable}, and there is no other Python {version}")
    beside = Installation(pythons[0], CHECKOUT, (CHECKOUT, packages))
    if _runs(beside, user):
        return beside
    copied = _copy(layout.home / "program", packages, pythons[0])
    if words := _trouble(copied, user):
        raise Refused(f"the user {user.name} cannot run the backend from {copied.root}: {words}")
    return copied


def _runs(installation: Installation, user: DemoUser) -> bool:
    return not _trouble(installation, user)


def _trouble(installation: Installation, user: DemoUser) -> str:
    """Why that user cannot run it; empty if it can."""
    if not _may_read(installation.plugin / "congvu.php", user):
        return f"{installation.plugin} is closed"
    try:
        tried = user.run(
            [str(installation.python), "-c", _PROBE], environment=installation.environment, directory=Path("/")
        )
    except PermissionError:
        return f"{installation.python} is closed"
    return (tried.stderr.strip().splitlines() or ["it fails"])[-1] if tried.returncode else ""


def _may_read(file: Path, user: DemoUser) -> bool:
    return user.run(["/bin/cat", str(file)], environment={}, directory=Path("/")).returncode == 0


def _may_run(python: Path, user: DemoUser) -> bool:
    try:
        return user.run([str(python), "-c", ""], environment={}, directory=Path("/")).returncode == 0
    except PermissionError:
        return False


def _same_version() -> Iterator[Path]:
    """Pythons of this minor version: compiled packages of the venv work with each."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for folder in (Path(sys.base_prefix) / "bin", Path("/usr/local/bin"), Path("/usr/bin")):
        if (folder / name).exists():
            yield folder / name


def _copy(target: Path, packages: Path, python: Path) -> Installation:
    """Program and run-time packages anew; a few seconds, some hundred megabytes."""
    shutil.rmtree(target, ignore_errors=True)
    for name in COPIED:
        shutil.copytree(CHECKOUT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    site = target / "packages"
    site.mkdir()
    for name in sorted(_runtime_packages()):
        for file in distribution(name).files or ():
            source = Path(packages / file)
            if ".." in file.parts or not source.is_file() or source.suffix == ".pyc":
                continue
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, site / file)
    subprocess.run(["/bin/chmod", "-R", "a+rX", str(target)], check=True)
    return Installation(python, target, (target, site))


def _runtime_packages() -> set[str]:
    """congvu's requirements and theirs, as installed; congvu itself lies in the checkout."""
    waiting, seen = [Requirement("congvu")], {Requirement("congvu")}
    while waiting:
        asking = waiting.pop()
        package = _installed(asking.name)
        asked = requirements_in(package.requires or (), asking.extras) if package else ()
        new = {requirement for requirement in asked if requirement not in seen and _installed(requirement.name)}
        seen |= new
        waiting += new
    return {requirement.name for requirement in seen} - {"congvu"}


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None
