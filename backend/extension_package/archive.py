"""A folder as a zip archive whose bytes depend on nothing but the files: no clock, no owner, no order of a disk."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip archive can say at the earliest
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """`files` by path with slashes; the manifest comes first, as the stores like it."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files, key=lambda name: (name != "manifest.json", name)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PLAIN_FILE
            entry.create_system = _UNIX
            archive.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()
