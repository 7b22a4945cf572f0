"""`make sbom`: what the product is made of, from the lock files."""

import sys
import tomllib
from pathlib import Path

from deploy.sbom import npm_lock, python_lock
from deploy.sbom.document import document
from deploy.sbom.licences import licences

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path("dist") / "congvu.cdx.json"


def sbom(root: Path) -> bytes:
    """Of the lock files under `root`; licences of Python packages are read where they are installed.

    Raises:
        UnknownLicence, LookupError: as `Licences.of_installed`.
    """
    pyproject, python, npm = (
        (root / name).read_text("utf-8") for name in ("pyproject.toml", "requirements.lock", "package-lock.json")
    )
    project = tomllib.loads(pyproject)["project"]
    asked = {pin.purl for pin in python_lock.pins(python) if python_lock.US in pin.asked_by}
    return document(
        project["name"],
        project["version"],
        project["license"],
        [*python_lock.packages(python, pyproject, licences().of_installed), *npm_lock.packages(npm)],
        asked | set(npm_lock.asked_by_us(npm)),
    )


def main() -> None:
    target = ROOT / TARGET
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(sbom(ROOT))
    sys.stdout.write(f"{TARGET}\n")


if __name__ == "__main__":
    main()
