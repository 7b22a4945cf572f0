"""Sample papers through real extractor processes; what does not judge them as it must is told."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from backend.classification.bundle import Province, payload_of, sign
from backend.classification.verdict import Action
from backend.doctor.extractors import SAMPLE, extractor_faults, message, paper, verdict_faults
from backend.errors import Unavailable
from backend.settings import Settings
from tests.unit.doctor.telling import told

KEY = OKPKey.generate_key("Ed25519", private=True)
PROVINCE = Province("thai-nguyen", "Thái Nguyên", ("thainguyen.gov.vn",))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    issued_at = datetime(2026, 11, 1, tzinfo=UTC)
    payload = payload_of(version="2026.11.1", issued_at=issued_at, province=PROVINCE, fingerprint_keys=[b"k" * 32])
    (tmp_path / "key.pub").write_text(json.dumps(KEY.as_dict(private=False)), "utf-8")
    (tmp_path / "bundle.jws").write_text(sign(payload, KEY), "ascii")
    return Settings(state_dir=tmp_path, trusted_keys=(tmp_path / "key.pub",))


async def test_both_samples_are_judged_as_they_must(settings: Settings) -> None:
    assert await extractor_faults(settings) == []


async def test_extractors_that_cannot_load_the_rules_do_not_start(settings: Settings) -> None:
    settings.bundle.write_text(sign({"format": 1}, KEY), "ascii")
    assert told("extractors", await extractor_faults(settings)) == ["do_not_start"]


async def test_extractors_without_time_are_too_slow(settings: Settings) -> None:
    assert told("extractors", await extractor_faults(settings.changed(extractor_timeout_seconds=1e-9))) == ["too_slow"]


async def test_without_rules_nothing_can_be_judged(settings: Settings) -> None:
    settings.bundle.unlink()
    with pytest.raises(Unavailable):
        await extractor_faults(settings)


def test_a_mark_that_is_not_seen_and_a_clean_paper_that_is_held_are_told() -> None:
    assert verdict_faults(Action.BLOCK, Action.ALLOW) == []
    assert told("extractors", verdict_faults(Action.CONFIRM, Action.ALLOW)) == ["mark_unseen"]
    assert told("extractors", verdict_faults(Action.BLOCK, Action.CONFIRM)) == ["clean_held"]


def test_the_sample_says_that_it_is_one() -> None:
    assert SAMPLE == "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"
    assert paper(("a",)).startswith(b"PK")
    assert b"mau.docx" in message("a")
