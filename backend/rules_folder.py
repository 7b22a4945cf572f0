"""Where the rules that ship with the package are: `backend/_rules` in an installed wheel, `rules/` in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def rules_dir(package: Path = _PACKAGE) -> Path:
    """Where the rules of this installation are; `package` is the folder of the package `backend`."""
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"
