"""`congvu rules` as somebody types it."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.classification.bundle import Province, payload_of, sign
from backend.classification.keys import read_key
from backend.classification.packaged import written_rules
from backend.cli import main
from backend.rules_folder import rules_dir


def test_a_built_bundle_is_verified_with_the_public_key(
    signed: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    bundle, public = signed

    assert main(["rules", "verify", str(bundle), "--trust", str(public)]) == 0
    assert "2026.11.3" in capsys.readouterr().out


def test_a_bundle_of_another_key_is_refused_with_one(signed: tuple[Path, Path], tmp_path: Path) -> None:
    bundle, _ = signed
    main(["rules", "keygen", str(tmp_path / "other.key")])

    assert main(["rules", "verify", str(bundle), "--trust", str(tmp_path / "other.key.pub")]) == 1


def test_the_fingerprint_key_stays_from_bundle_to_bundle(signed: tuple[Path, Path], tmp_path: Path) -> None:
    kept = (tmp_path / "province.key.fingerprint").read_bytes()
    again = [
        "rules",
        "build",
        "--key",
        str(tmp_path / "province.key"),
        "-o",
        str(tmp_path / "b2"),
        "--version",
        "2027.1",
    ]

    assert main(again) == 0
    assert (tmp_path / "province.key.fingerprint").read_bytes() == kept


def test_a_key_is_never_overwritten(signed: tuple[Path, Path], tmp_path: Path) -> None:
    assert main(["rules", "keygen", str(tmp_path / "province.key")]) == 2


def test_a_bundle_cannot_be_signed_with_the_public_key(signed: tuple[Path, Path], tmp_path: Path) -> None:
    assert main(["rules", "build", "--key", str(signed[1]), "-o", str(tmp_path / "b2")]) == 2


def test_the_vectors_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test"]) == 0
    assert " 0 failed" in capsys.readouterr().out


def test_a_file_that_is_no_bundle_is_refused_with_one(signed: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "b2").write_text("no bundle", "utf-8")

    assert main(["rules", "verify", str(tmp_path / "b2"), "--trust", str(signed[1])]) == 1


def test_a_bundle_that_is_not_there_is_bad_usage(signed: tuple[Path, Path], tmp_path: Path) -> None:
    assert main(["rules", "verify", str(tmp_path / "gone"), "--trust", str(signed[1])]) == 2


@pytest.mark.parametrize("content", ["", "{}", '{"kty":"OKP","crv":"X25519","x":"AAAA"}', '{"kty":"oct","k":"AAAA"}'])
def test_a_file_that_is_no_key_is_bad_usage(content: str, signed: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "k").write_text(content, "utf-8")

    assert main(["rules", "verify", str(signed[0]), "--trust", str(tmp_path / "k")]) == 2


def test_a_public_key_is_not_overwritten_either(tmp_path: Path) -> None:
    (tmp_path / "k.pub").write_text("kept", "utf-8")

    assert main(["rules", "keygen", str(tmp_path / "k")]) == 2
    assert (tmp_path / "k.pub").read_text("utf-8") == "kept"
    assert not (tmp_path / "k").exists()


def test_only_the_private_key_is_secret_and_only_its_owner_reads_it(signed: tuple[Path, Path], tmp_path: Path) -> None:
    private, public = tmp_path / "province.key", signed[1]

    assert private.stat().st_mode & 0o777 == 0o600
    assert "d" in json.loads(private.read_text("utf-8"))
    assert set(json.loads(public.read_text("utf-8"))) & {"d"} == set()


def test_a_fingerprint_key_of_another_length_is_refused(signed: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"x" * 31)
    build = ["rules", "build", "--key", str(tmp_path / "province.key"), "-o", str(tmp_path / "b2")]

    assert main([*build, "--fingerprint-key", str(tmp_path / "short")]) == 2
    assert not (tmp_path / "b2").exists()


def test_a_version_that_cannot_be_compared_is_refused(signed: tuple[Path, Path], tmp_path: Path) -> None:
    build = ["rules", "build", "--key", str(tmp_path / "province.key"), "-o", str(tmp_path / "b2")]

    assert main([*build, "--version", "new"]) == 2


def test_the_province_of_the_settings_stands_in_the_bundle(
    signed: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "congvu.toml").write_text('province_id = "bac-kan"\n', "utf-8")
    output = tmp_path / "b2"
    build = ["rules", "build", "--key", str(tmp_path / "province.key"), "-o", str(output)]

    assert main([*build, "--settings", str(tmp_path / "congvu.toml")]) == 0
    assert main(["rules", "verify", str(output), "--trust", str(signed[1])]) == 0
    assert "province bac-kan" in capsys.readouterr().out


def test_an_expired_bundle_is_good_and_said_to_be_expired(
    signed: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = read_key(tmp_path / "province.key")
    long_ago = datetime(2024, 2, 9, tzinfo=UTC)
    payload = payload_of(
        version="2024.2.9", issued_at=long_ago, province=Province("x", "x", ()), fingerprint_keys=[bytes(32)]
    )
    (tmp_path / "old").write_text(sign(payload, key), "ascii")

    assert main(["rules", "verify", str(tmp_path / "old"), "--trust", str(signed[1])]) == 0
    assert "expired, still to be enforced" in capsys.readouterr().out


@pytest.fixture
def own_rules(tmp_path: Path) -> Path:
    """A folder of rules that somebody works on."""
    shutil.copytree(rules_dir(), tmp_path / "rules")
    return tmp_path / "rules"


def test_a_vector_that_fails_ends_with_one_and_is_named(own_rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = own_rules / "secrecy/marking.toml"
    file.write_text(file.read_text("utf-8").replace('"TỐI MẬT", ', ""), "utf-8")
    file.write_text(file.read_text("utf-8").replace('"TỐI MẬT" = "TOI_MAT", ', ""), "utf-8")

    assert main(["rules", "test", "--rules", str(own_rules)]) == 1
    assert "secrecy.marking: TỐI MẬT in the cell under the number: expected" in capsys.readouterr().out


def test_a_rule_that_cannot_be_compiled_is_bad_usage(own_rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = own_rules / "obligation/report.toml"
    file.write_text(file.read_text("utf-8").replace('kind = "field"', 'kind = "fields"'), "utf-8")

    assert main(["rules", "test", "--rules", str(own_rules)]) == 2
    assert "obligation/report.toml:11: no such kind of match" in capsys.readouterr().err


def test_own_rules_go_into_the_bundle(
    own_rules: Path, signed: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_rules / "obligation/report.toml").unlink()
    build = ["rules", "build", "--key", str(tmp_path / "province.key"), "--rules", str(own_rules)]

    assert main([*build, "-o", str(tmp_path / "b2")]) == 0
    assert f"{len(written_rules()) - 1} rules" in capsys.readouterr().out.splitlines()[-1]
