"""Puts the steps together: Debian packages, the venv, Node and its packages, what browsers load."""

from collections.abc import Sequence
from fcntl import LOCK_EX, flock

from deploy.demo.bootstrap import debian, node, venv
from deploy.demo.layout import CHECKOUT

LOCK = CHECKOUT / ".bootstrap" / "lock"


def install(purpose: str) -> None:
    """
    Raises:
        Refused: something cannot be installed; with the reason in one line.
    """
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        flock(lock, LOCK_EX)
        interpreter = venv.find_interpreter()
        packages = debian.missing([*debian.PACKAGES[purpose], *venv.packages_for(interpreter, CHECKOUT)])
        folders = [CHECKOUT / name for name in node.TEST_FOLDERS] if purpose == "test" else []
        todo = [
            *_debian_line(packages),
            *(["Python packages of requirements.lock, into .venv"] if venv.is_stale(CHECKOUT) else []),
            *(["npm packages of package-lock.json, into node_modules"] if node.is_stale(CHECKOUT, folders) else []),
        ]
        if todo:
            print("This will install:", *(f"  - {line}" for line in todo), sep="\n", flush=True)
        if packages:
            debian.install_as_root(packages)
        venv.update(CHECKOUT, interpreter)
        node.update(CHECKOUT, folders)
        node.build_plugin(CHECKOUT)
        node.build_dashboard(CHECKOUT)
        node.build_extension(CHECKOUT)


def _debian_line(packages: Sequence[str]) -> list[str]:
    if not packages:
        return []
    return [
        f"Debian packages (services held back, servers that are here already left alone): {' '.join(packages)}",
    ]
