"""requirements.lock as `uv pip compile` writes it: pins, hashes, and for whom each is there."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from deploy.sbom.package import Package, Scope

_PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^\s;\\]+)(?P<marker> ;.*?)? \\")
_HASH = re.compile(r"    --hash=sha256:(?P<hex>[0-9a-f]{64})( \\)?")
_VIA = re.compile(r"    #(?: via|  ) (?P<name>(-r )?[a-z0-9][a-z0-9./-]*)( \(pyproject\.toml\))?")
_REQUIRED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
US = "congvu"
SHIPPED_EXTRAS = ("demo", "postgresql")


@dataclass(frozen=True, slots=True)
class Pin:
    name: str
    version: str
    hashes: tuple[str, ...]  # SHA-256 in hex, one for each file of the release
    asked_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def pins(text: str) -> tuple[Pin, ...]:
    """
    Raises:
        ValueError: a line is neither a pin nor a hash nor a remark; so nothing unpinned is passed over.
    """
    found: list[tuple[str, str, list[str], list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if pin := _PIN.fullmatch(line):
            found.append((pin["name"], pin["version"], [], []))
        elif found and (one := _HASH.fullmatch(line)):
            found[-1][2].append(one["hex"])
        elif found and (via := _VIA.fullmatch(line)):
            found[-1][3].append(via["name"])
        elif line and line != "    # via":
            raise ValueError(f"line {number} is not understood: {line[:60]}")
    return tuple(Pin(name, version, tuple(hashes), tuple(via)) for name, version, hashes, via in found)


def shipped(locked: Iterable[Pin], pyproject: str) -> frozenset[str]:
    """Names of what runs in an office: what the project asks for outside its extra `dev`, and what those ask for."""
    project = tomllib.loads(pyproject)["project"]
    asked = [
        *project["dependencies"],
        *(line for extra in SHIPPED_EXTRAS for line in project["optional-dependencies"][extra]),
    ]
    reached = {_normal(found[0]) for line in asked if (found := _REQUIRED.match(line))}
    needs = _needs(locked)
    waiting = list(reached)
    while waiting:
        new = needs.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return frozenset(reached)


def packages(text: str, pyproject: str, licence: Callable[[str, str], str]) -> Iterable[Package]:
    """With the licence of each, as `licence` tells it for name and version."""
    locked = pins(text)
    running, needs = shipped(locked, pyproject), _needs(locked)
    purls = {pin.name: pin.purl for pin in locked}
    for pin in locked:
        yield Package(
            purl=pin.purl,
            name=pin.name,
            version=pin.version,
            licence=licence(pin.name, pin.version),
            scope=Scope.REQUIRED if pin.name in running else Scope.EXCLUDED,
            digests=tuple(("SHA-256", one) for one in sorted(pin.hashes)),
            needs=tuple(sorted(purls[name] for name in needs.get(pin.name, ()))),
        )


def _needs(locked: Iterable[Pin]) -> Mapping[str, set[str]]:
    needs: dict[str, set[str]] = {}
    for pin in locked:
        for asker in pin.asked_by:
            needs.setdefault(asker, set()).add(pin.name)
    return needs


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
