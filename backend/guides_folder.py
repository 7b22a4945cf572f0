"""Where the guides that ship with the package are: in `backend` in an installed wheel, `docs` in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def guides_dir(package: Path = _PACKAGE) -> Path:
    """The folder of the guides; `package` is the folder of the package `backend`."""
    installed = package / "_guides"
    return installed if installed.is_dir() else package.parent / "docs" / "huong-dan"


def images_dir(package: Path = _PACKAGE) -> Path:
    """The folder of the pictures that other documents show too."""
    installed = package / "_images"
    return installed if installed.is_dir() else package.parent / "docs" / "images"
