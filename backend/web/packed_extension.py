"""What a packed extension says of itself: id, version and the oldest browser it runs in. Pure.

Chrome's .crx is a signed ZIP, Firefox's .xpi a ZIP whose signature is for Firefox to check. What is not of this form,
or was changed after it was signed, is not offered at all. Source: MDN, browser_specific_settings.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backend.extension_package.crx import Crx, CrxError, read_crx

MANIFEST_LIMIT_BYTES = 65_536


class NotAnExtension(Exception):
    """The file is not of the form; the message says what is missing."""


class Kind(StrEnum):
    CHROME = ".crx"
    FIREFOX = ".xpi"


@dataclass(frozen=True, slots=True)
class PackedExtension:
    """`sha256` in hex, of the whole file."""

    name: str
    kind: Kind
    id: str
    version: str
    oldest_browser: str  # empty: any
    sha256: str

    @property
    def numbers(self) -> tuple[int, ...]:
        """The version as it is compared."""
        return tuple(int(part) for part in self.version.split("."))


def read_packed(name: str, data: bytes) -> PackedExtension:
    """
    Raises:
        NotAnExtension: it cannot be read as what its name says.
    """
    kind = Kind(name[-4:])
    packed = _crx(data) if kind is Kind.CHROME else Crx("", data)
    manifest = _manifest(packed.archive)
    gecko = _inner(_inner(manifest, "browser_specific_settings"), "gecko") if kind is Kind.FIREFOX else {}
    found = PackedExtension(
        name=name,
        kind=kind,
        id=packed.extension_id or str(gecko.get("id", "")),
        version=str(manifest.get("version", "")),
        oldest_browser=str(gecko.get("strict_min_version", "") or manifest.get("minimum_chrome_version", "")),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    if not found.id:
        raise NotAnExtension("no id")
    if not all(part.isascii() and part.isdigit() for part in found.version.split(".")):
        raise NotAnExtension("no version")
    return found


def _crx(data: bytes) -> Crx:
    try:
        return read_crx(data)
    except CrxError as error:
        raise NotAnExtension(str(error)) from error


def _manifest(archive: bytes) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as packed, packed.open("manifest.json") as file:
            read: Any = json.loads(file.read(MANIFEST_LIMIT_BYTES))
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise NotAnExtension("no manifest.json") from error
    if not isinstance(read, dict):
        raise NotAnExtension("manifest.json is no object")
    return read


def _inner(value: dict[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}
