"""The bundle on disk: newer ones are taken over; older, foreign and broken ones never."""

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from backend.classification.bundle import Province, payload_of, sign
from backend.gateway.rule_source import ACCEPTED, RuleSource, WatchedFile

OURS, FOREIGN = (OKPKey.generate_key("Ed25519", private=True) for _ in range(2))
PROVINCE = Province("thai-nguyen", "Thái Nguyên", ("thainguyen.gov.vn",))


def bundle(version: str, key: OKPKey = OURS) -> str:
    issued_at = datetime(2026, 11, 1, tzinfo=UTC)
    payload = payload_of(version=version, issued_at=issued_at, province=PROVINCE, fingerprint_keys=[b"k" * 32])
    return sign(payload, key)


def put(path: Path, text: str) -> None:
    fresh = path.with_suffix(".fresh")
    fresh.write_text(text)
    fresh.replace(path)


def remove(path: Path) -> None:
    path.unlink()


async def version(source: RuleSource) -> str | None:
    rules = await source.refresh()
    return rules.bundle.version if rules else None


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bundle.jws"


@pytest.fixture
def source(file: Path) -> Callable[[], RuleSource]:
    return lambda: RuleSource(file, file.parent, [OURS])


async def test_without_a_bundle_there_are_no_rules(source: Callable[[], RuleSource]) -> None:
    assert await version(source()) is None


async def test_a_bundle_that_appears_and_a_newer_one_are_taken_over(
    file: Path, source: Callable[[], RuleSource]
) -> None:
    rules = source()
    assert await version(rules) is None
    put(file, bundle("2026.11.9"))
    assert await version(rules) == "2026.11.9"
    put(file, bundle("2026.11.10"))
    assert await version(rules) == "2026.11.10"


@pytest.mark.parametrize(
    "content",
    [
        bundle("2026.11.2"),
        bundle("2027.1.1", FOREIGN),
        bundle("2027.1.1")[:-9] + "AAAAAAAAA",
        "not a bundle",
        "",
        "\u00e9",
    ],
    ids=["older", "foreign", "tampered", "broken", "empty", "no ASCII"],
)
async def test_the_last_good_bundle_stays_in_force(
    file: Path, source: Callable[[], RuleSource], caplog: pytest.LogCaptureFixture, content: str
) -> None:
    rules = source()
    put(file, bundle("2026.11.3"))
    assert await version(rules) == "2026.11.3"
    put(file, content)

    with caplog.at_level(logging.ERROR):
        assert await version(rules) == "2026.11.3"
        assert await version(rules) == "2026.11.3"
    assert len(caplog.records) == 1


async def test_a_bundle_that_goes_away_stays_in_force(file: Path, source: Callable[[], RuleSource]) -> None:
    rules = source()
    put(file, bundle("2026.11.3"))
    await rules.refresh()
    remove(file)

    assert await version(rules) == "2026.11.3"


@pytest.mark.parametrize("then", [None, "2026.11.2"], ids=["gone", "older"])
async def test_a_restart_is_no_way_back(file: Path, source: Callable[[], RuleSource], then: str | None) -> None:
    put(file, bundle("2026.11.3"))
    await source().refresh()
    remove(file)
    if then:
        put(file, bundle(then))

    restarted = source()
    await restarted.start()
    assert await version(restarted) == "2026.11.3"


async def test_what_was_in_force_under_a_withdrawn_key_is_not(file: Path) -> None:
    put(file, bundle("2026.11.3", FOREIGN))
    await RuleSource(file, file.parent, [FOREIGN]).refresh()
    assert (file.parent / ACCEPTED).exists()
    put(file, bundle("2026.11.2"))

    rotated = RuleSource(file, file.parent, [OURS])
    await rotated.start()
    assert await version(rotated) == "2026.11.2"


async def test_a_bundle_that_cannot_be_kept_is_in_force_all_the_same(tmp_path: Path, file: Path) -> None:
    put(file, bundle("2026.11.3"))

    assert await version(RuleSource(file, tmp_path / "missing", [OURS])) == "2026.11.3"


async def test_a_file_is_parsed_once_for_each_change(tmp_path: Path) -> None:
    parsed: list[bytes] = []

    def parse(content: bytes) -> int:
        parsed.append(content)
        return int(content)

    watched, path = WatchedFile(tmp_path / "number", parse), tmp_path / "number"
    assert await watched.refresh() is None
    put(path, "1")
    assert [await watched.refresh(), await watched.refresh()] == [1, 1]
    put(path, "no number")
    assert [await watched.refresh(), await watched.refresh()] == [1, 1]
    os.utime(path, (2, 2))
    await watched.refresh()
    put(path, "3")

    assert await watched.refresh() == 3
    assert parsed == [b"1", b"no number", b"no number", b"3"]


async def test_where_two_must_sign_one_signature_is_refused(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(file, bundle("2026.11.3"))

    assert await version(RuleSource(file, file.parent, [OURS, FOREIGN], 2)) is None
    assert "bundle.jws is not taken over: the bundle was signed by one person, two are needed" in caplog.text
