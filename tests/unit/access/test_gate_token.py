from pathlib import Path

from backend.access.gate_token import ensure_gate_token


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "gate.token"

    ensure_gate_token(file)
    first = file.read_text("ascii")
    ensure_gate_token(file)

    assert file.read_text("ascii") == first
    assert len(first.strip()) == 43
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
