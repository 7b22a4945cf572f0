"""A package as a lock file pins it."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """The words of CycloneDX."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    EXCLUDED = "excluded"  # for building and testing, not for running


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """`digests`: of the files the pin allows, algorithm as CycloneDX writes it and hex. `needs`: purls."""

    purl: str
    name: str
    version: str
    licence: str
    scope: Scope
    digests: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
