"""Update manifests of the extension: read from the packed files, for both families of browsers."""

import hashlib
import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from backend.extension_package.crx import extension_id, public_key_of, write_crx
from backend.settings import Settings
from backend.web.packed_extension import NotAnExtension, read_packed

KEY = generate_private_key(public_exponent=65537, key_size=2048)
APP_ID = extension_id(public_key_of(KEY))
ADDON_ID = "congvu@thainguyen.example"
GECKO = {"browser_specific_settings": {"gecko": {"id": ADDON_ID, "strict_min_version": "115.0"}}}
NAMESPACE = "{http://www.google.com/update2/response}"


def archive(manifest: Any) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(zipfile.ZipInfo("manifest.json"), json.dumps(manifest))  # of no day: the same bytes each time
    return file.getvalue()


def crx(version: str = "1.2.0", **manifest: Any) -> bytes:
    return write_crx(archive({"version": version, **manifest}), KEY)


def xpi(version: str = "1.2.0") -> bytes:
    return archive({"version": version, **GECKO})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "packed"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(settings: Settings, folder: Path) -> Settings:
    return settings.changed(extension_files=folder, public_url="https://congvu.thainguyen.example")


def test_a_packed_file_says_who_it_is() -> None:
    chrome, firefox = read_packed("a.crx", crx(minimum_chrome_version="109")), read_packed("a.xpi", xpi())

    assert (chrome.id, chrome.version, chrome.oldest_browser) == (APP_ID, "1.2.0", "109")
    assert (firefox.id, firefox.version, firefox.oldest_browser) == (ADDON_ID, "1.2.0", "115.0")
    assert firefox.sha256 == hashlib.sha256(xpi()).hexdigest()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.crx", b""),
        ("a.crx", xpi()),
        ("a.crx", b"Cr24" + struct.pack("<II", 2, 0)),
        ("a.crx", crx()[:40]),
        ("a.crx", crx()[:-1] + b"?"),  # changed after it was signed
        ("a.crx", b"Cr24" + struct.pack("<II", 3, 3) + b"\xff\xff\xff"),
        ("a.crx", crx("1.x")),
        ("a.xpi", b"PK\x03\x04"),
        ("a.xpi", archive([])),
        ("a.xpi", archive({"version": "1.2.0"})),
        ("a.xpi", archive(GECKO)),
        ("a.xpi", archive({"version": "1.2.0", "browser_specific_settings": []})),
    ],
)
def test_what_is_no_packed_extension_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(NotAnExtension):
        read_packed(name, data)


async def test_chrome_is_told_of_the_newest_version(client: httpx.AsyncClient, folder: Path) -> None:
    (folder / "congvu-1.9.0.crx").write_bytes(crx("1.9.0"))
    (folder / "congvu-1.10.0.crx").write_bytes(crx("1.10.0", minimum_chrome_version="109"))
    (folder / "congvu-1.10.0.xpi").write_bytes(xpi("1.10.0"))
    answer = await client.get("/extension/updates.xml")

    assert answer.headers["content-type"].startswith("application/xml")
    [app] = ElementTree.fromstring(answer.content)
    assert (app.tag, app.attrib) == (f"{NAMESPACE}app", {"appid": APP_ID})
    assert app[0].attrib == {
        "codebase": "https://congvu.thainguyen.example/extension/files/congvu-1.10.0.crx",
        "version": "1.10.0",
        "hash_sha256": hashlib.sha256(crx("1.10.0", minimum_chrome_version="109")).hexdigest(),
        "prodversionmin": "109",
    }


async def test_firefox_is_told_too_and_gets_the_file(client: httpx.AsyncClient, folder: Path) -> None:
    (folder / "congvu.xpi").write_bytes(xpi())
    answer = await client.get("/extension/updates.json")
    file = await client.get("/extension/files/congvu.xpi")

    assert answer.json() == {
        "addons": {
            ADDON_ID: {
                "updates": [
                    {
                        "version": "1.2.0",
                        "update_link": "https://congvu.thainguyen.example/extension/files/congvu.xpi",
                        "update_hash": f"sha256:{hashlib.sha256(xpi()).hexdigest()}",
                        "applications": {"gecko": {"strict_min_version": "115.0"}},
                    }
                ]
            }
        }
    }
    assert (file.content, file.headers["content-type"]) == (xpi(), "application/x-xpinstall")


async def test_whoever_has_the_answer_gets_it_not_again(client: httpx.AsyncClient, folder: Path) -> None:
    (folder / "congvu.crx").write_bytes(crx())
    for path in ("/extension/updates.xml", "/extension/files/congvu.crx"):
        etag = (await client.get(path)).headers["etag"]
        assert (await client.get(path, headers={"If-None-Match": etag})).status_code == 304
    (folder / "congvu.crx").write_bytes(crx("1.2.1"))

    assert 'version="1.2.1"' in (await client.get("/extension/updates.xml", headers={"If-None-Match": etag})).text


async def test_where_there_is_no_file_there_is_no_answer(client: httpx.AsyncClient, folder: Path) -> None:
    (folder / "broken.crx").write_bytes(b"Cr24")
    (folder / "secret.txt").write_text("x")
    (folder / "congvu.xpi").write_bytes(xpi())

    assert (await client.get("/extension/updates.xml")).status_code == 404
    for name in ("broken.crx", "secret.txt", "..%2Fbundle.jws", "%2e%2e%2Fgate.token", "other.xpi"):
        assert (await client.get(f"/extension/files/{name}")).status_code == 404
