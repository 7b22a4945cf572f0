"""Policies that install the extension in every browser of an office, with its settings.

Chromium's browsers read JSON files (Linux) or the registry (Windows; values of lists and objects as nested keys),
Firefox reads policies.json on every system. Source: Chrome Enterprise policy list (ExtensionSettings, 3rdparty);
Firefox, ExtensionSettings and 3rdparty.
"""

import json
from codecs import BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1
from typing import TypeAlias

from backend.extension_package.province import Province

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value]"

# browser → its key below HKEY_LOCAL_MACHINE\SOFTWARE\Policies
CHROMIUM_BROWSERS = {"chrome": r"Google\Chrome", "edge": r"Microsoft\Edge", "coccoc": "CocCoc"}


@dataclass(frozen=True, slots=True)
class Installed:
    """The packed files' own ids, and what follows from them."""

    extension_id: str
    gecko_id: str

    @property
    def redirects(self) -> tuple[str, str]:
        """Where browsers catch the end of a sign-in: `extension_redirects` of congvu.toml."""
        # Firefox makes its address of the id's SHA-1 (toolkit/components/extensions/child/ext-identity.js)
        firefox = sha1(self.gecko_id.encode("utf-8"), usedforsecurity=False).hexdigest()
        return (f"https://{self.extension_id}.chromiumapp.org/", f"https://{firefox}.extensions.allizom.org/")

    @property
    def origin(self) -> str:
        """Where Chromium's extension calls from: `extension_origins`."""
        return f"chrome-extension://{self.extension_id}"


def managed_settings(province: Province) -> dict[str, Value]:
    """What extension/src/settings reads from managed storage; what is not said here is the official's to choose."""
    return {
        "backend_url": province.backend_url,
        "hosts": list(province.hosts),
        "trusted_keys": [dict(key) for key in province.trusted_keys],
        "rule_approvals": province.rule_approvals,
    }


def policy_files(province: Province, installed: Installed) -> dict[str, bytes]:
    """Every file by its name."""
    chromium = chromium_policy(province, installed.extension_id)
    files = {f"{browser}.json": _json(chromium) for browser in CHROMIUM_BROWSERS if browser != "coccoc"}  # Windows only
    for browser, key in CHROMIUM_BROWSERS.items():
        files[f"{browser}.reg"] = registry_file(key, chromium)
    files["firefox/policies.json"] = _json(firefox_policy(province, installed.gecko_id))
    return files


def chromium_policy(province: Province, extension_id: str) -> dict[str, Value]:
    installation: dict[str, Value] = {
        "installation_mode": "force_installed",
        "update_url": province.chromium_updates,
        "override_update_url": True,
        "toolbar_pin": "force_pinned",
    }
    return {
        "ExtensionSettings": {extension_id: installation},
        "3rdparty": {"extensions": {extension_id: managed_settings(province)}},
    }


def firefox_policy(province: Province, gecko_id: str) -> dict[str, Value]:
    installation: dict[str, Value] = {
        "installation_mode": "force_installed",
        "install_url": f"{province.backend_url}/extension/files/thu-cong-vu.xpi",
        "updates_disabled": False,
        "default_area": "navbar",
    }
    return {
        "policies": {
            "ExtensionSettings": {gecko_id: installation},
            "3rdparty": {"Extensions": {gecko_id: managed_settings(province)}},
        }
    }


def registry_file(browser_key: str, policy: Mapping[str, Value]) -> bytes:
    """For regedit: UTF-16 with its mark, lines ended as Windows does. Managed storage stands below …\\policy there."""
    root = rf"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\{browser_key}"
    lines = ["Windows Registry Editor Version 5.00"]
    for path, values in _keys(root, policy):
        lines += ["", f"[{path}]", *(f"{_quoted(name)}={_data(value)}" for name, value in values.items())]
    return BOM_UTF16_LE + "\r\n".join([*lines, ""]).encode("utf-16-le")


def _keys(path: str, values: Mapping[str, Value]) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Each key with the values that stand in it, a list as values named 1, 2, 3 …"""
    plain: dict[str, Value] = {}
    nested: list[tuple[str, Mapping[str, Value]]] = []
    for name, value in values.items():
        if isinstance(value, str | int):
            plain[name] = value
        else:
            named = value if isinstance(value, Mapping) else {str(at): one for at, one in enumerate(value, 1)}
            nested.append((f"{path}\\{name}" + ("\\policy" if path.endswith("\\extensions") else ""), named))
    if plain:
        yield path, plain
    for key, below in nested:
        yield from _keys(key, below)


def _data(value: Value) -> str:
    return f"dword:{int(value):08x}" if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _json(value: Mapping[str, Value]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
