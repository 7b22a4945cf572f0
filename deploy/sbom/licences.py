"""Under which licence a locked package comes, and whether that one is allowed (licences.toml)."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.metadata import PackageMetadata
from pathlib import Path

from deploy.sbom.expressions import is_allowed

FILE = Path(__file__).with_name("licences.toml")
BSD = "BSD"  # as written, without which one; no SPDX identifier


class UnknownLicence(Exception):
    """A package does not say its licence in words we know; somebody has to read it and name it in licences.toml."""


@dataclass(frozen=True, slots=True)
class Linked:
    """LGPL libraries of a package that are files of their own; `libraries` are the beginnings of their names."""

    package: str
    licence: str
    libraries: Sequence[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Licences:
    allowed: frozenset[str]
    written: Mapping[str, str]
    read: Mapping[str, str]  # package: expression
    linked: tuple[Linked, ...]

    def allow(self, package: str, expression: str) -> bool:
        """LGPL only of the libraries that are named for this package.

        Raises:
            ValueError: it is no expression.
        """
        return is_allowed(expression, self.allowed | {BSD} | {one.licence for one in self.linked_in(package)})

    def linked_in(self, package: str) -> list[Linked]:
        return [one for one in self.linked if one.package == package]

    def of_installed(self, package: str, version: str) -> str:
        """What the installed package's METADATA say, with the licences of LGPL libraries it carries.

        An expression; in it "BSD" where the package does not say which one. All words of old metadata hold at once, for
        nothing tells AND from OR there.

        Raises:
            UnknownLicence: they say nothing, or something unknown.
            LookupError: another version, or none, is installed.
        """
        try:
            said = metadata.metadata(package)
        except metadata.PackageNotFoundError as error:
            raise LookupError(f"{package} is not installed") from error
        if said["Version"] != version:
            raise LookupError(f"{package} {said['Version']} is installed, {version} is locked")
        exact = [*([self.read[package]] if package in self.read else ()), *(said.get_all("License-Expression") or ())]
        own = exact[0] if exact else self._of_old(said, package)
        return " AND ".join([own, *(one.licence for one in self.linked_in(package))])

    def _of_old(self, said: PackageMetadata, package: str) -> str:
        classifiers = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier", ()) if one.startswith("License")]
        return self.of_words([*(said.get_all("License") or ()), *classifiers], package)

    def of_words(self, words: Sequence[str], package: str) -> str:
        """
        Raises:
            UnknownLicence: see above.
        """
        meant = {self.written.get(word, word) for word in words}
        unknown = meant - self.allowed - {BSD}
        if unknown or not meant:
            raise UnknownLicence(f"{package}: {', '.join(sorted(unknown)) or 'no licence said'}")
        exact = meant - {BSD} if any(one.startswith("BSD-") for one in meant) else meant
        return " AND ".join(sorted(exact))


@cache
def licences() -> Licences:
    said = tomllib.loads(FILE.read_text("utf-8"))
    return Licences(
        frozenset(said["allowed"]),
        said["written"],
        {row["package"]: row["licence"] for row in said["read"]},
        tuple(Linked(**row) for row in said["linked"]),
    )
