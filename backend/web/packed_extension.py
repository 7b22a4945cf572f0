"""What a packed extension says of itself: id, version and the oldest browser it runs in. Pure.

Chrome's .crx (CRX3): "Cr24", version, length of a protobuf header, the header, a ZIP. Firefox's .xpi: a ZIP. Signatures
are for the browser to check; a file that is not of this form is not offered at all.
Source: chromium components/crx_file/crx3.proto; MDN, browser_specific_settings.
"""

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MANIFEST_LIMIT_BYTES = 65_536
_CRX_MAGIC, _CRX_VERSION = b"Cr24", 3
_SIGNED_HEADER_DATA, _CRX_ID = 10_000, 1  # field numbers
_CRX_ID_BYTES = 16
_LENGTH_DELIMITED, _VARINT = 2, 0


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
    archive, crx_id = _crx(data) if kind is Kind.CHROME else (data, "")
    manifest = _manifest(archive)
    gecko = _inner(_inner(manifest, "browser_specific_settings"), "gecko") if kind is Kind.FIREFOX else {}
    found = PackedExtension(
        name=name,
        kind=kind,
        id=crx_id or str(gecko.get("id", "")),
        version=str(manifest.get("version", "")),
        oldest_browser=str(gecko.get("strict_min_version", "") or manifest.get("minimum_chrome_version", "")),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    if not found.id:
        raise NotAnExtension("no id")
    if not all(part.isascii() and part.isdigit() for part in found.version.split(".")):
        raise NotAnExtension("no version")
    return found


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


def _crx(data: bytes) -> tuple[bytes, str]:
    """The ZIP inside, and the id the browser knows it by (letters a to p)."""
    if len(data) < 12 or data[:4] != _CRX_MAGIC:
        raise NotAnExtension("no CRX file")
    version, length = struct.unpack("<II", data[4:12])
    header = data[12 : 12 + length]
    if version != _CRX_VERSION or len(header) != length:
        raise NotAnExtension("not of the CRX3 format")
    signed = dict(_fields(header)).get(_SIGNED_HEADER_DATA, b"")
    crx_id = dict(_fields(signed)).get(_CRX_ID, b"")
    if len(crx_id) != _CRX_ID_BYTES:
        raise NotAnExtension("no id in the CRX header")
    return data[12 + length :], "".join(chr(ord("a") + int(digit, 16)) for digit in crx_id.hex())


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The length-delimited fields of a protobuf message; others are passed over."""
    position = 0
    while position < len(message):
        key, position = _varint(message, position)
        wire_type = key & 7
        if wire_type not in (_LENGTH_DELIMITED, _VARINT):
            raise NotAnExtension("a field of an unknown kind")
        value, position = _varint(message, position)
        if wire_type == _LENGTH_DELIMITED:
            yield key >> 3, message[position : position + value]
            position += value


def _varint(message: bytes, position: int) -> tuple[int, int]:
    number = shift = 0
    while position < len(message) and shift < 64:
        byte = message[position]
        number |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return number, position
    raise NotAnExtension("the header is cut off")
