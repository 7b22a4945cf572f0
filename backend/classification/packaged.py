"""The rules that ship with the package, as they are written."""

import tomllib
from pathlib import Path
from typing import Any

from backend.errors import BundleError
from backend.rules_folder import rules_dir


def rule_files(folder: Path | None = None) -> list[Path]:
    """`<family>/<rule>.toml` of every rule, in the order of their names."""
    root = folder or rules_dir()
    return sorted(path for path in root.glob("*/*.toml") if "match" in _read(path))


def written_rules(folder: Path | None = None) -> list[dict[str, Any]]:
    """The rules as they go into a bundle."""
    return [_read(path) | {"family": path.parent.name} for path in rule_files(folder)]


def written_kinds(folder: Path | None = None) -> list[dict[str, Any]]:
    """The kinds of documents (rules/form/kinds.toml) as they go into a bundle."""
    kinds: list[dict[str, Any]] = _read((folder or rules_dir()) / "form" / "kinds.toml")["kinds"]
    return kinds


def overlay_files(folder: Path | None = None) -> list[Path]:
    return sorted((folder or rules_dir()).glob("overlays/*.toml"))


def written_overlays(folder: Path | None = None) -> list[dict[str, Any]]:
    """What agencies ask beyond the rules, as it goes into a bundle."""
    overlays = [_read(path) for path in overlay_files(folder)]
    return [
        overlay | {"rules": [rule | {"family": "overlay"} for rule in overlay.get("rules", [])]} for overlay in overlays
    ]


def vector_files(folder: Path | None = None) -> list[Path]:
    return [path.with_suffix(".test.json") for path in rule_files(folder)]


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BundleError(f"{path.parent.name}/{path.name}: {error}") from error
