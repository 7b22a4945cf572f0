"""`congvu extension`: a key that is never overwritten, and a package that any browser's server can serve."""

import json
import shutil
from pathlib import Path

import pytest

from backend.cli import main
from backend.extension_package.crx import read_crx

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    gecko = {"browser_specific_settings": {"gecko": {"id": "thu-cong-vu@congvu.invalid"}}}
    for name, more in (("chrome", {}), ("firefox", gecko)):
        folder = tmp_path / "dist" / name
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text(json.dumps({"manifest_version": 3, "version": "0.1.0"} | more), "utf-8")
        shutil.copy(ROOT / "extension" / "public" / "managed_schema.json", folder)
    return tmp_path / "dist"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    file = tmp_path / "congvu.toml"
    file.write_text('public_url = "https://congvu.example.gov.vn/"\nrule_approvals = 2\n', "utf-8")
    return file


def test_a_province_packs_with_its_key_and_is_told_what_its_settings_need(
    built: Path, settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, output = tmp_path / "extension.pem", tmp_path / "packed"
    host = "https://mail.example.gov.vn/*"
    assert main(["extension", "keygen", str(key)]) == 0
    pack = ["extension", "pack", str(built), "--host", host, "--key", str(key), "--settings", str(settings)]

    assert main([*pack, "--version", "0.1.1", "-o", str(output)]) == 0

    extension_id = read_crx((output / "thu-cong-vu.crx").read_bytes()).extension_id
    printed = capsys.readouterr().out
    assert f'extension_origins = ["chrome-extension://{extension_id}"]' in printed
    assert f"https://{extension_id}.chromiumapp.org/" in printed
    policy = json.loads((output / "policies" / "chrome.json").read_text("utf-8"))
    assert policy["3rdparty"]["extensions"][extension_id] == {
        "backend_url": "https://congvu.example.gov.vn",
        "hosts": [host],
        "trusted_keys": [],
        "rule_approvals": 2,
    }
    assert json.loads((output / "chrome" / "manifest.json").read_text("utf-8"))["version"] == "0.1.1"


def test_a_key_is_for_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    key = tmp_path / "extension.pem"
    assert main(["extension", "keygen", str(key)]) == 0
    written = key.read_bytes()

    assert main(["extension", "keygen", str(key)]) == 2
    assert key.read_bytes() == written
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "no key", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused_in_one_line(
    built: Path, settings: Path, tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "extension.pem"
    key.write_text(content, "utf-8")
    words = ["--host", "https://mail.example.gov.vn/*", "--key", str(key), "--settings", str(settings)]

    assert main(["extension", "pack", str(built), *words, "-o", str(tmp_path / "packed")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
