"""The extension as a province packs it: its hosts, its key, its policies, the same bytes each time."""

import json
import zipfile
from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from backend.errors import UsageError
from backend.extension_package.crx import public_key_of, read_crx
from backend.extension_package.pack import Packed, pack
from backend.extension_package.policies import Installed, policy_files
from backend.extension_package.province import Province

ROOT = Path(__file__).resolve().parents[3]
POLICIES = ROOT / "deploy" / "policies"
# The province of the ready files in deploy/policies. The key is that of RFC 8037, appendix A.
SAMPLE = Province(
    backend_url="https://congvu.example.gov.vn",
    hosts=("https://mail.example.gov.vn/*",),
    trusted_keys=({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},),
)
SAMPLE_IDS = Installed("abcdefghijklmnopabcdefghijklmnop", "thu-cong-vu@congvu.invalid")


def manifest_in(archive: bytes) -> Any:
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return json.loads(opened.read("manifest.json"))


def test_chromiums_file_names_hosts_key_and_updates(built: Path, key: RSAPrivateKey) -> None:
    packed = pack(built, replace(SAMPLE, version="0.1.0.2"), key)

    manifest = manifest_in(read_crx(packed.files["thu-cong-vu.crx"]).archive)
    assert manifest["host_permissions"] == ["https://mail.example.gov.vn/*"]
    assert manifest["key"] == b64encode(public_key_of(key)).decode()
    assert manifest["update_url"] == "https://congvu.example.gov.vn/extension/updates.xml"
    assert manifest["version"] == packed.version == "0.1.0.2"
    assert manifest["permissions"] == ["storage"]
    assert json.loads(packed.files["chrome/manifest.json"]) == manifest
    assert packed.files["chrome/parts/rules.js"] == b"export {};\n"


def test_firefoxs_file_reaches_the_backend_and_knows_no_ports(built: Path, key: RSAPrivateKey) -> None:
    province = replace(SAMPLE, hosts=("https://mail.example.gov.vn:8443/mail/*",))

    manifest = manifest_in(pack(built, province, key).files["thu-cong-vu.xpi"])
    assert manifest["host_permissions"] == ["https://mail.example.gov.vn/mail/*", "https://congvu.example.gov.vn/*"]
    assert manifest["browser_specific_settings"]["gecko"] == {
        "id": "thu-cong-vu@congvu.invalid",
        "update_url": "https://congvu.example.gov.vn/extension/updates.json",
    }
    assert "key" not in manifest


def test_packing_twice_gives_the_same_bytes(built: Path, key: RSAPrivateKey) -> None:
    def packed() -> Packed:
        for file in built.rglob("*.json"):
            file.touch()
        return pack(built, SAMPLE, key)

    assert packed() == packed()


def test_the_sign_in_leads_back_to_the_addresses_browsers_give(built: Path, key: RSAPrivateKey) -> None:
    packed = pack(built, SAMPLE, key)

    assert packed.redirects == (
        f"https://{packed.installed.extension_id}.chromiumapp.org/",
        "https://71cd2bba7234801ab458cc5f6ca14844b70a48d5.extensions.allizom.org/",
    )
    assert packed.origin == f"chrome-extension://{packed.installed.extension_id}"


@pytest.mark.parametrize(
    "changed",
    [
        {"backend_url": "http://congvu.example.gov.vn"},
        {"backend_url": "https://congvu.example.gov.vn/"},
        {"hosts": ()},
        {"hosts": ("<all_urls>",)},
        {"hosts": ("https://*/*",)},
        {"hosts": ("https://mail.example.gov.vn/*", "mail.example.gov.vn")},
        {"version": "1.0-beta"},
        {"version": "1.99999999"},
    ],
)
def test_what_no_browser_would_take_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        replace(SAMPLE, **changed)


def test_a_folder_that_is_no_build_is_refused(tmp_path: Path, key: RSAPrivateKey) -> None:
    with pytest.raises(UsageError):
        pack(tmp_path, SAMPLE, key)


@pytest.mark.parametrize("name", policy_files(SAMPLE, SAMPLE_IDS))
def test_the_ready_policies_are_those_a_province_gets(name: str) -> None:
    assert (POLICIES / name).read_bytes() == policy_files(SAMPLE, SAMPLE_IDS)[name]


@pytest.mark.parametrize("file", sorted(POLICIES.rglob("*.json")), ids=lambda file: file.name)
def test_the_ready_policies_set_what_the_extension_knows(file: Path) -> None:
    policy = json.loads(file.read_text("utf-8"))
    extensions = (
        policy["policies"]["3rdparty"]["Extensions"] if "policies" in policy else policy["3rdparty"]["extensions"]
    )
    schema = json.loads((ROOT / "extension" / "public" / "managed_schema.json").read_text("utf-8"))

    (settings,) = extensions.values()
    jsonschema.validate(settings, schema | {"additionalProperties": False})


def test_the_registry_gets_lists_and_numbers_as_chromium_reads_them() -> None:
    written = policy_files(SAMPLE, SAMPLE_IDS)["chrome.reg"].decode("utf-16")

    chrome = r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Google\Chrome"
    key = rf"{chrome}\3rdparty\extensions\abcdefghijklmnopabcdefghijklmnop\policy"
    assert f'[{key}\\hosts]\r\n"1"="https://mail.example.gov.vn/*"\r\n' in written
    assert f'[{key}\\trusted_keys\\1]\r\n"kty"="OKP"\r\n' in written
    assert '"rule_approvals"=dword:00000001\r\n' in written
