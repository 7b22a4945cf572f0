"""From the built extension to what browsers install: an unpacked folder, a CRX3, an XPI, and policies."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from backend.errors import UsageError
from backend.extension_package.archive import zip_bytes
from backend.extension_package.crx import extension_id, public_key_of, read_crx, write_crx
from backend.extension_package.manifest import chromium_manifest, firefox_manifest, gecko_id, version_of
from backend.extension_package.policies import Installed, policy_files
from backend.extension_package.province import Province

_MANIFEST = "manifest.json"
_BUILDS = ("chrome", "firefox")


@dataclass(frozen=True, slots=True)
class Packed:
    version: str
    installed: Installed
    files: Mapping[str, bytes]  # by path in the folder that is served and handed out

    @property
    def redirects(self) -> tuple[str, str]:
        return self.installed.redirects

    @property
    def origin(self) -> str:
        return self.installed.origin


def pack(built: Path, province: Province, key: RSAPrivateKey) -> Packed:
    """The same bytes for the same build, province and key.

    Raises:
        UsageError: `built` is no built extension.
    """
    chrome, firefox = (_files(built / name) for name in _BUILDS)
    installed = Installed(extension_id(public_key_of(key)), gecko_id(firefox[_MANIFEST]))
    chrome[_MANIFEST] = chromium_manifest(chrome[_MANIFEST], province, public_key_of(key))
    firefox[_MANIFEST] = firefox_manifest(firefox[_MANIFEST], province)
    crx = write_crx(zip_bytes(chrome), key)
    read_crx(crx)  # as a browser will
    files = {f"chrome/{name}": content for name, content in chrome.items()}
    files |= {"thu-cong-vu.crx": crx, "thu-cong-vu.xpi": zip_bytes(firefox)}
    files |= {f"policies/{name}": content for name, content in policy_files(province, installed).items()}
    return Packed(version_of(chrome[_MANIFEST]), installed, files)


def _files(folder: Path) -> dict[str, bytes]:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    if _MANIFEST not in files:
        raise UsageError(f"{folder}: no built extension (npm run build:extension, or the release's)")
    return files
