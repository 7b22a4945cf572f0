"""The built extension's manifest, with what a province adds to it."""

import json
from base64 import b64encode
from typing import TypedDict, cast

from backend.extension_package.province import Province, without_port


class Manifest(TypedDict, total=False):
    """The keys that are read or written here; every other one stays as it was built."""

    version: str
    key: str
    update_url: str
    host_permissions: list[str]
    browser_specific_settings: dict[str, dict[str, object]]


def chromium_manifest(built: bytes, province: Province, public_key: bytes) -> bytes:
    """Hosts that need no asking, the key the id comes from, and where updates are."""
    manifest = _read(built, province)
    manifest["host_permissions"] = list(province.hosts)
    manifest["key"] = b64encode(public_key).decode("ascii")
    manifest["update_url"] = province.chromium_updates
    return _written(manifest)


def firefox_manifest(built: bytes, province: Province) -> bytes:
    """The backend is among the hosts: Firefox gives every installation another origin, which no CORS rule can name."""
    manifest = _read(built, province)
    patterns = [*province.hosts, f"{province.backend_url}/*"]
    manifest["host_permissions"] = list(dict.fromkeys(without_port(pattern) for pattern in patterns))
    if province.firefox_updates.startswith("https:"):  # of a package that names another, Firefox says it is too old
        settings = manifest["browser_specific_settings"]
        gecko = settings["gecko"] | {"update_url": province.firefox_updates}
        manifest["browser_specific_settings"] = settings | {"gecko": gecko}
    return _written(manifest)


def gecko_id(built: bytes) -> str:
    return str(cast("Manifest", json.loads(built))["browser_specific_settings"]["gecko"]["id"])


def version_of(manifest: bytes) -> str:
    return cast("Manifest", json.loads(manifest))["version"]


def _read(built: bytes, province: Province) -> Manifest:
    manifest = cast("Manifest", json.loads(built))
    if province.version:
        manifest["version"] = province.version
    return manifest


def _written(manifest: Manifest) -> bytes:
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
