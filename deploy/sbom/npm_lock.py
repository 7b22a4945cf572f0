"""package-lock.json, version 3: packages by where they lie under node_modules."""

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from deploy.sbom.package import Package, Scope

FOLDER = "node_modules/"
ALGORITHMS = {"sha512": "SHA-512", "sha384": "SHA-384", "sha256": "SHA-256"}


def entries(text: str) -> Mapping[str, Mapping[str, Any]]:
    """By path, without ourselves.

    Raises:
        ValueError: another version of the format.
    """
    lock = json.loads(text)
    if lock["lockfileVersion"] != 3:
        raise ValueError(f"package-lock.json of version {lock['lockfileVersion']}")
    return {path: row for path, row in lock["packages"].items() if FOLDER in path and not row.get("link")}


def packages(text: str) -> Iterable[Package]:
    """Once each, though a version may lie in several places."""
    locked = entries(text)
    found: dict[str, Package] = {}
    for path, row in locked.items():
        one = _package(path, row, locked)
        before = found.get(one.purl)
        found[one.purl] = one if before is None else _both(before, one)
    return found.values()


def asked_by_us(text: str) -> Iterable[str]:
    """Purls of what the root and its workspaces name themselves."""
    locked = entries(text)
    for path, row in json.loads(text)["packages"].items():
        if FOLDER not in path:
            yield from _needs(path, row, locked)


def name_at(path: str) -> str:
    return path.rpartition(FOLDER)[2]


def digest(integrity: str) -> tuple[str, str]:
    """Of a Subresource Integrity value: algorithm and hex."""
    algorithm, _, value = integrity.partition("-")
    return ALGORITHMS[algorithm], base64.b64decode(value, validate=True).hex()


def _package(path: str, row: Mapping[str, Any], locked: Mapping[str, Mapping[str, Any]]) -> Package:
    return Package(
        purl=_purl(path, row),
        name=name_at(path),
        version=row["version"],
        licence=row["license"],
        scope=Scope.EXCLUDED if row.get("dev") else Scope.OPTIONAL if row.get("optional") else Scope.REQUIRED,
        digests=(digest(row["integrity"]),),
        needs=tuple(_needs(path, row, locked)),
    )


def _both(first: Package, second: Package) -> Package:
    """The same version in two places: needed if it is needed in one."""
    scopes = [scope for scope in Scope if scope in {first.scope, second.scope}]
    needs = tuple(sorted({*first.needs, *second.needs}))
    return Package(first.purl, first.name, first.version, first.licence, scopes[0], first.digests, needs)


def _needs(path: str, row: Mapping[str, Any], locked: Mapping[str, Mapping[str, Any]]) -> list[str]:
    kinds = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
    names = {name for kind in kinds for name in row.get(kind, {})}
    found = (_where(path, name, locked) for name in names)
    return sorted({_purl(where, locked[where]) for where in found if where is not None})


def _where(path: str, name: str, locked: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The place Node looks at: the nearest node_modules upwards. None for an optional peer nobody installs."""
    folder = path
    while True:
        place = f"{folder}/{FOLDER}{name}" if folder else f"{FOLDER}{name}"
        if place in locked:
            return place
        if not folder:
            return None
        folder = folder.rpartition("/" + FOLDER)[0] if "/" + FOLDER in folder else ""


def _purl(path: str, row: Mapping[str, Any]) -> str:
    return f"pkg:npm/{quote(name_at(path), safe='/')}@{row['version']}"
