from pathlib import Path

import pytest

from backend.cli import main


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, Path]:
    """A bundle and the public key it can be checked with."""
    key, bundle = tmp_path / "province.key", tmp_path / "bundle.jws"
    assert main(["rules", "keygen", str(key)]) == 0
    assert main(["rules", "build", "--key", str(key), "-o", str(bundle), "--version", "2026.11.3"]) == 0
    return bundle, tmp_path / "province.key.pub"
