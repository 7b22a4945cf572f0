"""The bundle: missing, foreign, spoilt, expired, older than the one in force, not taken over."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from backend.classification.bundle import Province, payload_of, sign
from backend.doctor.rule_bundle import bundle_faults
from backend.settings import Settings
from tests.unit.doctor.telling import told

OURS, FOREIGN = (OKPKey.generate_key("Ed25519", private=True) for _ in range(2))
ISSUED = datetime(2026, 11, 1, tzinfo=UTC)
NOW = ISSUED + timedelta(days=1)


def signed(version: str = "2026.11.1", key: OKPKey = OURS) -> str:
    province = Province("thai-nguyen", "Thái Nguyên", ("thainguyen.gov.vn",))
    return sign(payload_of(version=version, issued_at=ISSUED, province=province, fingerprint_keys=[b"k" * 32]), key)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "key.pub").write_text(json.dumps(OURS.as_dict(private=False)), "utf-8")
    (tmp_path / "bundle.jws").write_text(signed(), "ascii")
    return Settings(state_dir=tmp_path, trusted_keys=(tmp_path / "key.pub",))


def found(settings: Settings, now: datetime = NOW) -> list[str]:
    return told("bundle", bundle_faults(settings, now))


def test_a_bundle_that_our_key_signed_is_fine_until_its_end_comes_near(settings: Settings) -> None:
    assert found(settings) == []
    assert found(settings, ISSUED + timedelta(days=80)) == ["ends_soon"]
    assert found(settings, ISSUED + timedelta(days=100)) == ["expired"]


def test_a_bundle_that_is_not_there(settings: Settings) -> None:
    settings.bundle.unlink()
    assert found(settings) == ["missing"]


def test_a_bundle_that_another_key_signed_or_nobody(settings: Settings) -> None:
    settings.bundle.write_text(signed(key=FOREIGN), "ascii")
    assert found(settings) == ["refused_foreign"]
    settings.bundle.write_bytes(b"\xff\xfe")
    assert found(settings) == ["refused_malformed"]


def test_a_bundle_that_one_person_signed_where_two_must(settings: Settings) -> None:
    assert found(settings.changed(rule_approvals=2)) == ["refused_single"]


def test_without_a_key_to_trust_nothing_is_trusted(settings: Settings) -> None:
    assert found(settings.changed(trusted_keys=())) == ["no_keys"]


def test_an_older_bundle_than_the_one_in_force(settings: Settings) -> None:
    (settings.state_dir / "bundle.accepted.jws").write_text(signed("2026.12.1"), "ascii")
    assert found(settings) == ["older"]


def test_a_bundle_that_the_milter_did_not_take_over(settings: Settings) -> None:
    (settings.state_dir / "bundle.accepted.jws").write_text(signed("2026.10.1"), "ascii")
    published = (NOW - timedelta(minutes=10)).timestamp()
    os.utime(settings.bundle, (published, published))
    assert found(settings) == ["not_taken"]
    moment_ago = (NOW - timedelta(seconds=5)).timestamp()
    os.utime(settings.bundle, (moment_ago, moment_ago))
    assert found(settings) == []


def test_a_bundle_in_force_that_no_key_of_today_signed(settings: Settings) -> None:
    (settings.state_dir / "bundle.accepted.jws").write_text(signed(key=FOREIGN), "ascii")
    assert found(settings) == ["accepted_foreign"]
