"""A built extension of two files, and a key made once."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

_MANIFEST = {"manifest_version": 3, "name": "__MSG_name__", "version": "0.1.0", "permissions": ["storage"]}
_GECKO = {"browser_specific_settings": {"gecko": {"id": "thu-cong-vu@congvu.invalid"}}}


@pytest.fixture(scope="session")
def key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    for name, manifest in (("chrome", _MANIFEST), ("firefox", _MANIFEST | _GECKO)):
        folder = tmp_path / "dist" / name
        (folder / "parts").mkdir(parents=True)
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        (folder / "parts" / "rules.js").write_text("export {};\n", encoding="utf-8")
    return tmp_path / "dist"
